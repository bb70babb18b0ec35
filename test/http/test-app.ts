import { createAccount } from '../../src/accounts/create-account.ts';
import { type App, createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { createNodeEgress } from '../../src/egress/node.ts';
import { readDocsFile } from '../../src/entry/docs-files.ts';
import { readPageFile } from '../../src/entry/page-files.ts';
import type { CreateRateLimit } from '../../src/limits/port.ts';
import type { Log } from '../../src/log.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';
import { createUpstream } from '../../src/upstream/upstream.ts';
import { createVault } from '../../src/vault/create-vault.ts';
import { parseKeyRing } from '../../src/vault/key-ring.ts';

export type TestAppOptions = {
  store?: Store;
  env?: Record<string, string>;
  now?: () => Date;
  createRateLimit?: CreateRateLimit;
};

/** Keeps every line as the text that would be written. */
const createMemoryLog = (): { log: Log; lines: string[] } => {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (fields: object, message: string): void =>
      void lines.push(JSON.stringify({ level, ...fields, message }));
  return {
    log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    lines,
  };
};

/** In tests every answer is checked against the OpenAPI document; a benchmark times the app alone. */
const checkedInTests = async (fetch: App['fetch']): Promise<App['fetch']> =>
  process.env.VITEST === undefined ? fetch : (await import('./documented.ts')).checkAnswers(fetch);

/** The real app over a store in memory, with limits that no test meets by accident. */
export const createTestApp = async (options: TestAppOptions = {}) => {
  const { store = createMemoryStore(), now = () => new Date(), createRateLimit } = options;
  const config = parseConfig({
    CONCIERGE_REGISTRATIONS_PER_MINUTE: '100000',
    CONCIERGE_REQUESTS_PER_SECOND: '100000',
    ...options.env,
  });
  const { log, lines } = createMemoryLog();
  const egress = createNodeEgress({ policy: config.egress });
  const upstream = createUpstream({ egress });
  const vault = createVault(await parseKeyRing(btoa('k'.repeat(32))));
  const plain = createApp({
    config,
    store,
    vault,
    egress,
    upstream,
    readDocsFile,
    readPageFile,
    createRateLimit,
    now,
    log,
  });
  const app = { ...plain, fetch: await checkedInTests(plain.fetch) };

  /** Makes an account with its sandbox `default`; returns its key. */
  const newAccount = async (): Promise<string> => {
    const { api_key } = await createAccount({ store, now });
    return api_key.reveal();
  };

  return { app, store, lines, newAccount };
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
