/** For Node only. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { createNodeEgress } from '../egress/node.ts';
import { createSqliteStore } from '../store/sqlite.ts';
import { createUpstream } from '../upstream/upstream.ts';
import { assertVaultMatches } from '../vault/assert-vault-matches.ts';
import { createVault } from '../vault/create-vault.ts';
import { loadKeyRing } from '../vault/key-file.ts';
import { parseKeyRing } from '../vault/key-ring.ts';
import { ensureDataDir } from './data-dir.ts';
import { readDocsFile } from './docs-files.ts';

/**
 * The adapters of a server on its own machine: embedded store, vault, guard, MCP client.
 * Errors: `unavailable` for a store that cannot be opened, `precondition_failed` for a wrong master key or a
 * data directory that cannot be used.
 */
export const openNodeAdapters = async ({ dataDir, masterKey, egress: policy }: Config) => {
  await ensureDataDir(dataDir);
  const store = createSqliteStore({ path: join(dataDir, 'concierge.db') });
  const vault = createVault(
    await (masterKey === null ? loadKeyRing(store, dataDir) : parseKeyRing(masterKey.reveal())),
  );
  await assertVaultMatches(store, vault);
  const egress = createNodeEgress({ policy });
  return { store, vault, egress, upstream: createUpstream({ egress }), readDocsFile };
};
