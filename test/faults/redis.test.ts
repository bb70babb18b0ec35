import { expect, it, vi } from 'vitest';
import { startRedisCluster } from '../fixtures/redis-cluster.ts';
import { describeWithRedis, startRedis } from '../fixtures/redis-server.ts';
import { startSlowProxy } from '../fixtures/slow-proxy.ts';
import {
  addAll,
  call,
  expectFinished,
  expectKept,
  expectRefused,
  inTheMiddle,
  isReady,
  numbered,
  started,
  startWorld,
} from './redis-world.ts';
import type { TalkingServer } from './server-process.ts';

const untilReady = (server: TalkingServer, timeout = 5000): Promise<void> =>
  vi.waitFor(async () => expect(await isReady(server)).toBe(true), { timeout, interval: 50 });

describeWithRedis('a Redis that is killed in the middle of 50 conversations', () => {
  it('loses nothing acknowledged, nothing revoked stays callable, and all can be finished after', async () => {
    const redis = await started(startRedis());
    const world = await startWorld([redis.url]);
    const names = { old: numbered('Old', 20), fresh: numbered('New', 30) };
    await addAll(world, names.old);
    const kept = await inTheMiddle(world, names, redis.kill);
    await expectRefused(world.server, 'Old0');
    await redis.start();
    await untilReady(world.server);
    await expectKept(world.server, kept);
    await expectFinished(world, names);
  }, 120_000);
});

describeWithRedis('in the middle of conversations', () => {
  const names = { old: numbered('Old', 8), fresh: numbered('New', 8) };

  it('a Redis that takes two seconds for each command is as good as none, and loses nothing', async () => {
    const redis = await started(startRedis());
    const proxy = await started(startSlowProxy(redis.port));
    const world = await startWorld([proxy.url]);
    await addAll(world, names.old);
    const kept = await inTheMiddle(world, names, () => proxy.slowDown(2000));
    await expectRefused(world.server, 'Old0');
    proxy.slowDown(0);
    await untilReady(world.server);
    await expectKept(world.server, kept);
    await expectFinished(world, names);
  }, 120_000);

  it('a full Redis takes nothing more, but tools are called and sources revoked', async () => {
    const redis = await started(startRedis());
    const world = await startWorld([redis.url]);
    const { server } = world;
    await addAll(world, [...names.old, 'Last']);
    const kept = await inTheMiddle(world, names, () => redis.ask('CONFIG', 'SET', 'maxmemory', 1));
    expect(await call(server, 'Last')).toBe(200);
    const last = (await server.sources()).find(({ name }) => name === 'Last')!;
    const revoking = `${server.sandbox}/sources/${last.data_source_id}/user-mcp/revoke`;
    expect((await server.client.send('POST', revoking)).status).toBe(200);
    await expectKept(server, { ...kept, revoked: [...kept.revoked, 'Last'] });
    await redis.ask('CONFIG', 'SET', 'maxmemory', 0);
    await expectFinished(world, names);
  }, 120_000);

  it('a node of a cluster is killed, its replica takes over, and what was acknowledged before it stays', async () => {
    const cluster = await started(startRedisCluster({ replicas: true }));
    const world = await startWorld(cluster.urls);
    const { server } = world;
    await addAll(world, [...names.old, 'Kept']);
    const owner = await cluster.ownerOf(`{${await userOf(server)}}`);
    // Acknowledged revokes are on the replica, and whatever came before them.
    const { revoked } = await inTheMiddle(world, names, owner.kill);
    await untilReady(server, 20_000);
    await vi.waitFor(() => expectKept(server, { registered: ['Kept'], revoked }), { timeout: 20_000 });
    await expectFinished(world, names);
  }, 120_000);
});

const userOf = async ({ client, sandbox }: TalkingServer): Promise<string> =>
  (await client.ask<{ user_id: string }>('GET', sandbox)).user_id;
