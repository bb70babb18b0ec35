/**
 * The embedded store, Redis, and two instances on one Redis side by side: turns of conversations and tool calls through
 * the gateway, over loopback, each server in a process of its own. Usage: node bench/instances.ts [rounds]
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measurement, measure, type Subject } from './gateway/load.ts';
import { type Process, start } from './gateway/processes.ts';
import { startRedis } from './instances/redis.ts';

const rounds = Number(process.argv[2] ?? 3);
const [warmMs, measuredMs] = [1_000, 3_000];
const [talking, calling] = [4, 16];

const root = join(import.meta.dirname, '..');
const key = `olk_${'b'.repeat(43)}`;
const folder = await mkdtemp(join(tmpdir(), 'concierge-bench-'));
const masterKey = randomBytes(32).toString('base64');
const upstream = await start([join(root, 'bench/gateway/upstream.ts')]);
const stores = await Promise.all([startRedis(), startRedis()]);

const startServer = (env: Record<string, string>): Promise<Process> =>
  start([join(root, 'src/entry/node.ts')], {
    PORT: '0',
    CONCIERGE_API_KEY: key,
    CONCIERGE_REGISTRATIONS_PER_MINUTE: '1000000000',
    CONCIERGE_REQUESTS_PER_SECOND: '1000000000',
    CONCIERGE_MAX_RATE_CAP_PER_MINUTE: '1000000000',
    LOG_LEVEL: 'info',
    ...env,
  });
const onRedis = (url: string): Promise<Process> =>
  startServer({ REDIS_URL: url, CONCIERGE_MASTER_KEY: masterKey });

const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
const ask = async ({ origin }: Process, path: string, body?: object): Promise<Record<string, unknown>> => {
  const method = body === undefined ? 'GET' : 'POST';
  const response = await fetch(origin + path, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
};

const version = '2026-07-28';
const callOf = (url: string): Subject => ({
  url,
  wants: '"text":"hello"',
  headers: {
    ...headers,
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': version,
    'mcp-method': 'tools/call',
    'mcp-name': 'echo__echo',
  },
  body: JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: {
      name: 'echo__echo',
      arguments: { text: 'hello' },
      _meta: {
        'io.modelcontextprotocol/protocolVersion': version,
        'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  }),
});
const turnOf = (url: string): Subject => ({
  url,
  wants: 'event: agent_finish',
  headers,
  body: JSON.stringify({ message: 'what sources do I have?' }),
});

type Setup = { name: string; servers: Process[]; turns: Subject[]; calls: Subject[] };

/** The servers share a store, so what one of them is told the others know. */
const setUp = async (name: string, servers: Process[]): Promise<Setup> => {
  const sandboxes = '/api/v1/storage/sandboxes';
  const listed = (await ask(servers[0]!, sandboxes)).sandboxes as { sandbox_id: string }[];
  const sandbox = listed[0]!.sandbox_id;
  await ask(servers[0]!, `${sandboxes}/${sandbox}/sources/user-mcp`, {
    name: 'Echo',
    base_url: `${upstream.origin}/mcp`,
    auth_kind: 'none',
    rate_cap_per_minute: 1_000_000_000,
  });
  return {
    name,
    servers,
    turns: servers.map(({ origin }) => turnOf(`${origin}${sandboxes}/${sandbox}/concierge/chat`)),
    calls: servers.map(({ origin }) => callOf(`${origin}/mcp/${sandbox}`)),
  };
};

const setups = [await setUp('embedded', [await startServer({ CONCIERGE_DATA_DIR: join(folder, 'data') })])];
if (stores[0] && stores[1]) {
  setups.push(await setUp('Redis', [await onRedis(stores[0].url)]));
  const { url } = stores[1];
  setups.push(await setUp('Redis, two', [await onRedis(url), await onRedis(url)]));
} else console.log('redis-server is not installed: only the embedded store is measured');

/** All servers at once; the rate is of all together, the times are those of the slower one. */
const together = async (subjects: Subject[], callers: number, ms: number): Promise<Measurement> => {
  const each = await Promise.all(subjects.map((one) => measure(one, callers / subjects.length, ms)));
  const sum = (figure: 'perSecond' | 'calls'): number => each.reduce((all, one) => all + one[figure], 0);
  const worst = (figure: 'p50' | 'p99'): number => Math.max(...each.map((one) => one[figure]));
  return { perSecond: sum('perSecond'), calls: sum('calls'), p50: worst('p50'), p99: worst('p99') };
};

const kinds = [
  { what: 'turns', callers: talking },
  { what: 'calls', callers: calling },
] as const;
const measured = new Map<string, Measurement[]>();
for (let round = 0; round < rounds; round++)
  for (const setup of setups)
    for (const { what, callers } of kinds) {
      await together(setup[what], callers, warmMs);
      const name = `${what}, ${setup.name}`;
      measured.set(name, [...(measured.get(name) ?? []), await together(setup[what], callers, measuredMs)]);
    }

const median = (name: string, figure: keyof Measurement): number => {
  const figures = measured.get(name)!.map((one) => one[figure]);
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)]!;
};
console.log(`median of ${rounds}; times that of the embedded store in the same run`);
for (const { what, callers } of kinds)
  for (const setup of setups) {
    const name = `${what}, ${setup.name}`;
    const rate = median(name, 'perSecond');
    const times = (rate / median(`${what}, embedded`, 'perSecond')).toFixed(2);
    console.log(
      `${name.padEnd(18)} ${rate.toFixed(0).padStart(6)}/s (${times} ×) · p50 ${median(name, 'p50').toFixed(2)} ms · p99 ${median(name, 'p99').toFixed(2)} ms · ${callers} at a time`,
    );
  }

for (const { servers } of setups) for (const server of servers) await server.stop();
await upstream.stop();
for (const store of stores) await store?.stop();
await rm(folder, { recursive: true });
