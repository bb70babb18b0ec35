import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createClient } from '../conversations/client.ts';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { messageOf } from '../gateway/wire.ts';
import { startServer } from './start-server.ts';

let dataDir: string;
let upstream: CustomServer;
let server: ReturnType<typeof startServer>;
/** Resolves when a tool of the upstream is called; it answers once `release` was called. */
let asked: Promise<void>;
let release: () => void;
let origin: string;
let key: string;
let sandbox: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'concierge-stop-'));
  const [call, held] = [Promise.withResolvers<void>(), Promise.withResolvers<null>()];
  [asked, release] = [call.promise, () => held.resolve(null)];
  upstream = await startCustomServer({
    answer: (_, { method }) => {
      if (method !== 'tools/call') return null;
      call.resolve();
      return held.promise;
    },
  });
  server = startServer({ CONCIERGE_DATA_DIR: dataDir });
  [, origin] = (await server.printed(/^listening on (\S+)$/m)) as unknown as [string, string];
  [, key] = (await server.printed(/(olk_[\w-]{40,})/)) as unknown as [string, string];
  [, sandbox] = (await server.printed(/(sb_\w{26})/)) as unknown as [string, string];
  const source = { name: 'Acme', base_url: upstream.url, auth_kind: 'none' };
  await createClient(origin, key).ask('POST', `/${sandbox}/sources/user-mcp`, source);
});
afterEach(async () => {
  server.kill('SIGKILL');
  await server.ended;
  await upstream.close();
  await rm(dataDir, { recursive: true });
});

const gateway = (method: string, params: Record<string, unknown>): Promise<Response> => {
  const { body, headers } = messageOf('modern', method, params);
  const accept = 'application/json, text/event-stream';
  const own = { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept };
  return fetch(`${origin}/mcp/${sandbox}`, {
    method: 'POST',
    headers: { ...own, ...headers },
    body: JSON.stringify(body),
  });
};
const status = async (path: string): Promise<number> => (await fetch(origin + path)).status;

it('a stop refuses what is new, and waits for a running tool call', async () => {
  const call = gateway('tools/call', { name: 'acme__echo', arguments: { text: 'hello' } });
  await asked;
  server.kill('SIGTERM');
  // The signal takes its time to arrive.
  await expect.poll(() => status('/readyz')).toBe(503);
  expect(await status('/healthz')).toBe(200);
  expect((await gateway('tools/list', {})).status).toBe(503);
  release();
  const answer = await call;
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('hello')]);
  expect(await server.ended).toBe(0);
  for (const ended of [200, 503])
    expect(server.output.stderr).toContain(`"route":"/mcp/:sandbox_id","status":${ended},`);
});

it('a stop ends a tool call that goes on for too long, and says so', { timeout: 60_000 }, async () => {
  const call = gateway('tools/call', { name: 'acme__echo', arguments: { text: 'hello' } });
  await asked;
  server.kill('SIGTERM');
  const answer = await call;
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('Concierge stops')]);
  expect(await server.ended).toBe(0);
  expect(server.output.stderr).toContain('"route":"/mcp/:sandbox_id","status":200,');
});
