import type { ApiKey, Caller } from '../domain/account.ts';
import { keys } from '../store/keys.ts';
import { listAll } from '../store/list-all.ts';
import type { AccountsDeps } from './deps.ts';
import { type ApiKeyView, presentApiKey } from './present-api-key.ts';

/** The account's keys, oldest first, expired ones included. */
export const listApiKeys = async ({ store, now }: AccountsDeps, caller: Caller): Promise<ApiKeyView[]> => {
  const entries = await listAll<ApiKey>(store, keys.apiKey(caller.user_id, ''));
  return entries.map(({ value }) => presentApiKey(value, now()));
};
