import { expect, it } from 'vitest';
import { runConcierge } from '../cli/run-concierge.ts';
import { describeWithRedis, startRedis } from '../fixtures/redis-server.ts';
import {
  addAll,
  call,
  countTo,
  expectKept,
  newMasterKey,
  numbered,
  started,
  startWorld,
} from './redis-world.ts';
import type { TalkingServer } from './server-process.ts';
import { confirm, even, goOn, odd, open } from './talks.ts';

const token = 'tkn-of-the-rotation-1';
const [oldKey, newKey] = [newMasterKey(), newMasterKey()];

const stop = async (server: TalkingServer): Promise<void> => {
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
};

describeWithRedis('a rolling restart with another master key', () => {
  it('loses no credential and no conversation, and in the end the new key alone opens all', async () => {
    const redis = await started(startRedis());
    const world = await startWorld([redis.url], { CONCIERGE_MASTER_KEY: oldKey });
    const { server: first, upstream } = world;
    const startWith = (...list: string[]) => world.startInstance({ CONCIERGE_MASTER_KEY: list.join(',') });
    upstream.behave({
      answer: ({ headers }) =>
        headers.get('authorization') === `Bearer ${token}` ? null : new Response(null, { status: 401 }),
    });
    const old = { name: 'Old', base_url: upstream.url, auth_kind: 'bearer', token };
    await first.client.ask('POST', `${first.sandbox}/sources/user-mcp`, old);
    const { session_id } = await first.say(`add ${upstream.url}, bearer token, name it New`);

    const second = await startWith(oldKey, newKey);
    await stop(first);
    await second.credential(token, session_id);
    const third = await startWith(newKey, oldKey);
    expect((await third.say('yes', session_id)).text).toContain('registered and active');
    expect([await call(second, 'New'), await call(second, 'Old')]).toEqual([200, 200]);
    await stop(second);

    const env = { REDIS_URL: redis.url, CONCIERGE_MASTER_KEY: `${newKey},${oldKey}` };
    const { stdout } = await runConcierge(['vault', 'rewrap', '--json'], env);
    expect(JSON.parse(stdout)).toEqual({ moved: 1, current: 1, staged: 0, keys_dropped: 0 });
    const last = await startWith(newKey);
    for (const server of [third, last])
      expect([await call(server, 'New'), await call(server, 'Old')]).toEqual([200, 200]);
  }, 120_000);

  it('in the middle of conversations loses nothing acknowledged, and what it cut off is continued', async () => {
    const redis = await started(startRedis());
    const world = await startWorld([redis.url], { CONCIERGE_MASTER_KEY: oldKey });
    const names = numbered('Talk', 12);
    await addAll(world, names.filter(even));
    const second = await world.startInstance({ CONCIERGE_MASTER_KEY: `${oldKey},${newKey}` });
    const talks = await open(world, world.server, names);
    const { enough, tell } = countTo(2);
    const confirming = talks.map((talk) => confirm(world.server, talk, tell));
    await enough;
    await stop(world.server);
    const acknowledged = await Promise.all(confirming);
    const third = await world.startInstance({ CONCIERGE_MASTER_KEY: `${newKey},${oldKey}` });
    const wasTold = (name: string) => acknowledged[names.indexOf(name)];
    const [registered, revoked] = [names.filter(odd), names.filter(even)];
    await expectKept(second, { registered: registered.filter(wasTold), revoked: revoked.filter(wasTold) });
    await Promise.all(talks.map((talk, at) => goOn(at % 3 === 0 ? second : third, talk)));
    await expectKept(third, { registered, revoked });
    await expectKept(second, { registered, revoked });
  }, 120_000);
});
