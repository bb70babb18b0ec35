import { execFile, execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import exceptions from './exceptions.json' with { type: 'json' };

type Check = { id: string; status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO' };
type Row = [scenario: string, revision: string];

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const runner = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'));
const preload = pathOf('../fixtures/loopback-only.cjs');
const client = `"${process.execPath}" "${pathOf('./client.ts')}"`;
const results = mkdtempSync(join(tmpdir(), 'conformance-'));
afterAll(() => rmSync(results, { recursive: true }));

const listed = execFileSync(process.execPath, [runner, 'list', '--client'], { encoding: 'utf8' });
const scenarios = [...listed.matchAll(/^ {2}- (\S+) \[(.+)\]$/gm)].map(([, name, revisions]) => ({
  name: name!,
  revisions: revisions!.split(','),
}));
const notRun = Object.keys(exceptions.not_run);
const failing: Record<string, { reason: string; checks: string[] }> = exceptions.failing_checks;
const rows = scenarios
  .filter(({ name }) => !notRun.some((prefix) => name.startsWith(prefix)))
  .flatMap(({ name, revisions }) => revisions.map((revision): Row => [name, revision]));

/** Has the runner start its scenario and our client against it; what it checked and whether it was content. */
const run = async ([scenario, revision]: Row): Promise<{ checks: Check[]; passed: boolean; log: string }> => {
  const output = join(results, `${scenario}@${revision}`);
  const what = ['client', '--scenario', scenario, '--spec-version', revision, '--timeout', '60000'];
  const { promise, resolve } = Promise.withResolvers<{ passed: boolean; log: string }>();
  execFile(
    process.execPath,
    ['--require', preload, runner, ...what, '--command', client, '--output-dir', output],
    (error, stdout, stderr) => resolve({ passed: error === null, log: stdout + stderr }),
  );
  const ended = await promise;
  const [file] = globSync(`${output}/**/checks.json`);
  return { ...ended, checks: file === undefined ? [] : JSON.parse(readFileSync(file, 'utf8')) };
};

describe.concurrent('our side to the servers of users', () => {
  it.each(rows)('conforms in %s of %s', { timeout: 120_000 }, async (...row) => {
    const { checks, passed, log } = await run(row);
    const failed = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
    const expected = failing[row[0]]?.checks ?? [];
    expect([...new Set(failed.map(({ id }) => id))].sort(), log).toEqual(expected);
    // Some scenarios are content with a client that does nothing.
    const isConclusive = expected.length > 0 || checks.some(({ status }) => status === 'SUCCESS');
    expect([isConclusive, passed], log).toEqual([true, expected.length === 0]);
  });
});

describe('an exception', () => {
  it('is of a scenario that exists', () => {
    const names = scenarios.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(failing)));
    for (const prefix of notRun)
      expect(
        names.some((name) => name.startsWith(prefix)),
        prefix,
      ).toBe(true);
  });
});
