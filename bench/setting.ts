import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Store } from '../src/store/port.ts';
import { createSqliteStore } from '../src/store/sqlite.ts';
import { asker, createTestApp } from '../test/http/test-app.ts';

const sandboxes = '/api/v1/storage/sandboxes';

const startUpstreams = async () => {
  const script = fileURLToPath(new URL('./upstreams.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  const urls = JSON.parse(await next()) as string[];
  const hang = async (which: number | 'none'): Promise<void> => {
    child.stdin.write(`${which}\n`);
    await next();
  };
  return { urls, hang, stop: () => child.kill() };
};

/** The real app on SQLite in a temporary folder: one agent, twenty sources of twenty tools. */
export const openSetting = async () => {
  const upstreams = await startUpstreams();
  const dir = await mkdtemp(join(tmpdir(), 'concierge-bench-'));
  const store = createSqliteStore({ path: join(dir, 'concierge.db') });
  const kept: Store = { ...store, close: async () => {} };
  const first = await createTestApp({ store: kept });
  const key = await first.newAccount();
  const ask = asker(first, key);
  /** Asks as a client does that does not read what it gets: only our own work is timed. */
  const fetchText = async (method: string, path: string, body?: object): Promise<string> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return (await first.app.fetch(new Request(`http://localhost${path}`, request))).text();
  };
  const [{ sandbox_id }] = (await ask('GET', sandboxes)).json.sandboxes;
  const base = `${sandboxes}/${sandbox_id}`;
  for (const [at, base_url] of upstreams.urls.entries())
    await ask('POST', `${base}/sources/user-mcp`, { name: `Source ${at}`, base_url, auth_kind: 'none' });
  await ask('POST', `${base}/agents`, {
    slug: 'support',
    name: 'Support',
    system_prompt: 'You help.',
    model_settings: { backend: 'anthropic', model: 'claude-haiku-5-5' },
  });

  /** Another instance over the same store, that has asked no server yet. */
  const coldInstance = async () => {
    const test = await createTestApp({ store: kept });
    return { ask: asker(test, key), close: () => test.app.close() };
  };
  const close = async (): Promise<void> => {
    await first.app.close();
    await store.close();
    upstreams.stop();
    await rm(dir, { recursive: true });
  };
  return { fetchText, base, hang: upstreams.hang, coldInstance, close };
};

export type Setting = Awaited<ReturnType<typeof openSetting>>;
