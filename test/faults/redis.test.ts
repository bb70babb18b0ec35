import { expect, it, vi } from 'vitest';
import { describeWithRedis, startRedis } from '../fixtures/redis-server.ts';
import {
  call,
  countTo,
  doneOf,
  expectKept,
  isReady,
  numbered,
  register,
  revoke,
  started,
  startWorld,
} from './redis-world.ts';

describeWithRedis('a Redis that is killed in the middle of 50 conversations', () => {
  it('loses nothing acknowledged, nothing revoked stays callable, and all can be finished after', async () => {
    const redis = await started(startRedis());
    const world = await startWorld([redis.url]);
    const { server } = world;
    const [old, fresh] = [numbered('Old', 20), numbered('New', 30)];
    for (const name of old) expect(await register(server, world, name)).toBe(true);
    const { enough, tell } = countTo(8);
    const revoking = doneOf(old, (name) => revoke(server, name), tell);
    const registering = doneOf(fresh, (name) => register(server, world, name), tell);
    await enough;
    await redis.kill();
    const [revoked, registered] = await Promise.all([revoking, registering]);
    expect(revoked.length + registered.length).toBeLessThan(50);
    const from = performance.now();
    expect((await server.client.send('GET', `${server.sandbox}/sources`)).status).toBe(503);
    expect(performance.now() - from).toBeLessThan(1000);
    expect(await call(server, 'Old0')).toBe(503);
    await redis.start();
    await vi.waitFor(async () => expect(await isReady(server)).toBe(true), { timeout: 5000 });
    await expectKept(server, { registered, revoked });
    for (const name of old) await server.say('yes', (await server.say(`revoke ${name}`)).session_id);
    for (const name of fresh) await register(server, world, name);
    await expectKept(server, { registered: [], revoked: old });
    expect((await server.sources()).filter(({ name }) => name.startsWith('New'))).toHaveLength(30);
  }, 120_000);
});
