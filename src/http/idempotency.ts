import type { Context, MiddlewareHandler } from 'hono';
import { ulid } from 'ulid';
import { conflict, validationError } from '../errors.ts';
import { type Log, loggedFailure } from '../log.ts';
import { keys } from '../store/keys.ts';
import { type Change, StaleVersionError, type Store } from '../store/port.ts';
import type { Vault } from '../vault/port.ts';
import { type HttpEnv, sandboxOf } from './env.ts';
import { readText } from './validate.ts';

/** How long a key is remembered, in ms. */
const keptMs = 24 * 60 * 60 * 1000;
/** A request that is worked on shows a sign of life this often, in ms; without one its process is gone. */
const beatEveryMs = 2000;
const beatLifetimeMs = 8000;
const pollMs = 50;
const patienceMs = 25_000;

const keyForm = /^[ -~]{1,200}$/;

type Answer = { status: number; body: string; etag: string | null };

/** What a key stands for. The request itself is not kept: it may hold a secret. */
type Attempt = {
  /** Ids of what is made derive from it, so that what a crash cut off is found when it is tried again. */
  attempt: string;
  fingerprint: string;
  sandbox_id: string | null;
  answer: Answer | null;
};

export type IdempotencyDeps = { store: Store; vault: Vault; log: Log };

/** A key as one account sends it, and what it says that the key stands for. */
type Keyed = { record: string; beat: string; request: string; sandbox_id: string | null };

const keyedRequest = async (c: Context<HttpEnv>): Promise<Keyed | null> => {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return null;
  if (!keyForm.test(key))
    throw validationError('Idempotency-Key', '`Idempotency-Key` has 1 to 200 visible ASCII characters.');
  const { user_id } = c.get('caller');
  const path = c.req.path.replace(/^\/api\/v1/, '');
  return {
    record: keys.attempt(user_id, key),
    beat: keys.attemptBeat(user_id, key),
    request: `${path}\n${await readText(c)}`,
    sandbox_id: sandboxOf(c) || null,
  };
};

const beatOf = ({ beat }: Keyed): Change => ({ key: beat, value: {}, ttl_ms: beatLifetimeMs });

/** The attempt that is ours to make, or the answer of one that was made; null while another makes it. */
const claim = async ({ store, vault }: IdempotencyDeps, keyed: Keyed): Promise<Attempt | null> => {
  const { record, request, sandbox_id } = keyed;
  const beat: Change = { ...beatOf(keyed), expect: 'absent' };
  const found = await store.get<Attempt>(record);
  const known = found?.value;
  if (known !== undefined && !(await vault.isFingerprintOf(known.fingerprint, request)))
    throw conflict('This `Idempotency-Key` came with another request before; send this one with a new key.');
  if (known?.answer) return known;
  const attempt = known ?? {
    attempt: ulid(),
    fingerprint: await vault.fingerprint(request),
    sandbox_id,
    answer: null,
  };
  // As it was read: its answer may have come since, and with it the end of the other's signs of life.
  const begun: Change[] = [
    { key: record, value: attempt, expect: found?.version ?? 'absent', ttl_ms: keptMs },
  ];
  try {
    await store.commit([...begun, beat]);
    return attempt;
  } catch (error) {
    if (error instanceof StaleVersionError) return null;
    throw error;
  }
};

const claimInTurn = async (deps: IdempotencyDeps, keyed: Keyed): Promise<Attempt> => {
  for (let waited = 0; waited <= patienceMs; waited += pollMs) {
    const claimed = await claim(deps, keyed);
    if (claimed !== null) return claimed;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw conflict(
    'A request with this `Idempotency-Key` is still being worked on; send it again in a moment.',
    {
      retry_after_s: 1,
    },
  );
};

/** Shows signs of life until the returned function is called; nothing is written once that has resolved. */
const showLife = ({ store, log }: IdempotencyDeps, keyed: Keyed): (() => Promise<void>) => {
  let beating: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    beating = store
      .commit([beatOf(keyed)])
      .catch((error: unknown) =>
        log.warn({ failure: loggedFailure(error) }, 'a sign of life was not written'),
      );
  }, beatEveryMs);
  return async () => {
    clearInterval(timer);
    await beating;
  };
};

/** What is left of an attempt: its answer; nothing when it was refused; after a fault of ours, what it may have made. */
const outcomeOf = async (c: Context<HttpEnv>, { record }: Keyed, attempt: Attempt): Promise<Change[]> => {
  const { res } = c;
  if (res.status >= 500) return [];
  if (!res.ok) return [{ key: record, value: undefined }];
  const answer: Answer = {
    status: res.status,
    body: await res.clone().text(),
    etag: res.headers.get('etag'),
  };
  return [{ key: record, value: { ...attempt, answer }, ttl_ms: keptMs }];
};

const again = ({ status, body, etag }: Answer): Response =>
  new Response(body, {
    status,
    headers: {
      'Content-Type': 'application/json',
      'Idempotent-Replayed': 'true',
      ...(etag === null ? {} : { ETag: etag }),
    },
  });

/**
 * For requests that make something: within 24 h the same `Idempotency-Key` with the same request gives the same
 * answer and makes nothing; at the same time, it waits for it. What was refused may be corrected and sent again.
 * Errors: `validation` for a malformed key; `conflict` for a key that came with another request.
 */
export const idempotent =
  (deps: IdempotencyDeps): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    const keyed = await keyedRequest(c);
    if (keyed === null) return next();
    const attempt = await claimInTurn(deps, keyed);
    if (attempt.answer !== null) return again(attempt.answer);
    c.set('attempt', attempt.attempt);
    const endOfLife = showLife(deps, keyed);
    await next().finally(endOfLife);
    const outcome = await outcomeOf(c, keyed, attempt);
    await deps.store.commit([...outcome, { key: keyed.beat, value: undefined }]);
  };
