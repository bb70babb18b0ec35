import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const suite = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'));

type Check = {
  id: string;
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  errorMessage?: string;
};

export type ScenarioResults = {
  /** Every scenario that ran. */
  scenarios: string[];
  /** What went wrong, warnings too, by `<scenario>:<check>`. */
  problems: Map<string, string>;
};

const scenarioOf = (folder: string): string =>
  folder.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT[\dZ-]+$/, '');

const readResults = async (directory: string): Promise<ScenarioResults> => {
  const folders = await readdir(directory);
  const problems = new Map<string, string>();
  for (const folder of folders) {
    const checks: Check[] = JSON.parse(await readFile(join(directory, folder, 'checks.json'), 'utf8'));
    for (const { id, status, errorMessage = 'no message' } of checks)
      if (status === 'FAILURE' || status === 'WARNING')
        problems.set(`${scenarioOf(folder)}:${id}`, errorMessage);
  }
  return { scenarios: folders.map(scenarioOf), problems };
};

/** Runs every server scenario that applies to a revision, on that revision's wire. */
export const runServerScenarios = async (url: string, revision: string): Promise<ScenarioResults> => {
  const directory = await mkdtemp(join(tmpdir(), 'conformance-'));
  const what = ['--suite', 'all', '--spec-version', revision];
  const args = [suite, 'server', '--url', url, ...what, '--output-dir', directory];
  // It exits with 1 for any failure; which ones are excepted is ours to say.
  await new Promise<void>((resolve) => execFile(process.execPath, args, () => resolve()));
  const results = await readResults(directory);
  await rm(directory, { recursive: true });
  return results;
};
