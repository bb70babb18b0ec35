/** For Node only. */
import type { Operator } from '../cli/operator.ts';
import type { Config } from '../config.ts';
import { createVault } from '../vault/create-vault.ts';
import { addKeyToFile, dropOldKeys, loadKeyRing } from '../vault/key-file.ts';
import { openStoreAndVault } from './node-adapters.ts';

/** What an operator's command works on. Errors: those of `openNodeAdapters`. */
export const openOperator = async (config: Config): Promise<Operator> => {
  const { store, vault } = await openStoreAndVault(config);
  const { dataDir, masterKey, redis } = config;
  const keyFile = {
    renew: async () => {
      await addKeyToFile(store, dataDir);
      return createVault(await loadKeyRing(store, dataDir));
    },
    dropOld: () => dropOldKeys(store, dataDir),
  };
  return {
    store,
    vault,
    keyFile: masterKey === null ? keyFile : null,
    place: redis === null ? `the embedded store in ${dataDir}` : 'the Redis of REDIS_URL',
    close: store.close,
  };
};
