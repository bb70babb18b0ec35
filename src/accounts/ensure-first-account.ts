import type { Account, ApiKey, Caller } from '../domain/account.ts';
import type { Credential } from '../domain/credential.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { conflict, isConciergeError } from '../errors.ts';
import { keys } from '../store/keys.ts';
import { type Change, type Entry, StaleVersionError, type Store } from '../store/port.ts';
import { untilFresh } from '../store/until-fresh.ts';
import { firstKeyName } from './create-account.ts';
import { createSandbox } from './create-sandbox.ts';
import type { AccountsDeps } from './deps.ts';
import { listSandboxes } from './list-sandboxes.ts';
import { firstSandboxName, newAccount } from './new-account.ts';
import { newApiKey } from './new-api-key.ts';

/** Which account is the first, and whether it was ever given a key: a revoked one is not made again. */
type Claim = { user_id: string; key_made: boolean };

export type FirstAccountOptions = {
  /** The key to give it, when it has none yet; left out or null: one is drawn. */
  api_key?: Credential | null;
};

export type FirstAccount = {
  user_id: string;
  sandbox_id: string;
  /** The key when it was made just now, else null. */
  api_key: Credential | null;
};

const claimKey = keys.system.firstAccount();

/** Commits `own` rows, then those of `{system}`; when another process was faster there, takes `own` back. */
const commitBoth = async (store: Store, own: Change[], system: Change[]): Promise<void> => {
  await store.commit(own);
  try {
    await store.commit(system);
  } catch (error) {
    if (error instanceof StaleVersionError)
      await store.commit(own.map(({ key }) => ({ key, value: undefined })));
    throw error;
  }
};

const claimFor = (user_id: string, key_made: boolean): Change => {
  const value: Claim = { user_id, key_made };
  return { key: claimKey, value, expect: 'absent' };
};

/** The account that a terminal on its own machine works for; on an empty store it is made, without a key. */
export const ensureFirstCaller = ({ store, now }: AccountsDeps): Promise<Caller> =>
  untilFresh(async () => {
    const claim = await store.get<Claim>(claimKey);
    if (claim !== null) return { user_id: claim.value.user_id };
    const [known] = (await store.list<Account>(keys.system.account(''), { limit: 1 })).entries;
    if (known === undefined) {
      const { account, own, system } = newAccount(now());
      await commitBoth(store, own, [claimFor(account.user_id, false), system]);
      return { user_id: account.user_id };
    }
    const { user_id } = known.value;
    const { entries } = await store.list<ApiKey>(keys.apiKey(user_id, ''), { limit: 1 });
    await store.commit([claimFor(user_id, entries.length > 0)]);
    return { user_id };
  });

const makeKey = (
  { store, now }: AccountsDeps,
  caller: Caller,
  wanted: Credential | null,
): Promise<Credential | null> =>
  untilFresh(async () => {
    const made = newApiKey(caller, {
      name: firstKeyName,
      expires_at: null,
      key: wanted ?? undefined,
      at: now(),
    });
    // In this order: a key that another process is just giving to this account shows in the claim too.
    const taken = await store.get(made.system.key);
    const claim = (await store.get<Claim>(claimKey)) as Entry<Claim>;
    if (claim.value.key_made) return null;
    if (taken !== null) throw conflict('The API key that was set belongs to another account.');
    const value: Claim = { ...claim.value, key_made: true };
    await commitBoth(store, made.own, [{ key: claimKey, value, expect: claim.version }, made.system]);
    return made.key;
  });

/** Where the account begins: an active sandbox, `default` if there is one; null when it has none at all. */
export const findFirstSandbox = async (deps: AccountsDeps, caller: Caller): Promise<Sandbox | null> => {
  const all = await listSandboxes(deps, caller);
  const active = all.filter(({ status }) => status === 'active');
  return active.find(({ name }) => name === firstSandboxName) ?? active[0] ?? all[0] ?? null;
};

/** The same, made when there is none. */
export const ensureFirstSandbox = async (deps: AccountsDeps, caller: Caller): Promise<Sandbox> => {
  const found = await findFirstSandbox(deps, caller);
  if (found !== null) return found;
  try {
    return await createSandbox(deps, caller, { name: firstSandboxName });
  } catch (error) {
    if (!isConciergeError(error, 'conflict')) throw error;
    return ensureFirstSandbox(deps, caller);
  }
};

/**
 * The account that a server or a terminal on its own machine works for. On an empty store it is made, with its
 * sandbox `default` and its key; several processes that start at once make one.
 * Errors: `validation` for a set key of the wrong form, `conflict` for one of another account.
 */
export const ensureFirstAccount = async (
  deps: AccountsDeps,
  { api_key = null }: FirstAccountOptions = {},
): Promise<FirstAccount> => {
  const caller = await ensureFirstCaller(deps);
  const { sandbox_id } = await ensureFirstSandbox(deps, caller);
  return { ...caller, sandbox_id, api_key: await makeKey(deps, caller, api_key) };
};
