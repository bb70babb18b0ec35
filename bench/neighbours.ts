/**
 * Whether sick sources change what a call of a well one takes: alone, beside one that hangs, one that fails each
 * call, one that gives 10 MiB a second, and all three. Usage: node bench/neighbours.ts [rounds]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measurement, measure } from './gateway/load.ts';
import { start } from './gateway/processes.ts';
import type { Calling } from './neighbours/callers.ts';

const rounds = Number(process.argv[2] ?? 3);
const [settleMs, measuredMs] = [1_000, 3_000];
const here = import.meta.dirname;
const key = `olk_${'b'.repeat(43)}`;
const dataDir = await mkdtemp(join(tmpdir(), 'concierge-bench-'));
const ours = await start([join(here, '../src/entry/node.ts')], {
  PORT: '0',
  CONCIERGE_DATA_DIR: dataDir,
  CONCIERGE_API_KEY: key,
  CONCIERGE_MAX_RATE_CAP_PER_MINUTE: '1000000000',
  LOG_LEVEL: 'info',
});
const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
const list = '/api/v1/storage/sandboxes';

const ask = async (path: string, body?: object) => {
  const method = body === undefined ? 'GET' : 'POST';
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${ours.origin}${path}`, { method, headers, ...sent });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json() as Promise<Record<string, unknown>>;
};
const [sandbox] = (await ask(list)).sandboxes as { sandbox_id: string }[];
const base = `${list}/${sandbox!.sandbox_id}`;
const model_settings = { backend: 'anthropic', model: 'claude-haiku-5-5' };
await ask(`${base}/agents`, { slug: 'bench', name: 'Bench', system_prompt: 'x', model_settings });

/** Starts a server, registers it and tells how its tool is called. */
const source = async (name: string, ...args: string[]) => {
  const upstream = await start([join(here, ...args.slice(0, 1)), ...args.slice(1)]);
  const registered = await ask(`${base}/sources/user-mcp`, {
    name,
    base_url: `${upstream.origin}/mcp`,
    auth_kind: 'none',
    rate_cap_per_minute: 1_000_000_000,
  });
  if (registered.status !== 'active') throw new Error(`${name}: ${registered.health_error}`);
  const subject = {
    url: `${ours.origin}${base}/agents/bench/tools/${name}__echo/call`,
    headers,
    body: JSON.stringify({ arguments: { text: 'hello' } }),
    wants: '"text":"hello"',
  };
  return { upstream, subject };
};
const sick = (name: string, behaviour: string) => source(name, 'neighbours/sick-upstream.ts', behaviour);
const [well, hung, failing, big] = [
  await source('well', 'gateway/upstream.ts'),
  await sick('hung', 'hangs'),
  await sick('failing', 'fails'),
  await sick('big', 'gives 10 MiB'),
];

const hanging: Calling = { ...hung.subject, callers: 32, pause_ms: 100, patience_ms: 2_000, wanted: [] };
const broken: Calling = {
  ...failing.subject,
  callers: 4,
  pause_ms: 100,
  patience_ms: 2_000,
  wanted: [502, 503],
};
const huge: Calling = { ...big.subject, callers: 1, pause_ms: 1_000, patience_ms: 10_000, wanted: [200] };
const neighbourhoods: [string, Calling[]][] = [
  ['alone', []],
  ['beside one that hangs', [hanging]],
  ['beside one that fails', [broken]],
  ['beside one of 10 MiB', [huge]],
  ['beside all three', [hanging, broken, huge]],
];

await measure(well.subject, 8, measuredMs);
const measured = new Map<string, Measurement[]>();
for (let round = 0; round < rounds; round++)
  for (const [name, callings] of neighbourhoods) {
    const callers = await start([join(here, 'neighbours/callers.ts'), JSON.stringify(callings)]);
    await measure(well.subject, 1, settleMs);
    measured.set(name, [...(measured.get(name) ?? []), await measure(well.subject, 1, measuredMs)]);
    await callers.stop();
  }

const median = (name: string, of: 'p50' | 'p99'): number =>
  measured
    .get(name)!
    .map((one) => one[of])
    .sort((one, other) => one - other)[Math.floor(rounds / 2)]!;
console.log(`a well source beside sick ones, one caller, median of ${rounds}`);
for (const [name] of neighbourhoods) {
  const cells = (['p50', 'p99'] as const).map((of) => {
    const ms = median(name, of);
    return `${of} ${ms.toFixed(2)} ms (${(ms / median('alone', of)).toFixed(2)} ×)`;
  });
  console.log(`${name.padEnd(24)} ${cells.join(' · ')}`);
}

await ours.stop();
for (const { upstream } of [well, hung, failing, big]) await upstream.stop();
await rm(dataDir, { recursive: true });
