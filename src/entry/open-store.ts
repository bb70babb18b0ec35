/** For Node only. */
import type { OpenStore } from '../cli/doors.ts';
import type { Config } from '../config.ts';
import { createVault } from '../vault/create-vault.ts';
import { addKeyToFile, dropOldKeys, loadKeyRing } from '../vault/key-file.ts';
import { openShared, openVaultOf } from './node-adapters.ts';

/** The store of a config, for its operator. Errors: those of `openNodeAdapters`. */
export const openStoreOf = async (config: Config): Promise<OpenStore> => {
  const { store } = await openShared(config);
  const vault = await openVaultOf(config, store);
  const { dataDir, masterKey, redis } = config;
  const keyFile = {
    renew: async () => {
      await addKeyToFile(store, dataDir);
      return createVault(await loadKeyRing(store, dataDir));
    },
    dropOld: () => dropOldKeys(store, dataDir),
  };
  return {
    accounts: { store, now: () => new Date() },
    store,
    vault,
    keyFile: masterKey === null ? keyFile : null,
    place: redis === null ? `the embedded store in ${dataDir}` : 'the Redis of REDIS_URL',
    close: store.close,
  };
};
