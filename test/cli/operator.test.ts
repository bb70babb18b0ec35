import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { useDataDir } from './data-dir.ts';
import { runConcierge } from './run-concierge.ts';

const env = useDataDir();
const other = useDataDir();
let fixtures: FixtureServers;
beforeAll(async () => {
  fixtures = await startFixtureServers();
});
afterAll(() => fixtures.close());

const add = async (label: string): Promise<void> => {
  const args = ['source', 'user-mcp', 'add', label, '--url', fixtures.url('bearer'), '--token-stdin'];
  expect((await runConcierge(args, env, `${fixtures.token.good}\n`)).code).toBe(0);
};
const test = (label: string, variables: Record<string, string>) =>
  runConcierge(['source', 'user-mcp', 'test', label], variables);
const keysOf = (dir: string): Promise<string> => readFile(join(dir, 'master.key'), 'utf8');

describe('concierge vault rewrap', () => {
  it('draws a new key into the key file, moves the credentials to it, and takes the old one out', async () => {
    await add('tickets');
    const before = await keysOf(env.CONCIERGE_DATA_DIR);
    const { stdout, code } = await runConcierge(['vault', 'rewrap', '--new-key'], env);
    expect([code, stdout]).toEqual([0, expect.stringContaining('with the first master key: 1.')]);
    const after = await keysOf(env.CONCIERGE_DATA_DIR);
    expect(after).toMatch(/^[\w+/]{43}=\n$/);
    expect(after).not.toBe(before);
    expect((await stat(join(env.CONCIERGE_DATA_DIR, 'master.key'))).mode & 0o777).toBe(0o600);
    expect((await test('tickets', env)).code).toBe(0);
  }, 120_000);

  it('refuses to draw one where the keys stand in the environment', async () => {
    const variables = { ...env, CONCIERGE_MASTER_KEY: (await keysOf(env.CONCIERGE_DATA_DIR)).trim() };
    const { code, stderr } = await runConcierge(['vault', 'rewrap', '--new-key'], variables);
    expect([code, stderr]).toEqual([1, expect.stringContaining('put a new one before them')]);
  });
});

describe('concierge export and import', () => {
  it('move all of one store to another, whose own key seals it then', async () => {
    const file = join(env.CONCIERGE_DATA_DIR, 'all.jsonl');
    await add('tickets-2');
    const exported = await runConcierge(['export', file], env);
    expect(exported.stdout).toContain('the master key');
    expect(await readFile(file, 'utf8')).not.toContain(fixtures.token.good);
    const refused = await runConcierge(['import', file], other);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('sealed with the master key'),
    ]);
    const both = [other, env].map(async ({ CONCIERGE_DATA_DIR }) =>
      (await keysOf(CONCIERGE_DATA_DIR)).trim(),
    );
    const variables = { ...other, CONCIERGE_MASTER_KEY: (await Promise.all(both)).join(',') };
    const imported = await runConcierge(['import', file], variables);
    expect([imported.code, imported.stdout]).toEqual([0, expect.stringContaining('Read back and compared')]);
    expect((await test('tickets-2', other)).code).toBe(0);
  }, 120_000);

  it('write over no file, and say what is missing', async () => {
    const file = join(env.CONCIERGE_DATA_DIR, 'mine.txt');
    await writeFile(file, 'mine');
    expect(await runConcierge(['export', file], env)).toMatchObject({ code: 1, stdout: '' });
    expect(await readFile(file, 'utf8')).toBe('mine');
    expect((await runConcierge(['import', file], other)).stderr).toMatch(/no whole export/);
    await rm(file);
    expect(await runConcierge(['import', file], other)).toMatchObject({ code: 1, stdout: '' });
  }, 120_000);
});
