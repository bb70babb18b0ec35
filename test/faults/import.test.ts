import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAccount } from '../../src/accounts/create-account.ts';
import { keys } from '../../src/store/keys.ts';
import { createSqliteStore } from '../../src/store/sqlite.ts';
import { runConcierge, startConcierge } from '../cli/run-concierge.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../fixtures/redis-server.ts';
import { newMasterKey } from './redis-world.ts';

const rows = 4000;
let dataDir: string;
let redis: RedisServer;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'concierge-import-'));
  redis = await startRedis({ appendfsync: 'no' });
});
afterEach(async () => {
  await redis.close();
  await rm(dataDir, { recursive: true });
});

/** An account with many runs, in the embedded store. */
const fill = async (): Promise<void> => {
  const store = createSqliteStore({ path: join(dataDir, 'concierge.db') });
  const { user_id } = await createAccount({ store, now: () => new Date() });
  const runs = Array.from({ length: rows }, (_, at) => keys.run(user_id, 'sb_1', `rn_${at}`));
  for (let at = 0; at < rows; at += 500)
    await store.commit(runs.slice(at, at + 500).map((key) => ({ key, value: { text: key } })));
  await store.close();
};

const kept = async (): Promise<number> => Number(await redis.ask('DBSIZE'));

describeWithRedis('an import that is cut off', () => {
  it('goes on where it was when it is run again, and has all of the file in the end', async () => {
    await fill();
    const [file, oldKey] = [join(dataDir, 'all.jsonl'), newMasterKey()];
    const from = { CONCIERGE_DATA_DIR: dataDir, CONCIERGE_MASTER_KEY: oldKey };
    const exported = JSON.parse((await runConcierge(['export', file, '--json'], from)).stdout);
    const to = { REDIS_URL: redis.url, CONCIERGE_MASTER_KEY: `${newMasterKey()},${oldKey}` };
    const first = startConcierge(['import', file, '--json'], to);
    await vi.waitUntil(async () => (await kept()) > 200, { timeout: 20_000, interval: 1 });
    first.child.kill('SIGKILL');
    expect(await first.ended).toMatchObject({ code: null, stdout: '' });
    expect(await kept()).toBeLessThan(exported.entries);
    const imported = JSON.parse((await runConcierge(['import', file, '--json'], to)).stdout);
    expect(imported).toMatchObject({ entries: exported.entries, sha256: exported.sha256 });
    expect(imported.found).toBeGreaterThan(0);
    expect(imported.found).toBeLessThan(exported.entries);
  }, 60_000);
});
