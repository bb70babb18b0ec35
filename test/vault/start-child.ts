// A start of its own on a data folder, up to the check of the master key; prints the key.
import { join } from 'node:path';
import { createSqliteStore } from '../../src/store/sqlite.ts';
import { assertVaultMatches } from '../../src/vault/assert-vault-matches.ts';
import { createVault } from '../../src/vault/create-vault.ts';
import { loadKeyFile } from '../../src/vault/key-file.ts';
import { parseKeyRing } from '../../src/vault/key-ring.ts';

const dataDir = process.argv[2]!;
const store = createSqliteStore({ path: join(dataDir, 'concierge.db') });
const key = await loadKeyFile(store, dataDir);
await assertVaultMatches(store, createVault(await parseKeyRing(key)));
process.stdout.write(key);
await store.close();
