import { expect, it } from 'vitest';
import { describeWithRedis, startRedis } from '../fixtures/redis-server.ts';
import { startSlowProxy } from '../fixtures/slow-proxy.ts';
import {
  addAll,
  call,
  expectFinished,
  expectKept,
  expectRefused,
  expectRefusedFor,
  inTheMiddle,
  numbered,
  started,
  startWorld,
  untilReady,
} from './redis-world.ts';

describeWithRedis('a Redis that is killed for 10 s in the middle of 50 conversations', () => {
  it('loses nothing acknowledged, nothing revoked stays callable, and all can be finished after', async () => {
    const redis = await started(startRedis());
    const world = await startWorld([redis.url]);
    const names = { old: numbered('Old', 20), fresh: numbered('New', 30) };
    await addAll(world, names.old);
    const kept = await inTheMiddle(world, names, redis.kill);
    await expectRefusedFor(world.server, 'Old0', 10_000);
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
});
