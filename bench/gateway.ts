/**
 * What our gateway costs: one echo tool, over loopback and kept-alive connections, called directly, through a bare
 * proxy and through ours, each in a process of its own. Usage: node bench/gateway.ts [rounds] [--prof <folder>]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Measurement, measure, type Subject } from './gateway/load.ts';
import { type Process, start } from './gateway/processes.ts';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { prof: { type: 'string' } } });
const rounds = Number(positionals[0] ?? 7);
/** Until then the compiler is still at work, beside what is measured: on two processors that halves the calls. */
const warmMs = 8_000;
const [oneCallerMs, manyCallersMs] = [1_000, 2_000];
const manyCallers = 32;

const root = join(import.meta.dirname, '..');
const key = `olk_${'b'.repeat(43)}`;
const dataDir = await mkdtemp(join(tmpdir(), 'concierge-bench-'));
const upstream = await start([join(root, 'bench/gateway/upstream.ts')]);
const proxy = await start([join(root, 'bench/gateway/proxy.ts'), upstream.origin]);
const profiling = values.prof === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.prof}`];
const ours = await start([...profiling, join(root, 'src/entry/node.ts')], {
  PORT: '0',
  CONCIERGE_DATA_DIR: dataDir,
  CONCIERGE_API_KEY: key,
  CONCIERGE_MAX_RATE_CAP_PER_MINUTE: '1000000000',
  LOG_LEVEL: 'info',
});

const ask = async (path: string, body?: object): Promise<Record<string, unknown>> => {
  const response = await fetch(`${ours.origin}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
};

const wants = '"text":"hello"';
const call = (tool: string): Omit<Subject, 'url'> => ({
  wants,
  headers: {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': tool,
    authorization: `Bearer ${key}`,
  },
  body: JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: {
      name: tool,
      arguments: { text: 'hello' },
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  }),
});

/** Registers the upstream with a credential, so that its use is audited, and makes an agent. */
const setUp = async (): Promise<string> => {
  const { sandboxes } = await ask('/api/v1/storage/sandboxes');
  const { sandbox_id } = (sandboxes as { sandbox_id: string }[])[0]!;
  const base = `/api/v1/storage/sandboxes/${sandbox_id}`;
  await ask(`${base}/sources/user-mcp`, {
    name: 'Bench',
    base_url: `${upstream.origin}/mcp`,
    auth_kind: 'bearer',
    token: 'bench-token-that-nobody-checks',
    rate_cap_per_minute: 1_000_000_000,
  });
  await ask(`${base}/agents`, {
    slug: 'bench',
    name: 'Bench',
    system_prompt: 'x',
    model_settings: { backend: 'anthropic', model: 'claude-haiku-5-5' },
  });
  return sandbox_id;
};

const sandbox_id = await setUp();
const subjects: [string, Subject, Process][] = [
  ['direct', { url: `${upstream.origin}/mcp`, ...call('echo') }, upstream],
  ['bare proxy', { url: `${proxy.origin}/mcp`, ...call('echo') }, proxy],
  ['our gateway', { url: `${ours.origin}/mcp/${sandbox_id}`, ...call('bench__echo') }, ours],
  [
    'our HTTP route',
    {
      url: `${ours.origin}/api/v1/storage/sandboxes/${sandbox_id}/agents/bench/tools/bench__echo/call`,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ arguments: { text: 'hello' } }),
      wants,
    },
    ours,
  ],
];

type Row = { one: Measurement; many: Measurement; cpu: number };
const median = (numbers: number[]): number =>
  numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)]!;
for (const [, subject] of subjects) await measure(subject, manyCallers, warmMs);
const rows = new Map<string, Row[]>(subjects.map(([name]) => [name, []]));
for (let round = 0; round < rounds; round++)
  for (const [name, subject, process] of subjects) {
    const one = await measure(subject, 1, oneCallerMs);
    const before = process.cpuMs() ?? Number.NaN;
    const many = await measure(subject, manyCallers, manyCallersMs);
    const cpu = (((process.cpuMs() ?? Number.NaN) - before) / many.calls) * 1000;
    rows.get(name)!.push({ one, many, cpu });
  }

const bare = rows.get('bare proxy')!;
console.log(
  `medians of ${rounds} rounds; p50 at 1 caller · calls a second and p99 at ${manyCallers} callers`,
);
for (const [name, measured] of rows) {
  const middle = (of: (row: Row) => number): number => median(measured.map(of));
  /** Of each round by itself: the machine is faster in one than in another. */
  const toBare = (of: (row: Row) => number): string =>
    `${median(measured.map((row, round) => of(row) / of(bare[round]!))).toFixed(2)} ×`;
  const p50 = ({ one }: Row): number => one.p50;
  const perSecond = ({ many }: Row): number => many.perSecond;
  const alone = `${middle(p50).toFixed(3)} ms (${toBare(p50)})`;
  const together = `${middle(perSecond).toFixed(0).padStart(6)}/s (${toBare(perSecond)})`;
  const p99 = middle(({ many }) => many.p99).toFixed(2);
  const cpu = middle((row) => row.cpu).toFixed(0);
  console.log(`${name.padEnd(15)} ${alone} · ${together} · p99 ${p99} ms · ${cpu} µs of CPU a call`);
}
console.log('targets against the bare proxy: p50 at most 1.5 ×, calls a second at least 0.5 ×');

await ours.stop();
await proxy.stop();
await upstream.stop();
await rm(dataDir, { recursive: true });
