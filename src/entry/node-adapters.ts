/** For Node only. */
import { join } from 'node:path';
import { type Config, listOf } from '../config.ts';
import { createNodeEgress } from '../egress/node.ts';
import type { CreateRateLimit } from '../limits/port.ts';
import { createRedisLimits } from '../limits/redis.ts';
import type { Store } from '../store/port.ts';
import { createRedisStore } from '../store/redis.ts';
import { createSqliteStore } from '../store/sqlite.ts';
import { createAnswerThread } from '../upstream/answer-thread.ts';
import { createUpstream } from '../upstream/upstream.ts';
import { assertVaultMatches } from '../vault/assert-vault-matches.ts';
import { createVault } from '../vault/create-vault.ts';
import { loadKeyRing } from '../vault/key-file.ts';
import { parseKeyRing } from '../vault/key-ring.ts';
import type { Vault } from '../vault/port.ts';
import { ensureDataDir } from './data-dir.ts';
import { readPageFile } from './page-files.ts';

/** What the instances share: all of it on one Redis, or in one folder. */
type Shared = { store: Store; createRateLimit?: CreateRateLimit };

/** Errors: `unavailable`, `precondition_failed`. */
export const openShared = async ({ redis, dataDir }: Config): Promise<Shared> => {
  if (redis !== null) {
    const store = await createRedisStore({ urls: listOf(redis.urls.reveal()), wait: redis.wait });
    return { store, createRateLimit: createRedisLimits(store.client) };
  }
  await ensureDataDir(dataDir);
  return { store: createSqliteStore({ path: join(dataDir, 'concierge.db') }) };
};

/** The vault with the keys of the config. Errors: `precondition_failed` when they are not those of the store. */
export const openVaultOf = async ({ masterKey, dataDir }: Config, store: Store): Promise<Vault> => {
  const ring = await (masterKey === null ? loadKeyRing(store, dataDir) : parseKeyRing(masterKey.reveal()));
  const vault = createVault(ring);
  await assertVaultMatches(store, vault);
  return vault;
};

/**
 * The adapters of a server on Node: store, vault, guard, MCP client. Errors: `unavailable` for a store that cannot
 * be opened, `precondition_failed` for a wrong master key, a data directory that cannot be used, or a Redis that
 * would lose data.
 */
export const openNodeAdapters = async (config: Config) => {
  const shared = await openShared(config);
  const vault = await openVaultOf(config, shared.store);
  const egress = createNodeEgress({ policy: config.egress });
  const upstream = createUpstream({ egress, large: createAnswerThread() });
  return { ...shared, vault, egress, upstream, readPageFile };
};
