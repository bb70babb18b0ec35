import { afterAll, beforeAll, expect, vi } from 'vitest';
import { createRedisStore } from '../../src/store/redis.ts';
import { describeStore } from '../contracts/store.ts';
import { type RedisCluster, startRedisCluster } from '../fixtures/redis-cluster.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../fixtures/redis-server.ts';

/** Redis has a clock of its own: lets that much time go by on it. */
const letPass =
  (server: RedisServer) =>
  async (ms: number): Promise<void> => {
    const now = async (): Promise<number> => {
      const [seconds, micros] = (await server.ask('TIME')) as [string, string];
      return Number(seconds) * 1000 + Number(micros) / 1000;
    };
    const until = (await now()) + ms + 1;
    await vi.waitFor(async () => expect(await now()).toBeGreaterThan(until), { interval: 5 });
  };

describeWithRedis('on a single Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis({ appendfsync: 'no' });
  });
  afterAll(() => server.close());

  describeStore('Redis store', async () => ({
    store: await createRedisStore({ urls: [server.url] }),
    passTime: letPass(server),
  }));
});

describeWithRedis('on a Redis Cluster', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  }, 60_000);
  afterAll(() => cluster.close());

  describeStore('Redis store', async () => ({
    store: await createRedisStore({ urls: cluster.urls }),
    passTime: letPass(cluster.nodes[0]!),
  }));
});
