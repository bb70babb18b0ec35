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

/** Without the proxies of `wrangler dev`, which do not pass on that a client has left. */
const configOf = ({ date, flags }: { date: string; flags: string[] }): string => `
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "${date}",
      compatibilityFlags = ${JSON.stringify(flags)},
      bindings = [(name = "ASSETS", service = "assets")],
    )),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
    (name = "assets", disk = (path = "${join(root, 'dist/worker')}")),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;

const run = (file: string, ...args: string[]): void => {
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false' };
  execFileSync(process.execPath, [file, ...args], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
};

/** Bundles as a deploy does, and serves the bundle on a free port of 127.0.0.1. */
export const startWorkerd = async ({ date, flags }: { date: string; flags: string[] }) => {
  const folder = mkdtempSync(join(tmpdir(), 'concierge-workerd-'));
  run('scripts/worker-assets.ts');
  const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js');
  run(wrangler, 'deploy', '--dry-run', '--outdir', folder, '--config', 'test/workerd/wrangler.toml');
  writeFileSync(join(folder, 'config.capnp'), configOf({ date, flags }));

  const child = spawn(workerd, ['serve', join(folder, 'config.capnp'), '--control-fd=3'], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const [told] = await once(createInterface({ input: child.stdio[3] as Readable }), 'line');
  const { port } = JSON.parse(told) as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      child.kill();
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
};
