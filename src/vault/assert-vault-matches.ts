import { Credential } from '../domain/credential.ts';
import { ConciergeError, isConciergeError } from '../errors.ts';
import { keys } from '../store/keys.ts';
import { StaleVersionError, type Store } from '../store/port.ts';
import { untilFresh } from '../store/until-fresh.ts';
import type { SealedSecret, SecretPlace, Vault } from './port.ts';

const knownText = 'concierge vault check';
const place: SecretPlace = {
  user_id: 'system',
  sandbox_id: 'system',
  holder_id: 'vault-check',
  field: 'credential',
};

const wrongKey = (cause: unknown): ConciergeError =>
  new ConciergeError(
    'precondition_failed',
    'The master key is not the one this store was sealed with, so no stored credential can be opened. ' +
      'Set CONCIERGE_MASTER_KEY to the right key, or put the right `master.key` back into CONCIERGE_DATA_DIR; ' +
      'after a rotation, list the new key first and the old one behind it, separated by a comma.',
    { cause },
  );

/** True when a master key has been used with this store, so that a new one would open nothing. */
export const isVaultInUse = async (store: Store): Promise<boolean> =>
  (await store.get(keys.system.vaultCheck())) !== null;

/**
 * On the first start seals a known text; on every later one opens it, so that a wrong key stops the start.
 * Errors: `precondition_failed` with what happened and what to do.
 */
export const assertVaultMatches = async (store: Store, vault: Vault): Promise<void> => {
  const key = keys.system.vaultCheck();
  const check = await store.get<SealedSecret>(key);
  if (check === null) {
    const value = await vault.seal(new Credential(knownText), place);
    try {
      await store.commit([{ key, value, expect: 'absent' }]);
      return;
    } catch (error) {
      if (!(error instanceof StaleVersionError)) throw error;
      return assertVaultMatches(store, vault);
    }
  }
  try {
    await vault.open(check.value, place);
  } catch (error) {
    throw isConciergeError(error, 'internal') ? wrongKey(error) : error;
  }
};

/** Seals the known text with the key that seals now, so that a server with that one alone starts. */
export const rewrapVaultCheck = (store: Store, vault: Vault): Promise<void> =>
  untilFresh(async () => {
    const key = keys.system.vaultCheck();
    const check = await store.get<SealedSecret>(key);
    if (check === null || vault.isCurrent(check.value)) return;
    const value = await vault.seal(await vault.open(check.value, place), place);
    await store.commit([{ key, value, expect: check.version }], { final: true });
  });
