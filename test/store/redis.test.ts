import { afterAll, beforeAll } from 'vitest';
import { createRedisStore } from '../../src/store/redis.ts';
import { describeStore } from '../contracts/store.ts';
import { type RedisCluster, startRedisCluster } from '../fixtures/redis-cluster.ts';
import { describeWithRedis, letPass, type RedisServer, startRedis } from '../fixtures/redis-server.ts';

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
