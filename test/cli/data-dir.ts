import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** A data dir for the tests of one file, as the variables of a process. */
export const useDataDir = (): { CONCIERGE_DATA_DIR: string } => {
  const env = { CONCIERGE_DATA_DIR: '' };
  beforeAll(async () => {
    env.CONCIERGE_DATA_DIR = await mkdtemp(join(tmpdir(), 'concierge-cli-'));
  });
  afterAll(() => rm(env.CONCIERGE_DATA_DIR, { recursive: true }));
  return env;
};
