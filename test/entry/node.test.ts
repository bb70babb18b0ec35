import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '../conversations/client.ts';
import { startCustomServer } from '../fixtures/custom-server.ts';
import { startServer } from './start-server.ts';

let dataDir: string;
const running: ReturnType<typeof startServer>[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'concierge-entry-'));
});
afterEach(async () => {
  for (const server of running.splice(0)) {
    server.kill('SIGKILL');
    await server.ended;
  }
  await rm(dataDir, { recursive: true });
});

const start = (env: Record<string, string> = {}) => {
  const server = startServer({ CONCIERGE_DATA_DIR: dataDir, ...env });
  running.push(server);
  return server;
};
const origin = async (server: ReturnType<typeof startServer>): Promise<string> =>
  (await server.printed(/^listening on (http:\/\/127\.0\.0\.1:\d+)$/m))[1]!;
const sandboxes = (url: string, key: string) =>
  fetch(`${url}/api/v1/storage/sandboxes`, { headers: { authorization: `Bearer ${key}` } });

describe('the first start', () => {
  it('prints its address, a key that works and the sandbox', async () => {
    const server = start();
    const url = await origin(server);
    const [, key] = await server.printed(/API key, shown only now: +(olk_[\w-]{40,})/);
    const [, sandbox] = await server.printed(/(sb_\w{26})/);
    const { sandboxes: list } = await (await sandboxes(url, key!)).json();
    expect(list).toMatchObject([{ sandbox_id: sandbox, name: 'default' }]);
    expect((await stat(join(dataDir, 'master.key'))).mode & 0o777).toBe(0o600);
  });

  it('takes the key that is set, and does not print it', async () => {
    const key = 'olk_chosen_by_the_operator';
    const server = start({ CONCIERGE_API_KEY: key });
    expect((await sandboxes(await origin(server), key)).status).toBe(200);
    await server.printed(/sb_\w{26}/);
    expect(server.output.stdout + server.output.stderr).not.toContain(key);
  });
});

describe('the link that a start prints', () => {
  const signIn = (url: string, code: string) =>
    fetch(`${url}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ code }),
    });

  it('signs in once, and the next start prints another', async () => {
    for (const server of [start(), start()]) {
      const [, url, code] = await server.printed(/(http:\/\/127.0.0.1:\d+)\/sign-in#code=([\w-]{43})\n/);
      expect((await signIn(url!, code!)).status).toBe(200);
      expect((await signIn(url!, code!)).status).toBe(401);
    }
  });

  it('is not printed where others can reach the server', async () => {
    const server = start({ HOST: '0.0.0.0', CONCIERGE_PUBLIC_URL: 'https://concierge.example' });
    await server.printed(/Open https:\/\/concierge\.example and sign in with an API key/);
    expect(server.output.stdout).not.toContain('#code');
  });
});

describe('a stop by signal', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s ends with exit 0, and the next start goes on',
    async (signal) => {
      const first = start();
      await origin(first);
      const [, key] = await first.printed(/(olk_[\w-]{40,})/);
      first.kill(signal);
      expect(await first.ended).toBe(0);
      const second = start();
      expect((await sandboxes(await origin(second), key!)).status).toBe(200);
      expect(second.output.stdout).not.toContain('olk_');
    },
  );
});

describe('a stop in the middle of a request', () => {
  it('answers it, saves what it did, and then ends with exit 0', async () => {
    const asked = Promise.withResolvers<void>();
    const released = Promise.withResolvers<null>();
    const held = await startCustomServer({
      answer: () => {
        asked.resolve();
        return released.promise;
      },
    });
    const server = start();
    const [url, [, key]] = [await origin(server), await server.printed(/(olk_[\w-]{40,})/)];
    const [, sandbox] = await server.printed(/(sb_\w{26})/);
    const client = createClient(url, key!);
    const source = { name: 'Held', base_url: held.url, auth_kind: 'none' };
    const registering = client.ask<{ status: string }>('POST', `/${sandbox}/sources/user-mcp`, source);
    await asked.promise;
    server.kill('SIGTERM');
    released.resolve(null);
    expect((await registering).status).toBe('active');
    expect(await server.ended).toBe(0);
    await held.close();
  });
});

describe('a start that cannot be', () => {
  const refusal = async (env: Record<string, string>): Promise<string> => {
    const server = start(env);
    expect(await server.ended).toBe(1);
    expect(server.output.stdout).toBe('');
    expect(server.output.stderr).not.toMatch(/^\s+at /m);
    return server.output.stderr;
  };

  it('because of a bad variable names it, without its value', async () => {
    const said = await refusal({ PORT: 'http', CONCIERGE_MASTER_KEY: 'hunter2' });
    expect(said).toMatch(/^PORT must be .*\nCONCIERGE_MASTER_KEY must be .*\n$/);
    expect(said).not.toContain('hunter2');
  });

  it('because of another master key says what to do', async () => {
    const first = start();
    await origin(first);
    first.kill('SIGTERM');
    await first.ended;
    expect(await refusal({ CONCIERGE_MASTER_KEY: btoa('k'.repeat(32)) })).toContain('master key');
  });

  it('because of a taken port says so and how to choose another', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const said = await refusal({ PORT: String(port) });
    expect(said).toContain(`port ${port} of 127.0.0.1`);
    expect(said).toContain('PORT=');
    other.close();
  });

  it.each([
    ['below a file', '/dev/null/data'],
    ['in place of a file', fileURLToPath(import.meta.url)],
    ...(process.platform === 'linux' ? [['where none can be made', '/proc/nope']] : []),
  ])('because of a data directory %s says which and what to do', async (_, path = '') => {
    const said = await refusal({ CONCIERGE_DATA_DIR: path });
    expect(said).toContain(`The data directory ${path} cannot be used`);
    expect(said).toContain('Set CONCIERGE_DATA_DIR');
  });

  it('because of an empty key file names the file', async () => {
    await writeFile(join(dataDir, 'master.key'), '', { mode: 0o600 });
    expect(await refusal({})).toContain(`${join(dataDir, 'master.key')} is empty`);
  });
});
