/**
 * What the API costs over loopback: `GET …/sources` with a key, in a sandbox with 1,000 sources (as many living ones as
 * one can have, the others revoked), against `GET /healthz` of the same server. Usage: node bench/http.ts [rounds]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measurement, measure, type Subject } from './gateway/load.ts';
import { start } from './gateway/processes.ts';

const rounds = Number(process.argv[2] ?? 3);
const [warmMs, measuredMs, callers] = [1_000, 3_000, 32];
const [stored, living] = [1_000, 100];

const root = join(import.meta.dirname, '..');
const key = `olk_${'b'.repeat(43)}`;
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
const dataDir = await mkdtemp(join(tmpdir(), 'concierge-bench-'));
const upstream = await start([join(root, 'bench/gateway/upstream.ts')]);
const ours = await start([join(root, 'src/entry/node.ts')], {
  PORT: '0',
  CONCIERGE_DATA_DIR: dataDir,
  CONCIERGE_API_KEY: key,
  CONCIERGE_REGISTRATIONS_PER_MINUTE: '1000000000',
  CONCIERGE_REQUESTS_PER_SECOND: '1000000000',
  LOG_LEVEL: 'info',
});

const ask = async (path: string, body?: object): Promise<Record<string, unknown>> => {
  const method = body === undefined ? 'GET' : 'POST';
  const request = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(ours.origin + path, request);
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
};

const { sandboxes } = await ask('/api/v1/storage/sandboxes');
const sources = `/api/v1/storage/sandboxes/${(sandboxes as { sandbox_id: string }[])[0]!.sandbox_id}/sources`;
for (let made = 0; made < stored; made++) {
  const fields = { name: `Source ${made}`, base_url: `${upstream.origin}/mcp`, auth_kind: 'none' };
  const { data_source_id } = await ask(`${sources}/user-mcp`, fields);
  if (made < stored - living) await ask(`${sources}/${data_source_id}/user-mcp/revoke`, {});
}

const subjects: [name: string, subject: Subject][] = [
  ['GET /healthz', { url: `${ours.origin}/healthz`, headers: {}, wants: '"ok"' }],
  ['GET the profile', { url: `${ours.origin}/api/v1/users/me/profile`, headers, wants: '"user_id"' }],
  ['100 living', { url: `${ours.origin}${sources}?status=active`, headers, wants: `"count":${living}` }],
  ['all 1,000', { url: ours.origin + sources, headers, wants: `"count":${stored}` }],
];

const rows = new Map<string, (Measurement & { cpu: number })[]>(subjects.map(([name]) => [name, []]));
for (let round = 0; round < rounds; round++)
  for (const [name, subject] of subjects) {
    await measure(subject, callers, warmMs);
    const before = ours.cpuMs() ?? Number.NaN;
    const measured = await measure(subject, callers, measuredMs);
    const cpu = (((ours.cpuMs() ?? Number.NaN) - before) / measured.calls) * 1000;
    rows.get(name)!.push({ ...measured, cpu });
  }

const median = (numbers: number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)]!;
const healthz = median(rows.get('GET /healthz')!.map(({ perSecond }) => perSecond));
console.log(`median of ${rounds} at ${callers} callers; times that of GET /healthz in the same run`);
for (const [name, measured] of rows) {
  const [perSecond, p50, p99, cpu] = (['perSecond', 'p50', 'p99', 'cpu'] as const).map((figure) =>
    median(measured.map((one) => one[figure])),
  ) as [number, number, number, number];
  const rate = `${perSecond.toFixed(0).padStart(6)}/s (${(perSecond / healthz).toFixed(3)} ×)`;
  console.log(
    `${name.padEnd(15)} ${rate} · p50 ${p50.toFixed(2)} ms · p99 ${p99.toFixed(2)} ms · ${cpu.toFixed(0)} µs of CPU a request`,
  );
}

await ours.stop();
await upstream.stop();
await rm(dataDir, { recursive: true });
