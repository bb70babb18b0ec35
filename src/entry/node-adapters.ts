/** For Node only. */
import { join } from 'node:path';
import { type Config, listOf } from '../config.ts';
import { createNodeEgress } from '../egress/node.ts';
import type { Store } from '../store/port.ts';
import { createRedisStore } from '../store/redis.ts';
import { createSqliteStore } from '../store/sqlite.ts';
import { createAnswerThread } from '../upstream/answer-thread.ts';
import { createUpstream } from '../upstream/upstream.ts';
import { assertVaultMatches } from '../vault/assert-vault-matches.ts';
import { createVault } from '../vault/create-vault.ts';
import { loadKeyRing } from '../vault/key-file.ts';
import { parseKeyRing } from '../vault/key-ring.ts';
import { ensureDataDir } from './data-dir.ts';
import { readDocsFile } from './docs-files.ts';

const openStore = async ({ redis, dataDir }: Config): Promise<Store> => {
  if (redis !== null) return createRedisStore({ urls: listOf(redis.urls.reveal()), wait: redis.wait });
  await ensureDataDir(dataDir);
  return createSqliteStore({ path: join(dataDir, 'concierge.db') });
};

/**
 * The adapters of a server on Node: store, vault, guard, MCP client. Errors: `unavailable` for a store that cannot
 * be opened, `precondition_failed` for a wrong master key, a data directory that cannot be used, or a Redis that
 * would lose data.
 */
export const openNodeAdapters = async (config: Config) => {
  const { dataDir, masterKey, egress: policy } = config;
  const store = await openStore(config);
  const vault = createVault(
    await (masterKey === null ? loadKeyRing(store, dataDir) : parseKeyRing(masterKey.reveal())),
  );
  await assertVaultMatches(store, vault);
  const egress = createNodeEgress({ policy });
  return {
    store,
    vault,
    egress,
    upstream: createUpstream({ egress, large: createAnswerThread() }),
    readDocsFile,
  };
};
