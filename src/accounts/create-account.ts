import type { Account } from '../domain/account.ts';
import type { Credential } from '../domain/credential.ts';
import type { AccountsDeps } from './deps.ts';
import { newAccount } from './new-account.ts';
import { newApiKey } from './new-api-key.ts';

export const firstKeyName = 'first key';

export type CreatedAccount = Account & {
  sandbox_id: string;
  /** Shown to its owner now and never again. */
  api_key: Credential;
};

/** Makes an account that can be used at once: with an API key and the sandbox `default`. */
export const createAccount = async ({ store, now }: AccountsDeps): Promise<CreatedAccount> => {
  const at = now();
  const { account, sandbox, ...drafted } = newAccount(at);
  const made = newApiKey(account, { name: firstKeyName, expires_at: null, key: undefined, at });
  await store.commit([...drafted.own, ...made.own]);
  await store.commit([drafted.system, made.system]);
  return { ...account, sandbox_id: sandbox.sandbox_id, api_key: made.key };
};
