import type { Caller } from '../domain/account.ts';
import { sha256Hex } from '../domain/digest.ts';
import { keys } from '../store/keys.ts';
import type { AccountsDeps } from './deps.ts';
import type { KeyUse } from './key-uses.ts';
import type { KeyOwner } from './new-api-key.ts';
import { hasExpired } from './present-api-key.ts';

const maxRemembered = 1_000;

/** `onUse` is told of every request that a key let in; it must cost next to nothing. */
export type KeyCheckDeps = AccountsDeps & { onUse?: (use: KeyUse) => void };

const ownerOf = async ({ store, now }: AccountsDeps, key_hash: string): Promise<KeyOwner | null> => {
  const owner = await store.get<KeyOwner>(keys.system.apiKey(key_hash));
  if (owner === null || hasExpired(owner.value.expires_at, now())) return null;
  return owner.value;
};

/**
 * Tells who sends a key; null, for one and the same answer, when it is empty, unknown, expired or revoked. The
 * digests of valid keys are remembered, since WebCrypto's costs more than the rest of the check; the key itself is
 * looked up each time, so a revoked one is refused at once.
 */
export const createKeyCheck = (deps: KeyCheckDeps): ((key: string) => Promise<Caller | null>) => {
  const digests = new Map<string, string>();
  return async (key) => {
    const known = digests.get(key);
    const key_hash = known ?? (await sha256Hex(key));
    const owner = await ownerOf(deps, key_hash);
    if (owner === null) {
      digests.delete(key);
      return null;
    }
    if (known === undefined) {
      if (digests.size >= maxRemembered) digests.clear();
      digests.set(key, key_hash);
    }
    const { user_id, id } = owner;
    deps.onUse?.({ user_id, id });
    return { user_id };
  };
};
