import type { Caller } from '../domain/account.ts';
import { keys } from '../store/keys.ts';
import type { Entry } from '../store/port.ts';
import type { AccountsDeps } from './deps.ts';
import { keyDigest } from './key-digest.ts';
import type { KeyUse } from './key-uses.ts';
import type { KeyOwner } from './new-api-key.ts';
import { hasExpired } from './present-api-key.ts';

/** `onUse` is told of every request that a key let in; it must cost next to nothing. */
export type KeyCheckDeps = AccountsDeps & { onUse?: (use: KeyUse) => void };

/** Whose key has this digest; null when it is unknown, expired or revoked. */
export const ownerOfKey = (
  { store, now }: AccountsDeps,
  key_hash: string,
): KeyOwner | null | Promise<KeyOwner | null> => {
  const ownerIn = (row: Entry<KeyOwner> | null): KeyOwner | null =>
    row === null || hasExpired(row.value.expires_at, now()) ? null : row.value;
  const read = store.get<KeyOwner>(keys.system.apiKey(key_hash));
  return read instanceof Promise ? read.then(ownerIn) : ownerIn(read);
};

/**
 * Tells who sends a key; null, for one and the same answer, when it is empty, unknown, expired or revoked. Nothing
 * of a key is remembered: it is looked up each time, so a revoked one is refused at once.
 */
export const createKeyCheck =
  ({ onUse, ...deps }: KeyCheckDeps): ((key: string) => Promise<Caller | null>) =>
  async (key) => {
    const owner = await ownerOfKey(deps, keyDigest(key));
    if (owner === null) return null;
    const { user_id, id } = owner;
    onUse?.({ user_id, id });
    return { user_id };
  };
