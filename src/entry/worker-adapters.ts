/** For Workers only. */
import { ensureFirstAccount } from '../accounts/ensure-first-account.ts';
import { createKept } from '../app/kept.ts';
import { listOf } from '../config.ts';
import { createWorkerEgress } from '../egress/worker.ts';
import { ConciergeError } from '../errors.ts';
import type { ReadPageFile } from '../http/page-routes.ts';
import type { CreateRateLimit } from '../limits/port.ts';
import { createRedisLimits } from '../limits/redis.ts';
import { inTime, patienceMs } from '../store/in-time.ts';
import { createLazyStore } from '../store/lazy.ts';
import type { Store } from '../store/port.ts';
import { createRedisStore, type RedisStore } from '../store/redis.ts';
import type { Fitness } from '../store/redis-fitness.ts';
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
    /** How long it last took to open Redis, in ms, and what was seen of it: null once it was away. */
    redis: null as { openedIn: number; fitness: Fitness | null } | null,
  };
};

export type Isolate = Awaited<ReturnType<typeof createIsolate>>;

/** What is done at the start elsewhere: once in an isolate, by the first request that uses the store. */
const check = async ({ config, vault }: Isolate, store: Store): Promise<void> => {
  await assertVaultMatches(store, vault);
  await ensureFirstAccount({ store, now }, { api_key: config.apiKey });
};

/** Time for a name, TLS, a password and a look at a server that is far away. */
const firstOpeningMs = 2000;

/** A server that is near, and gone, is told as soon as elsewhere. */
const openingMs = ({ redis }: Isolate): number =>
  redis === null ? firstOpeningMs : Math.min(firstOpeningMs, Math.max(patienceMs, 4 * redis.openedIn));

/** A store that is there too late is closed again. Errors: `unavailable`, `precondition_failed`. */
const openStore = async (isolate: Isolate): Promise<RedisStore> => {
  const { urls, wait } = isolate.config.redis;
  const from = now().getTime();
  const opening = createRedisStore({
    urls: listOf(urls.reveal()),
    wait,
    forOneRequest: { known: isolate.redis?.fitness ?? null },
  });
  const outcome = await inTime(
    opening.then(
      (store) => ({ store }),
      (error: unknown) => ({ error }),
    ),
    openingMs(isolate),
  ).catch((late: unknown) => {
    opening.then(
      (store) => store.close(),
      // Told as late already.
      () => undefined,
    );
    throw late;
  });
  if ('error' in outcome) throw outcome.error;
  isolate.redis = { openedIn: now().getTime() - from, fitness: outcome.store.fitness };
  return outcome.store;
};

/** Limits over all instances, counted on the connection that the request opens when it needs one. */
const lazyLimits =
  (open: () => Promise<RedisStore>): CreateRateLimit =>
  (options) => ({
    take: async (...use) => createRedisLimits((await open()).client)(options).take(...use),
  });

/** The adapters of one request. `misfit()`: why this store cannot be worked on, once that has been seen. */
export const createWorkerAdapters = (isolate: Isolate, { ASSETS }: Bindings) => {
  const { config, vault } = isolate;
  let misfit: ConciergeError | null = null;
  let opening: Promise<RedisStore> | null = null;

  const openChecked = async (): Promise<RedisStore> => {
    try {
      const store = await openStore(isolate);
      if (!isolate.isChecked) await check(isolate, store);
      isolate.isChecked = true;
      return store;
    } catch (error) {
      // Who comes back may be another.
      if (isolate.redis !== null) isolate.redis.fitness = null;
      if (error instanceof ConciergeError && error.code !== 'unavailable') misfit = error;
      throw error;
    }
  };
  const open = (): Promise<RedisStore> => {
    opening ??= openChecked();
    return opening;
  };

  const readPageFile: ReadPageFile = async (path) => {
    const found = await ASSETS?.fetch(new Request(`https://assets.local/${path}`));
    return found?.ok ? found.bytes() : null;
  };

  const egress = createWorkerEgress({ policy: config.egress });
  return {
    store: createLazyStore(open),
    createRateLimit: lazyLimits(open),
    vault,
    egress,
    upstream: createUpstream({ egress }),
    readPageFile,
    misfit: () => misfit,
  };
};
