/**
 * What the Worker costs on workerd: its bundle, the start of an isolate against that of an empty Worker, and requests
 * over loopback with a Redis beside it. Usage: node bench/worker.ts [rounds]
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startRedis } from '../test/fixtures/redis-server.ts';
import { bundleWorker, removeBundle, startWorkerd } from '../test/workerd/workerd.ts';

const rounds = Number(process.argv[2] ?? 7);
const warmRequests = 200;
const key = `olk_${'b'.repeat(43)}`;
const headers = { authorization: `Bearer ${key}` };

const median = (times: number[]): number => times.toSorted((one, other) => one - other)[times.length >> 1]!;
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};
const get = async (url: string): Promise<void> => {
  const response = await fetch(url, { headers });
  await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
};
const print = (what: string, figure: string): void => console.log(`${what.padEnd(48)}${figure.padStart(14)}`);
const ms = (time: number): string => `${time.toFixed(1)} ms`;

const redis = await startRedis();
const bindings = {
  REDIS_URL: redis.url,
  CONCIERGE_MASTER_KEY: btoa('k'.repeat(32)),
  CONCIERGE_API_KEY: key,
  CONCIERGE_REQUESTS_PER_SECOND: '1000000000',
  LOG_LEVEL: 'error',
};
const ours = bundleWorker('wrangler.toml');
const empty = mkdtempSync(join(tmpdir(), 'concierge-empty-'));
writeFileSync(join(empty, 'worker.js'), "export default { fetch: () => new Response('ok') };");

/** From the start of the runtime to the first answer, in ms; then `then` is done with the server. */
const startOf = async (folder: string, then = async (_origin: string): Promise<void> => {}) => {
  let server: Awaited<ReturnType<typeof startWorkerd>> | undefined;
  const time = await timed(async () => {
    server = await startWorkerd(folder, bindings);
    await get(`${server.origin}/healthz`);
  });
  await then(server!.origin);
  await server!.close();
  return time;
};

const [starts, emptyStarts, first]: number[][] = [[], [], []];
const list = '/api/v1/storage/sandboxes';
for (let round = 0; round < rounds; round++) {
  emptyStarts!.push(await startOf(empty));
  starts!.push(
    await startOf(ours, async (origin) => void first!.push(await timed(() => get(origin + list)))),
  );
}

const warm: Record<string, number[]> = { '/healthz': [], '/docs': [], [list]: [] };
await startOf(ours, async (origin) => {
  for (const [path, times] of Object.entries(warm)) {
    for (let request = 0; request < warmRequests; request++)
      times.push(await timed(() => get(origin + path)));
  }
});

const bundle = readFileSync(join(ours, 'worker.js'));
print('bundle', `${(bundle.length / 1024).toFixed(0)} KiB`);
print('bundle, compressed (at most 3072 KiB)', `${(gzipSync(bundle).length / 1024).toFixed(0)} KiB`);
print('start of workerd with an empty Worker', ms(median(emptyStarts!)));
print('start of workerd with ours', ms(median(starts!)));
print('so the start of an isolate', ms(median(starts!) - median(emptyStarts!)));
print('first request that uses the store', ms(median(first!)));
for (const [path, times] of Object.entries(warm)) print(`warm: GET ${path}`, ms(median(times)));

removeBundle(ours);
removeBundle(empty);
await redis.close();
