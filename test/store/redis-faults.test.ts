import { afterEach, expect, it, vi } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import { createRedisStore } from '../../src/store/redis.ts';
import { startRedisCluster } from '../fixtures/redis-cluster.ts';
import { describeWithRedis, startRedis } from '../fixtures/redis-server.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});
const started = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const one = await starting;
  open.push(one);
  return one;
};

const key = '{us_1}/k';
const put = (store: Store, value: unknown) => store.commit([{ key, value }]);
const revoke = (store: Store) => store.commit([{ key, value: undefined }], { final: true });
const stored = async (store: Store) => (await store.get(key))?.value ?? null;

/** How many ms it takes until it is refused as unavailable. */
const refusedAfter = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await expect(work()).rejects.toMatchObject({ code: 'unavailable' });
  return performance.now() - from;
};

const untilBack = async (store: Store): Promise<number> => {
  const from = performance.now();
  await vi.waitFor(() => put(store, 'back'), { timeout: 15_000, interval: 50 });
  return performance.now() - from;
};

describeWithRedis('a store whose Redis', () => {
  it('is killed is unavailable within a second, keeps what it acknowledged, and is back by itself', async () => {
    const server = await started(startRedis());
    const store = await started(createRedisStore({ urls: [server.url] }));
    await put(store, 'acknowledged');
    await server.kill();
    expect(await refusedAfter(async () => store.get(key))).toBeLessThan(1000);
    expect(await refusedAfter(() => put(store, 'lost'))).toBeLessThan(1000);
    await server.start();
    await vi.waitFor(async () => expect(await stored(store)).toBe('acknowledged'), { timeout: 5000 });
  });

  it('stands still is unavailable within a second, and back by itself', async () => {
    const server = await started(startRedis());
    const store = await started(createRedisStore({ urls: [server.url] }));
    server.freeze();
    expect(await refusedAfter(async () => store.get(key))).toBeLessThan(1000);
    expect(await refusedAfter(() => store.list('{us_1}/'))).toBeLessThan(1000);
    server.thaw();
    expect(await untilBack(store)).toBeLessThan(5000);
  });

  it('is full takes no more, still reads, and lets a revoke through', async () => {
    const server = await started(startRedis());
    const store = await started(createRedisStore({ urls: [server.url] }));
    await put(store, 'there');
    await server.ask('CONFIG', 'SET', 'maxmemory', 1);
    await refusedAfter(() => put(store, 'more'));
    expect(await stored(store)).toBe('there');
    await store.commit([
      { key: '{us_1}/row', value: 'tombstone' },
      { key, value: undefined },
    ]);
    expect((await store.list('{us_1}/')).entries.map((entry) => entry.value)).toEqual(['tombstone']);
  });

  it('had its scripts flushed goes on', async () => {
    const server = await started(startRedis());
    const store = await started(createRedisStore({ urls: [server.url] }));
    await put(store, 1);
    await server.ask('SCRIPT', 'FLUSH');
    await put(store, 2);
    expect(await stored(store)).toBe(2);
  });

  it('is a cluster that lost a node serves the others, and all when it is back', async () => {
    const cluster = await started(startRedisCluster());
    for (const node of cluster.nodes) await node.ask('CONFIG', 'SET', 'cluster-require-full-coverage', 'no');
    const store = await started(createRedisStore({ urls: cluster.urls }));
    await put(store, 'acknowledged');
    const owner = await cluster.ownerOf(key);
    const elsewhere = ['{us_2}/k', '{us_3}/k', '{us_4}/k', '{us_5}/k', '{us_6}/k'];
    const owners = await Promise.all(elsewhere.map(cluster.ownerOf));
    const other = elsewhere[owners.findIndex((node) => node.port !== owner.port)]!;
    await owner.kill();
    expect(await refusedAfter(() => put(store, 'lost'))).toBeLessThan(1000);
    await store.commit([{ key: other, value: 1 }]);
    await owner.start();
    await vi.waitFor(async () => expect(await stored(store)).toBe('acknowledged'), { timeout: 15_000 });
  }, 60_000);
});

describeWithRedis('a final commit', () => {
  it('is acknowledged only when a replica has it, by default where there is one, and written again', async () => {
    const primary = await started(startRedis({ appendonly: 'no' }));
    const replicaof = `127.0.0.1 ${primary.port}`;
    const replica = await started(startRedis({ replicaof, appendonly: 'no' }));
    await vi.waitFor(async () => expect(await primary.ask('INFO', 'replication')).toContain('state=online'), {
      timeout: 15_000,
    });
    const store = await started(createRedisStore({ urls: [primary.url] }));
    await put(store, 1);
    // A replica that has only just joined may be late.
    await vi.waitFor(() => revoke(store), { timeout: 15_000 });
    replica.freeze();
    await put(store, 2);
    await expect(revoke(store)).rejects.toMatchObject({ data: { not_yet_durable: true } });
    expect(await refusedAfter(() => revoke(store))).toBeLessThan(1000);
    replica.thaw();
    await vi.waitFor(() => revoke(store), { timeout: 5000 });
    await expect(replica.ask('GET', key)).resolves.toBeNull();
  });

  it('does not hold up the others while it waits for a replica', async () => {
    const primary = await started(startRedis());
    const store = await started(createRedisStore({ urls: [primary.url], wait: 1 }));
    const done: string[] = [];
    const revoking = revoke(store).catch(() => done.push('revoke'));
    await put(store, 1).then(() => done.push('put'));
    await revoking;
    expect(done).toEqual(['put', 'revoke']);
  });

  it('survives the loss of its primary in a cluster, and the store goes on at the replica', async () => {
    const cluster = await started(startRedisCluster({ replicas: true }));
    const store = await started(createRedisStore({ urls: cluster.urls }));
    for (let round = 0; round < 20; round++) {
      await put(store, round);
      await revoke(store);
    }
    await (await cluster.ownerOf(key)).kill();
    await vi.waitFor(async () => expect(await store.get(key)).toBeNull(), { timeout: 20_000, interval: 100 });
    await untilBack(store);
    expect(await stored(store)).toBe('back');
  }, 60_000);

  it('finds its slot again when that has moved', async () => {
    const cluster = await started(startRedisCluster({ replicas: true }));
    const store = await started(createRedisStore({ urls: cluster.urls }));
    await revoke(store);
    const owner = await cluster.ownerOf(key);
    await cluster.replicaOf(owner).ask('CLUSTER', 'FAILOVER');
    await vi.waitFor(async () => expect(await owner.ask('INFO', 'replication')).toContain('role:slave'), {
      timeout: 10_000,
    });
    await vi.waitFor(() => revoke(store), { timeout: 10_000, interval: 100 });
  }, 60_000);
});
