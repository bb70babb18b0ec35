import type { Caller } from '../domain/account.ts';
import { Credential } from '../domain/credential.ts';
import { drawSecret } from '../domain/draw-secret.ts';
import { keys } from '../store/keys.ts';
import { type Entry, StaleVersionError } from '../store/port.ts';
import { ownerOfKey } from './authenticate-key.ts';
import type { AccountsDeps } from './deps.ts';
import { keyDigest } from './key-digest.ts';

const hourMs = 60 * 60_000;
const idleMs = 12 * hourMs;
/** How long one sign-in lasts at most, in ms, however much it is used. */
export const sessionLifetimeMs = 7 * 24 * hourMs;
/** A use is written at most this often. */
const renewEveryMs = hourMs;

/** Someone signed in on the page. */
type PageSession = {
  user_id: string;
  /** The API key it was made from: when that dies, so does the session. Null after a sign-in link. */
  key_hash: string | null;
  /** In ms since the epoch. */
  expires_at: number;
  ends_at: number;
};

export type SessionOrigin = { caller: Caller; key_hash: string | null };

/** Begins a session; the token is returned here and never again: only its SHA-256 is kept. */
export const beginPageSession = async (
  { store, now }: AccountsDeps,
  { caller, key_hash }: SessionOrigin,
): Promise<Credential> => {
  const token = new Credential(drawSecret());
  const at = now().getTime();
  const value: PageSession = {
    user_id: caller.user_id,
    key_hash,
    expires_at: at + idleMs,
    ends_at: at + sessionLifetimeMs,
  };
  const key = keys.system.pageSession(keyDigest(token.reveal()));
  await store.commit([{ key, value, expect: 'absent', ttl_ms: idleMs }]);
  return token;
};

const renew = async ({ store, now }: AccountsDeps, row: Entry<PageSession>): Promise<void> => {
  const at = now().getTime();
  const { expires_at, ends_at } = row.value;
  const next = Math.min(at + idleMs, ends_at);
  if (next - expires_at < renewEveryMs) return;
  const value: PageSession = { ...row.value, expires_at: next };
  try {
    await store.commit([{ key: row.key, value, expect: row.version, ttl_ms: next - at }]);
  } catch (error) {
    // Signed out, or renewed by another request, at this moment.
    if (!(error instanceof StaleVersionError)) throw error;
  }
};

/**
 * Tells who is signed in; null, for one and the same answer, when the token is unknown, was signed out, unused for
 * 12 h, older than 7 days, or made from a key that was revoked or has expired. It is looked up each time.
 */
export const createSessionCheck =
  (deps: AccountsDeps): ((token: string) => Promise<Caller | null>) =>
  async (token) => {
    const row = await deps.store.get<PageSession>(keys.system.pageSession(keyDigest(token)));
    if (row === null || row.value.expires_at <= deps.now().getTime()) return null;
    const { user_id, key_hash } = row.value;
    if (key_hash !== null && (await ownerOfKey(deps, key_hash)) === null) return null;
    await renew(deps, row);
    return { user_id };
  };

/** Ends a session; one that is not there is ended already. */
export const endPageSession = async ({ store }: AccountsDeps, token: string): Promise<void> => {
  await store.commit([{ key: keys.system.pageSession(keyDigest(token)), value: undefined }], { final: true });
};
