import { expect, it, vi } from 'vitest';
import { describeWithRedis, type RedisServer, startRedis } from '../fixtures/redis-server.ts';
import { call, expectKept, register, started, startWorld } from './redis-world.ts';

/** A primary with a replica that has all of it. */
const startPair = async (): Promise<{ primary: RedisServer; replica: RedisServer }> => {
  const primary = await started(startRedis());
  const replica = await started(startRedis({ replicaof: `127.0.0.1 ${primary.port}`, appendonly: 'no' }));
  await vi.waitFor(async () => expect(await primary.ask('INFO', 'replication')).toContain('state=online'), {
    timeout: 15_000,
  });
  return { primary, replica };
};

/** What a Redis has under the keys of a kind. */
const rowsOf = async (redis: RedisServer, kind: string): Promise<string> => {
  const keys = (await redis.ask('KEYS', `*/${kind}/*`)) as string[];
  return JSON.stringify(await Promise.all(keys.map((key) => redis.ask('GET', key))));
};

const tooFew = /too few replicas/;
const patience = { timeout: 10_000 };

describeWithRedis('a conversation', () => {
  it('tells a revoke as done when a replica has it, and then no failover brings it back', async () => {
    const { primary, replica } = await startPair();
    const world = await startWorld([primary.url]);
    const { server } = world;
    expect(await register(server, world, 'Docs')).toBe(true);
    const { session_id } = await server.say('revoke Docs');
    replica.freeze();
    expect((await server.say('yes', session_id)).body).toMatch(tooFew);
    expect(await call(server, 'Docs')).toBe(404);
    const early = await server.say('yes', session_id);
    expect(early.body).toMatch(tooFew);
    expect(early.text).toBe('');
    replica.thaw();
    const goOn = async () => expect((await server.say('hello', session_id)).text).toMatch(/is revoked/);
    await vi.waitFor(goOn, patience);
    await primary.kill();
    await replica.ask('REPLICAOF', 'NO', 'ONE');
    const after = await world.startInstance({ REDIS_URL: replica.url });
    await expectKept(after, { registered: [], revoked: ['Docs'] });
  }, 60_000);

  it('tells a new credential as taken when a replica has no other', async () => {
    const { primary, replica } = await startPair();
    const { server, upstream } = await startWorld([primary.url]);
    const fields = { name: 'Docs', base_url: upstream.url, auth_kind: 'bearer', token: 'first-token-1' };
    await server.client.ask('POST', `${server.sandbox}/sources/user-mcp`, fields);
    const { session_id } = await server.say('rotate the credential of Docs');
    const before = await rowsOf(replica, 'secret');
    replica.freeze();
    expect((await server.credential('second-token-2', session_id)).body).toMatch(tooFew);
    expect((await server.say('hello', session_id)).text).toBe('');
    replica.thaw();
    const goOn = async () => expect((await server.say('hello', session_id)).text).toMatch(/is active/);
    await vi.waitFor(goOn, patience);
    const after = await rowsOf(replica, 'secret');
    expect(after).toBe(await rowsOf(primary, 'secret'));
    expect(after).not.toBe(before);
  }, 60_000);

  it('tells a source as discarded when nothing of it is left, here and on a replica', async () => {
    const { primary, replica } = await startPair();
    const { server, upstream } = await startWorld([primary.url]);
    upstream.behave({ answer: () => new Response(null, { status: 500 }) });
    const { session_id } = await server.say(`add ${upstream.url}, no auth, name it Docs`);
    expect((await server.say('yes', session_id)).state?.awaiting).toBe('repair');
    replica.freeze();
    expect((await server.say('discard', session_id)).body).toMatch(tooFew);
    expect((await server.say('hello', session_id)).text).toBe('');
    replica.thaw();
    const goOn = async () => expect((await server.say('hello', session_id)).text).toMatch(/is discarded/);
    await vi.waitFor(goOn, patience);
    expect(await server.sources()).toEqual([]);
    expect(await rowsOf(replica, 'source')).toBe('[]');
  }, 60_000);
});
