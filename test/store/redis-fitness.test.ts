import { afterEach, expect, it } from 'vitest';
import { createRedisStore } from '../../src/store/redis.ts';
import { startRedisCluster } from '../fixtures/redis-cluster.ts';
import { describeWithRedis, freePort, startRedis } from '../fixtures/redis-server.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const started = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const one = await starting;
  open.push(one);
  return one;
};

const refusal = async (urls: string[]): Promise<unknown> => {
  const store = await createRedisStore({ urls }).catch((error: unknown) => error);
  if (!(store instanceof Error)) await (store as { close(): Promise<void> }).close();
  return store;
};

describeWithRedis('a Redis that would lose what it is given', () => {
  it.each(['allkeys-lru', 'volatile-lru', 'volatile-ttl', 'allkeys-random'])(
    'is refused for its policy %s, with what to set',
    async (policy) => {
      const { url } = await started(startRedis({ 'maxmemory-policy': policy }));
      expect(await refusal([url])).toMatchObject({
        code: 'precondition_failed',
        message: expect.stringMatching(new RegExp(`${policy}.*CONFIG SET maxmemory-policy noeviction`, 's')),
      });
    },
  );

  it('is found without CONFIG, which managed services forbid', async () => {
    const server = await started(startRedis({ 'maxmemory-policy': 'allkeys-lru' }));
    await server.ask('ACL', 'SETUSER', 'default', '-config');
    expect(await refusal([server.url])).toMatchObject({ message: expect.stringContaining('allkeys-lru') });
  });

  it('is refused when one node of a cluster evicts', async () => {
    const cluster = await started(startRedisCluster());
    await cluster.nodes[2]!.ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lfu');
    expect(await refusal(cluster.urls)).toMatchObject({ message: expect.stringContaining('allkeys-lfu') });
  });
});

describeWithRedis('a REDIS_URL that leads elsewhere', () => {
  it('is told apart: nothing there, a wrong password, a replica, a cluster, no cluster', async () => {
    const primary = await started(startRedis());
    const locked = await started(startRedis({ requirepass: 'of-the-test' }));
    const replica = await started(startRedis({ replicaof: `127.0.0.1 ${primary.port}` }));
    const cluster = await started(startRedisCluster());
    const nowhere = `redis://127.0.0.1:${await freePort()}`;
    const wrong = locked.url.replace('//', '//:not-it@');
    const problems = await Promise.all(
      [[nowhere], [wrong], [replica.url], [cluster.urls[0]!], [primary.url, primary.url]].map(refusal),
    );
    expect(problems.map((error) => (error as Error).message)).toEqual([
      expect.stringContaining('does not answer'),
      expect.stringContaining('the password'),
      expect.stringContaining('replica'),
      expect.stringContaining('Redis Cluster: name two or more'),
      expect.stringContaining('no Redis Cluster'),
    ]);
    expect(String(problems[1])).not.toContain('not-it');
  });
});
