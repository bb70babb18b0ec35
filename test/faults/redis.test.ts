import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../fixtures/redis-server.ts';
import { startTalking, type TalkingServer } from './server-process.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

type World = { redis: RedisServer; upstream: CustomServer; server: TalkingServer };

const startWorld = async (): Promise<World> => {
  const redis = await startRedis();
  const upstream = await startCustomServer();
  const dataDir = await mkdtemp(join(tmpdir(), 'concierge-redis-faults-'));
  open.push(redis, upstream, { close: () => rm(dataDir, { recursive: true, force: true }) });
  const server = await startTalking(join(dataDir, 'unused'), {
    REDIS_URL: redis.url,
    CONCIERGE_MASTER_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'silent',
  });
  open.push({ close: server.cutOff });
  await server.client.ask('POST', `${server.sandbox}/agents`, {
    slug: 'caller',
    name: 'Caller',
    system_prompt: 'Call.',
    model_settings: { backend: 'anthropic', model: 'claude-haiku-5-5' },
  });
  return { redis, upstream, server };
};

const numbered = (word: string, count: number): string[] => Array.from({ length: count }, (_, n) => word + n);
const isReady = async ({ server }: World): Promise<boolean> => (await fetch(`${server.origin}/readyz`)).ok;

/** Says a line and yes; true when the reply to the yes has the words, false when it was not acknowledged. */
const confirmed = async ({ server }: World, line: string, words: RegExp): Promise<boolean> => {
  try {
    const { session_id } = await server.say(line);
    return words.test((await server.say('yes', session_id)).text);
  } catch {
    return false;
  }
};

const register = (world: World, name: string) =>
  confirmed(
    world,
    `add my MCP server at ${world.upstream.url}, no auth, name it ${name}`,
    /is registered and active/,
  );
const revoke = (world: World, name: string) => confirmed(world, `revoke ${name}`, /is revoked/i);

const call = async ({ server }: World, name: string): Promise<number> => {
  const path = `${server.sandbox}/agents/caller/tools/${name.toLowerCase()}__echo/call`;
  return (await server.client.send('POST', path, { arguments: {} })).status;
};

const expectKept = async (world: World, registered: string[], revoked: string[]): Promise<void> => {
  const statuses = new Map((await world.server.sources()).map(({ name, status }) => [name, status]));
  expect(registered.filter((name) => statuses.get(name) !== 'active')).toEqual([]);
  expect(revoked.filter((name) => statuses.get(name) !== 'disconnected')).toEqual([]);
  const calls = await Promise.all(revoked.map((name) => call(world, name)));
  expect(calls.filter((status) => status !== 404)).toEqual([]);
  expect(await Promise.all(registered.slice(0, 3).map((name) => call(world, name)))).not.toContain(404);
};

/** Runs one after the other on each of `names`, several at a time; those that were acknowledged. */
const acknowledgedOf = async (
  names: string[],
  work: (name: string) => Promise<boolean>,
  tell: () => void,
): Promise<string[]> => {
  const done = await Promise.all(
    names.map(async (name) => {
      const isDone = await work(name);
      if (isDone) tell();
      return isDone;
    }),
  );
  return names.filter((_, at) => done[at]);
};

describeWithRedis('a Redis that is killed in the middle of 50 conversations', () => {
  it('loses nothing acknowledged, nothing revoked stays callable, and all can be finished after', async () => {
    const world = await startWorld();
    const [old, fresh] = [numbered('Old', 20), numbered('New', 30)];
    for (const name of old) expect(await register(world, name)).toBe(true);
    const enough = Promise.withResolvers<void>();
    let count = 0;
    const tell = () => (++count === 8 ? enough.resolve() : undefined);
    const revoking = acknowledgedOf(old, (name) => revoke(world, name), tell);
    const registering = acknowledgedOf(fresh, (name) => register(world, name), tell);
    await enough.promise;
    await world.redis.kill();
    const [revoked, registered] = await Promise.all([revoking, registering]);
    expect(revoked.length + registered.length).toBeLessThan(50);
    const from = performance.now();
    expect((await world.server.client.send('GET', `${world.server.sandbox}/sources`)).status).toBe(503);
    expect(performance.now() - from).toBeLessThan(1000);
    expect(await call(world, 'Old0')).toBe(503);
    await world.redis.start();
    await vi.waitFor(async () => expect(await isReady(world)).toBe(true), { timeout: 5000 });
    await expectKept(world, registered, revoked);
    for (const name of old)
      await world.server.say('yes', (await world.server.say(`revoke ${name}`)).session_id);
    for (const name of fresh) await register(world, name);
    await expectKept(world, [], old);
    expect((await world.server.sources()).filter(({ name }) => name.startsWith('New'))).toHaveLength(30);
  }, 120_000);
});
