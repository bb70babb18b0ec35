import { afterEach, describe, expect, it, vi } from 'vitest';
import { startRedisPair } from '../fixtures/redis-pair.ts';
import { startRedis } from '../fixtures/redis-server.ts';
import { startSlowProxy } from '../fixtures/slow-proxy.ts';
import { openWorkerdApp } from './workerd-app.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});
const started = async <T extends { close(): Promise<unknown> }>(starting: Promise<T>): Promise<T> => {
  const one = await starting;
  open.push(one);
  return one;
};

const key = `olk_${'w'.repeat(32)}`;

/** A Worker on this Redis, in an isolate that knows nothing of it yet. */
const startWorker = async (REDIS_URL: string) => {
  const CONCIERGE_MASTER_KEY = btoa('m'.repeat(32));
  const app = await started(
    openWorkerdApp({ REDIS_URL, CONCIERGE_MASTER_KEY, CONCIERGE_API_KEY: key, LOG_LEVEL: 'silent' }),
  );
  return async (method = 'GET', path = '', body?: object) => {
    const url = `http://localhost/api/v1/storage/sandboxes${path}`;
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const from = performance.now();
    const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await app.fetch(new Request(url, sent));
    const text = await answer.text();
    const read = text.startsWith('{') ? JSON.parse(text) : text;
    return { status: answer.status, body: read, ms: performance.now() - from };
  };
};

const unreachable = { error: 'unavailable', detail: expect.stringMatching(/cannot be reached right now/) };
const refused = { status: 503, body: unreachable };

describe('a Worker whose Redis', () => {
  it('is far away reaches it, with the first request and later ones', async () => {
    const redis = await started(startRedis());
    const proxy = await started(startSlowProxy(redis.port));
    proxy.slowDown(350);
    const ask = await startWorker(proxy.url);
    expect(await ask()).toMatchObject({ status: 200 });
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('is gone says so within a second, and works again when it is back', async () => {
    const redis = await started(startRedis());
    const ask = await startWorker(redis.url);
    expect(await ask()).toMatchObject({ status: 200 });
    await redis.kill();
    const gone = await ask();
    expect(gone).toMatchObject(refused);
    expect(gone.ms).toBeLessThan(1000);
    await redis.start();
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('was away is looked at again', async () => {
    const redis = await started(startRedis());
    const ask = await startWorker(redis.url);
    expect(await ask()).toMatchObject({ status: 200 });
    await redis.kill();
    expect(await ask()).toMatchObject(refused);
    await redis.start();
    await redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    expect(await ask()).toMatchObject({ status: 503, body: expect.stringContaining('noeviction') });
    await redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('stands still says so within a second where it was known, else within three', async () => {
    const redis = await started(startRedis());
    const ask = await startWorker(redis.url);
    await vi.waitFor(async () => expect((await ask()).ms).toBeLessThan(200));
    redis.freeze();
    const known = await ask();
    const unknown = await (await startWorker(`${redis.url}/1`))();
    expect([known, unknown]).toMatchObject([refused, refused]);
    expect(known.ms).toBeLessThan(1000);
    expect(unknown.ms).toBeLessThan(3000);
    redis.thaw();
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('has a replica acknowledges what takes something away when the replica has it', async () => {
    const { primary, replica } = await started(startRedisPair());
    const ask = await startWorker(primary.url);
    const make = async (name: string) => {
      const { body } = await ask('POST', '', { name });
      return `/${body.sandbox_id}`;
    };
    const acknowledged = async () =>
      expect(await ask('DELETE', await make('One'))).toMatchObject({ status: 200 });
    await vi.waitFor(acknowledged, { timeout: 5000 });
    const path = await make('Other');
    replica.freeze();
    const early = await ask('DELETE', path);
    expect(early).toMatchObject({ status: 503, body: { detail: expect.stringMatching(/not yet durable/) } });
    replica.thaw();
    const again = async () => expect(await ask('DELETE', path)).toMatchObject({ status: 404 });
    await vi.waitFor(again, { timeout: 5000 });
  });
});
