/** For Workers only. */
import { ensureFirstAccount } from '../accounts/ensure-first-account.ts';
import { createKept } from '../app.ts';
import { listOf } from '../config.ts';
import { createWorkerEgress } from '../egress/worker.ts';
import { ConciergeError, notFound } from '../errors.ts';
import { createLazyStore } from '../store/lazy.ts';
import type { Store } from '../store/port.ts';
import { createRedisStore } from '../store/redis.ts';
import { createUpstream } from '../upstream/upstream.ts';
import { assertVaultMatches } from '../vault/assert-vault-matches.ts';
import { createVault } from '../vault/create-vault.ts';
import { parseKeyRing } from '../vault/key-ring.ts';
import type { createConsoleLog } from './console-log.ts';
import { type Bindings, readWorkerConfig } from './worker-config.ts';

export const now = (): Date => new Date();

/**
 * What an isolate keeps from one request to the next: data only, since a request that waits for another's
 * connection or promise is ended by the runtime. Errors: `validation`, naming the variables.
 */
export const createIsolate = async (bindings: Bindings, createLog: typeof createConsoleLog) => {
  const config = readWorkerConfig(bindings);
  return {
    config,
    vault: createVault(await parseKeyRing(config.masterKey.reveal())),
    log: createLog(config.logLevel),
    // Calls of several requests may not wait for each other.
    kept: createKept(config, now, Number.POSITIVE_INFINITY),
    /** True once a request has seen that the store is fit, has this master key and its first account. */
    isChecked: false,
  };
};

export type Isolate = Awaited<ReturnType<typeof createIsolate>>;

/** What is done at the start elsewhere: once in an isolate, by the first request that uses the store. */
const check = async ({ config, vault }: Isolate, store: Store): Promise<void> => {
  await assertVaultMatches(store, vault);
  await ensureFirstAccount({ store, now }, { api_key: config.apiKey });
};

/** The adapters of one request. `misfit()`: why this store cannot be worked on, once that has been seen. */
export const createWorkerAdapters = (isolate: Isolate, { ASSETS }: Bindings) => {
  const { config, vault } = isolate;
  let misfit: ConciergeError | null = null;

  const open = async (): Promise<Store> => {
    try {
      const store = await createRedisStore({
        urls: listOf(config.redis.urls.reveal()),
        wait: config.redis.wait,
      });
      if (!isolate.isChecked) await check(isolate, store);
      isolate.isChecked = true;
      return store;
    } catch (error) {
      if (error instanceof ConciergeError && error.code !== 'unavailable') misfit = error;
      throw error;
    }
  };

  const readAsset = async (path: string): Promise<Response | null> => {
    const found = await ASSETS?.fetch(new Request(`https://assets.local/${path}`));
    return found?.ok ? found : null;
  };

  const egress = createWorkerEgress({ policy: config.egress });
  return {
    store: createLazyStore(open),
    vault,
    egress,
    upstream: createUpstream({ egress }),
    readDocsFile: async (file: string): Promise<string> => {
      const found = await readAsset(`docs/${file}`);
      if (found === null) throw notFound('file');
      return found.text();
    },
    misfit: () => misfit,
  };
};
