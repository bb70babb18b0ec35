import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { hasNpm, installPackage } from './install.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
let folder: string;

/** Where a change is judged nothing is skipped: there a missing npm fails. */
const isSkipped = !hasNpm && !process.env.CI;

/** Processes are started on a machine that may be busy with other tests. */
const patience = { timeout: 120_000 };

const bin = () => join(folder, 'node_modules/.bin/concierge');
/** Nothing of ours around it. */
const concierge = (args: string[], env: Record<string, string> = {}, input = '') => {
  const running = run(process.execPath, [bin(), ...args], { cwd: folder, env });
  running.child.stdin?.end(input);
  return running;
};

const serve = async () => {
  const env = { PORT: '0', CONCIERGE_API_KEY: 'olk_the_key_of_the_package' };
  const child = spawn(process.execPath, [bin(), 'serve'], { cwd: folder, env });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const origin = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, found] = /^listening on (\S+)$/m.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new Error(`It ended: ${said}`)));
  });
  const stop = async (): Promise<unknown> => {
    child.kill('SIGTERM');
    return ended;
  };
  return { origin, env, stop };
};

describe.skipIf(isSkipped)('the package, installed into an empty folder (it needs npm)', patience, () => {
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'concierge-package-')));
    await installPackage(folder);
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true }));

  it('has no development dependency beside it, and no source of ours in it', async () => {
    const installed = await readdir(join(folder, 'node_modules'));
    expect(Object.keys(manifest.devDependencies).filter((name) => installed.includes(name))).toEqual([]);
    expect(existsSync(join(folder, 'node_modules/concierge/src'))).toBe(false);
  });

  it('runs its commands', async () => {
    expect((await concierge(['--version'])).stdout).toBe(`${manifest.version}\n`);
    expect((await concierge(['source', 'list'])).stdout).toMatch(/^No sources in `default`\./);
  });

  it('holds a conversation', async () => {
    const { stdout, stderr } = await concierge(['chat'], {}, 'hello\n');
    expect(stdout).toContain('Hello');
    expect(stderr).toMatch(/^To go on with this conversation: concierge chat --session ss_/);
  });

  it('serves the API, its documentation and the page, and is worked on from afar', async () => {
    const { origin, env, stop } = await serve();
    const asBrowser = { headers: { accept: 'text/html' } };
    const get = async (path: string) => (await fetch(origin + path, asBrowser)).text();
    expect(await get('/healthz')).toBe('{"status":"ok"}');
    expect(await get('/docs')).toContain('/docs/swagger-ui-bundle.js');
    expect(await get('/docs/swagger-ui.css')).toContain('.swagger-ui');
    expect(await get('/')).toContain('<script');
    const server = { CONCIERGE_URL: origin, CONCIERGE_API_KEY: env.CONCIERGE_API_KEY };
    expect((await concierge(['sandbox', 'list'], server)).stdout).toMatch(/^default {2}active/);
    expect(await stop()).toBe(0);
  });

  it('exports a client whose types hold', async () => {
    const lines = [
      "import { answerOf, createClient } from 'concierge/client';",
      "const client = createClient({ url: 'http://127.0.0.1:1', key: 'olk_x' });",
      'const { sandboxes } = await answerOf(client.storage.sandboxes.$get({ query: {} }));',
      'export const names: string[] = sandboxes.map(({ name }) => name);',
      '// @ts-expect-error There is no such field.',
      'export const wrong = sandboxes[0]?.nam;',
    ];
    await writeFile(join(folder, 'program.ts'), lines.join('\n'));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const strict = ['--strict', '--noEmit', '--target', 'esnext', '--module', 'nodenext', '--skipLibCheck'];
    const checked = await run(process.execPath, [tsc, ...strict, 'program.ts'], { cwd: folder });
    expect(checked.stdout).toBe('');
  });
});

const majorOf = async (node: string): Promise<number> =>
  run(node, ['--version']).then(
    ({ stdout }) => Number(/^v(\d+)/.exec(stdout)?.[1]),
    () => Number.NaN,
  );
const majors = await Promise.all(
  (process.env.PATH ?? '').split(delimiter).map(async (path) => {
    const node = join(path, 'node');
    return { node, major: await majorOf(node) };
  }),
);
const old = majors.find(({ major }) => major < 24)?.node;

// A Node that is too old is there only on some machines.
it.skipIf(old === undefined)('says on a Node that is too old which one it needs', async () => {
  const alone = await mkdtemp(join(tmpdir(), 'concierge-old-'));
  await run('cp', ['-r', join(root, 'bin'), alone]);
  await writeFile(join(alone, 'package.json'), '{ "type": "module" }');
  const failed = run(old!, [join(alone, 'bin/concierge.js')], { cwd: alone });
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Concierge needs Node 24 or newer; this is Node .*\nInstall a newer one/),
  });
  await rm(alone, { recursive: true });
});
