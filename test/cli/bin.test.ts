import { spawn, spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { useDataDir } from './data-dir.ts';

const bin = fileURLToPath(new URL('../../bin/concierge.js', import.meta.url));
const env = useDataDir();

const majorOf = (node: string): number =>
  Number(/^v(\d+)/.exec(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1]);
const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((node) => majorOf(node) < 24);

const nodes = [process.execPath, ...(oldNode === undefined ? [] : [oldNode])];

// A Node that is too old is among them only where the machine has one.
describe.each(nodes)('bin/concierge.js on %s', (node) => {
  const start = (args: string[]) => {
    const child = spawn(node, [bin, ...args], { env: { PATH: process.env.PATH, ...env } });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const code = new Promise<number | null>((resolve) => child.once('close', resolve));
    return { child, code, stdout: () => stdout };
  };

  it.each<[code: number, args: string[]]>([
    [0, ['sandbox', 'list']],
    [1, ['sandbox', 'show', 'nowhere']],
    [2, ['sandbox']],
  ])('passes arguments and exit code %i through', async (code, args) => {
    expect(await start(args).code).toBe(code);
  });

  it('passes standard input, output and SIGTERM through', async () => {
    const { child, code, stdout } = start(['chat']);
    child.stdin.write('hello\n');
    await vi.waitUntil(() => stdout().includes('Hello'), { timeout: 20_000 });
    child.kill('SIGTERM');
    expect(await code).toBe(143);
  });
});
