import { createAccount } from '../../src/accounts/create-account.ts';
import { type App, createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { createNodeEgress } from '../../src/egress/node.ts';
import { readPageFile as readBuiltPage } from '../../src/entry/page-files.ts';
import type { ReadPageFile } from '../../src/http/page-routes.ts';
import type { CreateRateLimit } from '../../src/limits/port.ts';
import { createPrometheus } from '../../src/metrics/prometheus.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';
import { createUpstream } from '../../src/upstream/upstream.ts';
import { createVault } from '../../src/vault/create-vault.ts';
import { parseKeyRing } from '../../src/vault/key-ring.ts';
import { isOnWorkerd } from '../workerd/runtime.ts';
import { createMemoryLog } from './memory-log.ts';

export type TestAppOptions = {
  store?: Store;
  env?: Record<string, string>;
  now?: () => Date;
  createRateLimit?: CreateRateLimit;
  readPageFile?: ReadPageFile;
};

/** In tests every answer is checked against the OpenAPI document; a benchmark times the app alone. */
const checkedInTests = async (fetch: App['fetch']): Promise<App['fetch']> =>
  process.env.VITEST === undefined ? fetch : (await import('./documented.ts')).checkAnswers(fetch);

/** Limits that no test meets by accident. */
const generous = {
  CONCIERGE_REGISTRATIONS_PER_MINUTE: '100000',
  CONCIERGE_REQUESTS_PER_SECOND: '100000',
};

/** The real app in this process, over a store in memory. */
const openHere = async (options: TestAppOptions) => {
  const { store = createMemoryStore(), now = () => new Date(), createRateLimit, env } = options;
  const { readPageFile = readBuiltPage } = options;
  const config = parseConfig({ ...generous, ...env });
  const { log, lines } = createMemoryLog();
  const egress = createNodeEgress({ policy: config.egress });
  const plain = createApp({
    config,
    store,
    vault: createVault(await parseKeyRing(btoa('k'.repeat(32)))),
    egress,
    upstream: createUpstream({ egress }),
    readPageFile,
    createRateLimit,
    now,
    log,
    metrics: createPrometheus(),
  });
  const app: App = { ...plain, fetch: await checkedInTests(plain.fetch) };
  return { app, store, now, lines };
};

type Opened = Awaited<ReturnType<typeof openHere>>;

const notOnWorkerd = (what: string): never => {
  throw new Error(`On workerd a test cannot have ${what}: run it on Node only, with the reason.`);
};

/** The same app on workerd, over a Redis. */
const openOnWorkerd = async ({ store, now, createRateLimit, env }: TestAppOptions): Promise<Opened> => {
  if (store ?? now ?? createRateLimit) notOnWorkerd('a store, a clock or limits of its own');
  const { openWorkerdApp } = await import('../workerd/workerd-app.ts');
  const { close, fetch, ...opened } = await openWorkerdApp({
    CONCIERGE_MASTER_KEY: btoa('k'.repeat(32)),
    CONCIERGE_API_KEY: 'olk_the_first_key_of_tests',
    ...generous,
    ...env,
  });
  const app: App = {
    fetch: await checkedInTests(fetch),
    fetchAs: () => notOnWorkerd('a door in the same process'),
    answer: () => null,
    close,
    finish: close,
    settled: async () => undefined,
    drain: () => undefined,
    ownServer: () => notOnWorkerd('a server of the own tools'),
    get rooms() {
      return notOnWorkerd('the rooms of its app');
    },
    routes: [],
  };
  return { ...opened, now: () => new Date(), app };
};

/** The real app with an empty store: in this process, or on workerd when the tests run there. */
export const createTestApp = async (options: TestAppOptions = {}) => {
  const { store, now, ...opened } = await (isOnWorkerd ? openOnWorkerd(options) : openHere(options));

  /** Makes an account with its sandbox `default`; returns its key. */
  const newAccount = async (): Promise<string> => {
    const { api_key } = await createAccount({ store, now });
    return api_key.reveal();
  };

  return { ...opened, store, newAccount };
};

export type TestApp = Awaited<ReturnType<typeof createTestApp>>;

/** Asks the app as one account does; `body` is sent as JSON. */
export const asker =
  ({ app }: TestApp, key: string) =>
  async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await app.fetch(
      new Request(`http://localhost${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, json };
  };

export type Ask = ReturnType<typeof asker>;
