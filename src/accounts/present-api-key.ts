import type { ApiKey } from '../domain/account.ts';

/** What an owner sees of a key. */
export type ApiKeyView = {
  id: string;
  name: string;
  key_prefix: string;
  created_at: string;
  expires_at?: string;
  last_used_at?: string;
  is_expired: boolean;
};

export const hasExpired = (expires_at: string | null, now: Date): boolean =>
  expires_at !== null && Date.parse(expires_at) <= now.getTime();

export const presentApiKey = (
  { id, name, key_prefix, created_at, expires_at, last_used_at }: ApiKey,
  now: Date,
): ApiKeyView => ({
  id,
  name,
  key_prefix,
  created_at,
  ...(expires_at === null ? {} : { expires_at }),
  ...(last_used_at === undefined ? {} : { last_used_at }),
  is_expired: hasExpired(expires_at, now),
});
