import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../compile-cache.ts';
import { root } from './documents.ts';

export type Block = { info: string; body: string };

/** The fenced blocks of a guide, in order. */
export const blocksIn = (text: string): Block[] =>
  [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, info = '', body = '']) => ({ info, body }));

const cwd = fileURLToPath(root);
const portForm = /(?<=127\.0\.0\.1:|--port |on port )\d{4}\b/g;

/** A port that nothing uses at this moment. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

/** `npm run chat`, `npm start` and `npx …` without the time that npm takes; the README's test uses npm itself. */
const shims: Record<string, string> = {
  npx: `case "$1" in
concierge) shift; exec "$NODE" "${join(cwd, 'src/entry/cli.ts')}" "$@" ;;
*) name="$1"; shift; exec "${join(cwd, 'node_modules/.bin')}/$name" "$@" ;;
esac`,
  npm: `case "$*" in
start) exec "$NODE" "${join(cwd, 'src/entry/node.ts')}" ;;
"run chat") exec "$NODE" "${join(cwd, 'src/entry/cli.ts')}" chat ;;
*) echo "no shim for npm $*" >&2; exit 1 ;;
esac`,
};

/** A folder of its own in which a guide is followed to the letter, but for its ports, which are free ones. */
export const openGuide = async (text: string) => {
  const home = await mkdtemp(join(tmpdir(), 'concierge-guide-'));
  for (const [name, script] of Object.entries(shims))
    await writeFile(join(home, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const ports = new Map<string, string>();
  for (const [port] of text.matchAll(portForm))
    if (!ports.has(port)) ports.set(port, String(await freePort()));
  const setup: string[] = [];
  const running = new Set<ChildProcess>();
  const env = {
    PATH: `${home}:${process.env.PATH}`,
    HOME: home,
    NODE: process.execPath,
    NO_COLOR: '1',
    CONCIERGE_DATA_DIR: join(home, 'data'),
    // A machine under load answers late, which no guide is about.
    CONCIERGE_CATALOG_DEADLINE_MS: '30000',
    ...compileCache,
  };
  const here = (said: string): string => said.replaceAll(portForm, (port) => ports.get(port) ?? port);

  const start = (script: string, further: Record<string, string> = {}) => {
    const child = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', `${setup.join('\n')}\n${script}`], {
      ...{ cwd, env: { ...env, ...further } },
      detached: true,
    });
    running.add(child);
    let printed = '';
    const ended = once(child, 'close').then(() => running.delete(child));
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (said: string) => {
        printed += said;
      });
    return { child, ended, printed: () => printed };
  };

  return {
    here,
    setup: (script: string) => void setup.push(script),
    /** Starts what stays, and waits until it has printed this; it is given the port that the text names. */
    serve: async (script: string, prints: string): Promise<string> => {
      const [port = '0'] = prints.match(portForm) ?? [];
      const server = start(here(script), { PORT: ports.get(port) ?? '0' });
      const [line = ''] = here(prints).split('\n');
      while (running.has(server.child) && !server.printed().includes(line))
        await Promise.race([
          once(server.child.stdout, 'data'),
          once(server.child.stderr, 'data'),
          server.ended,
        ]);
      return server.printed();
    },
    run: async (script: string, input = ''): Promise<{ printed: string; code: number | null }> => {
      const run = start(here(script));
      run.child.stdin.end(here(input));
      await run.ended;
      return { printed: run.printed(), code: run.child.exitCode };
    },
    close: async () => {
      for (const { pid } of running) process.kill(-pid!, 'SIGTERM');
      await Promise.all([...running].map((child) => once(child, 'close')));
      await rm(home, { recursive: true });
    },
  };
};

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** The lines of `expected` that were not printed, in their order; `…` stands for anything within a line. */
export const missingLines = (expected: string, printed: string): string[] => {
  const lines = printed.split('\n');
  let from = 0;
  return expected
    .split('\n')
    .filter((line) => line.trim() !== '' && line.trim() !== '…')
    .filter((line) => {
      const form = new RegExp(`^${line.trim().split('…').map(quoted).join('.*')}$`);
      const at = lines.findIndex((one, index) => index >= from && form.test(one.trim()));
      if (at >= 0) from = at + 1;
      return at < 0;
    });
};
