import type { Caller } from '../domain/account.ts';
import { Credential } from '../domain/credential.ts';
import { drawSecret } from '../domain/draw-secret.ts';
import { keys } from '../store/keys.ts';
import { StaleVersionError } from '../store/port.ts';
import type { AccountsDeps } from './deps.ts';
import { keyDigest } from './key-digest.ts';

const lifetimeMs = 10 * 60_000;

type SignInCode = { user_id: string; expires_at: number };

/** A code that signs this account in on the page, once and within 10 minutes. Only its SHA-256 is kept. */
export const createSignInCode = async ({ store, now }: AccountsDeps, caller: Caller): Promise<Credential> => {
  const code = new Credential(drawSecret());
  const value: SignInCode = { user_id: caller.user_id, expires_at: now().getTime() + lifetimeMs };
  await store.commit([
    {
      key: keys.system.signInCode(keyDigest(code.reveal())),
      value,
      expect: 'absent',
      ttl_ms: lifetimeMs,
    },
  ]);
  return code;
};

/** Whose code it is; it is used up by that. Null when it is unknown, used or too old. */
export const takeSignInCode = async ({ store, now }: AccountsDeps, code: string): Promise<Caller | null> => {
  const row = await store.get<SignInCode>(keys.system.signInCode(keyDigest(code)));
  if (row === null) return null;
  try {
    await store.commit([{ key: row.key, value: undefined, expect: row.version }]);
  } catch (error) {
    // Somebody else used it at this moment.
    if (error instanceof StaleVersionError) return null;
    throw error;
  }
  const { user_id, expires_at } = row.value;
  return now().getTime() < expires_at ? { user_id } : null;
};
