import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { RateLimit } from '../../src/limits/port.ts';
import { createRedisLimits } from '../../src/limits/redis.ts';
import { createRedisStore, type RedisStore } from '../../src/store/redis.ts';
import { describeRateLimit, takeMany } from '../contracts/rate-limit.ts';
import { type RedisCluster, startRedisCluster } from '../fixtures/redis-cluster.ts';
import { describeWithRedis, letPass, type RedisServer, startRedis } from '../fixtures/redis-server.ts';

const options = { name: 'requests', uses: 5, perMs: 60_000, what: 'requests' };

describeWithRedis('on a single Redis', () => {
  let server: RedisServer;
  let store: RedisStore;
  beforeAll(async () => {
    server = await startRedis({ appendfsync: 'no' });
    store = await createRedisStore({ urls: [server.url] });
  });
  afterAll(async () => {
    await store.close();
    await server.close();
  });
  describeRateLimit('Redis', () => ({
    createRateLimit: createRedisLimits(store.client),
    passTime: letPass(server),
  }));
});

describeWithRedis('on a Redis Cluster', () => {
  let cluster: RedisCluster;
  let store: RedisStore;
  beforeAll(async () => {
    cluster = await startRedisCluster();
    store = await createRedisStore({ urls: cluster.urls });
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await cluster.close();
  });
  describeRateLimit('Redis', () => ({
    createRateLimit: createRedisLimits(store.client),
    passTime: letPass(cluster.nodes[0]!),
  }));
});

describeWithRedis('limits whose Redis', () => {
  let server: RedisServer;
  let stores: RedisStore[];
  let limits: RateLimit[];
  beforeAll(async () => {
    server = await startRedis();
    stores = await Promise.all([1, 2].map(() => createRedisStore({ urls: [server.url] })));
    limits = stores.map(({ client }) => createRedisLimits(client)(options));
  });
  afterEach(() => server.ask('FLUSHALL'));
  afterAll(async () => {
    for (const store of stores) await store.close();
    await server.close();
  });
  const [here, there] = [() => limits[0]!, () => limits[1]!];

  it('is shared hold over all instances, and the next one is there when both say', async () => {
    const both = await Promise.all([takeMany(here(), 4, 'us_1'), takeMany(there(), 4, 'us_1')]);
    expect(both[0].passed + both[1].passed).toBe(5);
    const [, left] = [await takeMany(here(), 1, 'us_1'), await server.ask('PTTL', '{us_1}limit:requests')];
    const [wait] = (await takeMany(there(), 1, 'us_1')).waits;
    expect(Math.abs(wait! - Number(left) / 1000)).toBeLessThanOrEqual(1);
  });

  it('stands still let nothing through, and say so within a second', async () => {
    server.freeze();
    const from = performance.now();
    await expect(takeMany(here(), 1, 'us_1')).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - from).toBeLessThan(1000);
    server.thaw();
    await vi.waitFor(() => takeMany(here(), 1, 'us_2'), { timeout: 5000 });
  });

  it('is full still count, so that a revoke is let through', async () => {
    await server.ask('CONFIG', 'SET', 'maxmemory', 1);
    expect((await takeMany(here(), 8, 'us_1')).passed).toBe(5);
    await server.ask('CONFIG', 'SET', 'maxmemory', 0);
  });

  it('was emptied count anew, and no counter stays for ever', async () => {
    await takeMany(here(), 8, 'us_1');
    await server.ask('FLUSHALL');
    await server.ask('SCRIPT', 'FLUSH');
    expect((await takeMany(here(), 8, 'us_1')).passed).toBe(5);
    expect(await server.ask('PTTL', '{us_1}limit:requests')).toBeGreaterThan(0);
  });
});
