import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The runtime that belongs to the installed wrangler. */
const workerd: string = createRequire(createRequire(import.meta.url).resolve('wrangler'))('workerd').default;
const compatibilityDate = '2026-11-17';

const run = (file: string, ...args: string[]): void => {
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false' };
  execFileSync(process.execPath, [file, ...args], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
};

/** A folder with `worker.js`, bundled as a deploy with this configuration does; its files are those of the built page. */
export const bundleWorker = (config: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'concierge-workerd-'));
  const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js');
  run(wrangler, 'deploy', '--dry-run', '--outdir', folder, '--config', config);
  return folder;
};

/** What `wrangler dev` would run, without its proxies: they do not pass on that a client has left. */
const configOf = (bindings: Record<string, string>): string => `
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "${compatibilityDate}",
      bindings = [
        (name = "ASSETS", service = "assets"),
        ${Object.entries(bindings)
          .map(([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)}),`)
          .join(' ')}
      ],
    )),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
    (name = "assets", disk = (path = "${join(root, 'dist/web')}")),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;

/** Serves the bundle in `folder` on a free port of 127.0.0.1. */
export const startWorkerd = async (folder: string, bindings: Record<string, string> = {}) => {
  writeFileSync(join(folder, 'config.capnp'), configOf(bindings));
  const child = spawn(workerd, ['serve', join(folder, 'config.capnp'), '--control-fd=3'], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('workerd did not start.')));
  const line = once(createInterface({ input: child.stdio[3] as Readable }), 'line');
  const [told] = await Promise.race([line, ended]);
  // From now on an end is no news.
  ended.catch(() => undefined);
  const { port } = JSON.parse(told) as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
};

export const removeBundle = (folder: string): void => rmSync(folder, { recursive: true });
