import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

type Metafile = { inputs: Record<string, { imports: { path: string; external?: boolean }[] }> };

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What the free plan takes, compressed, in bytes. */
const maxBytes = 3 * 1024 * 1024;
let folder: string;
let built: Metafile;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'concierge-bundle-'));
  const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js');
  const args = ['deploy', '--dry-run', '--outdir', folder, '--metafile', join(folder, 'meta.json')];
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false' };
  execFileSync(process.execPath, [wrangler, ...args], { cwd: root, env, stdio: 'pipe' });
  built = JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** From the root: `src/app.ts`, `node_modules/zod/index.js`. */
const modules = (): string[] => Object.keys(built.inputs).filter((path) => !path.includes(':'));
const packages = (): Set<string> =>
  new Set(
    modules().flatMap(
      (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1] ?? [],
    ),
  );

describe('what a deploy uploads to Workers', () => {
  it('is the server, whole', () => {
    for (const path of ['src/app.ts', 'src/http/api.ts', 'src/gateway/gateway.ts', 'src/store/redis.ts'])
      expect(modules()).toContain(path);
  });

  it('holds no file of ours that is for Node only', () => {
    const ours = modules().filter((path) => /^(?:src|flows)\//.test(path));
    expect(ours.length).toBeGreaterThan(200);
    const forNode = ours.filter(
      (path) =>
        /\/node-|\/sqlite/.test(path) ||
        readFileSync(join(root, path), 'utf8').startsWith('/** For Node only'),
    );
    expect(forNode).toEqual([]);
  });

  it.each([
    'undici',
    'pino',
    '@hono/node-server',
    'prom-client',
    'swagger-ui-dist',
    'commander',
    'playwright-core',
  ])('holds nothing of %s', (name) => {
    expect([...packages()]).not.toContain(name);
  });

  it('asks the runtime for no more of Node than it has', () => {
    const asked = Object.values(built.inputs)
      .flatMap(({ imports }) => imports)
      .filter(({ external }) => external)
      .map(({ path }) => path.replace('node:', ''));
    const known = [
      'assert',
      'buffer',
      'crypto',
      'diagnostics_channel',
      'dns',
      'events',
      'net',
      'stream',
      'tls',
      'tty',
      'util',
    ];
    expect([...new Set(asked)].filter((name) => name !== '<runtime>').sort()).toEqual(known);
  });

  it('is smaller than what the platform takes', () => {
    expect(gzipSync(readFileSync(join(folder, 'worker.js'))).byteLength).toBeLessThan(maxBytes);
  });
});
