import type { Account } from '../domain/account.ts';
import { keys } from '../store/keys.ts';
import { listAll } from '../store/list-all.ts';
import type { Store } from '../store/port.ts';
import { untilFresh } from '../store/until-fresh.ts';
import { rewrapVaultCheck } from './assert-vault-matches.ts';
import type { SealedSecret, SecretPlace, Vault } from './port.ts';

const atOnce = 100;

export type Rewrapped = {
  /** Credentials that were sealed anew with the first master key. */
  moved: number;
  /** Those that were sealed with it already. */
  current: number;
  /** Those of conversations, under another key still: they are gone within 30 minutes. */
  staged: number;
};

/** Where the secret of a source belongs, which its key says: `{us_…}/secret/sb_…/ds_…`. */
export const placeOfSecret = (key: string): SecretPlace => {
  const [account = '', , sandbox_id = '', holder_id = ''] = key.split('/');
  return { user_id: account.slice(1, -1), sandbox_id, holder_id, field: 'credential' };
};

type Deps = { store: Store; vault: Vault };

/** In one commit; the ciphertexts under the old key leave no copy. */
const rewrapSome = ({ store, vault }: Deps, names: string[]): Promise<number> =>
  untilFresh(async () => {
    const rows = await Promise.all(names.map((key) => store.get<SealedSecret>(key)));
    const outdated = rows.filter((row) => row !== null).filter(({ value }) => !vault.isCurrent(value));
    if (outdated.length === 0) return 0;
    const changes = await Promise.all(
      outdated.map(async ({ key, value, version }) => {
        const place = placeOfSecret(key);
        return { key, value: await vault.seal(await vault.open(value, place), place), expect: version };
      }),
    );
    await store.commit(changes, { erase: true, final: true });
    return changes.length;
  });

/**
 * Seals every stored credential anew with the first master key. Cut off, it goes on where it was when it is run again;
 * servers may run meanwhile, if they have all the keys. Errors: those of the store; `internal` for a credential whose
 * master key is not here.
 */
export const rewrapSecrets = async (deps: Deps): Promise<Rewrapped> => {
  const { store, vault } = deps;
  const done = { moved: 0, current: 0, staged: 0 };
  for (const { value } of await listAll<Account>(store, keys.system.account(''))) {
    const all = await listAll<SealedSecret>(store, keys.secret(value.user_id, '', '').slice(0, -1));
    const outdated = all.filter((row) => !vault.isCurrent(row.value)).map(({ key }) => key);
    for (let at = 0; at < outdated.length; at += atOnce)
      done.moved += await rewrapSome(deps, outdated.slice(at, at + atOnce));
    done.current += all.length - outdated.length;
    const staged = await listAll<SealedSecret>(store, keys.stagedSecret(value.user_id, '', '').slice(0, -1));
    done.staged += staged.filter((row) => !vault.isCurrent(row.value)).length;
  }
  await rewrapVaultCheck(store, vault);
  return done;
};
