import type { Caller } from '../domain/account.ts';
import { sha256Hex } from '../domain/digest.ts';
import { keys } from '../store/keys.ts';
import type { AccountsDeps } from './deps.ts';
import type { KeyOwner } from './new-api-key.ts';
import { hasExpired } from './present-api-key.ts';

/** Who sends this key; null, for one and the same answer, when it is empty, unknown, expired or revoked. */
export const authenticateKey = async ({ store, now }: AccountsDeps, key: string): Promise<Caller | null> => {
  const owner = await store.get<KeyOwner>(keys.system.apiKey(await sha256Hex(key)));
  if (owner === null || hasExpired(owner.value.expires_at, now())) return null;
  return { user_id: owner.value.user_id };
};
