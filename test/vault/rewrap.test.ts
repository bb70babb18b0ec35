import { expect, it } from 'vitest';
import { createAccount } from '../../src/accounts/create-account.ts';
import { Credential } from '../../src/domain/credential.ts';
import { keys } from '../../src/store/keys.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';
import { assertVaultMatches } from '../../src/vault/assert-vault-matches.ts';
import { createVault } from '../../src/vault/create-vault.ts';
import { parseKeyRing } from '../../src/vault/key-ring.ts';
import type { SealedSecret, Vault } from '../../src/vault/port.ts';
import { placeOfSecret, rewrapSecrets } from '../../src/vault/rewrap.ts';
import { breakable } from '../concierge/breakable-store.ts';

const [oldKey, newKey] = ['o', 'n'].map((letter) => btoa(letter.repeat(32)));
const vaultWith = async (...list: (string | undefined)[]): Promise<Vault> =>
  createVault(await parseKeyRing(list.join(',')));

const fill = async (store: Store, count: number): Promise<string> => {
  const vault = await vaultWith(oldKey);
  await assertVaultMatches(store, vault);
  const { user_id } = await createAccount({ store, now: () => new Date() });
  for (let at = 0; at < count; at++) {
    const key = keys.secret(user_id, 'sb_1', `ds_${at}`);
    await store.commit([{ key, value: await vault.seal(new Credential(`tkn-${at}`), placeOfSecret(key)) }]);
  }
  return user_id;
};

const openedWith = async (store: Store, user_id: string, vault: Vault): Promise<string[]> => {
  const { entries } = await store.list<SealedSecret>(keys.secret(user_id, 'sb_1', ''));
  return Promise.all(
    entries.map(async ({ key, value }) => (await vault.open(value, placeOfSecret(key))).reveal()),
  );
};

it('moves every credential, so that the new key alone opens them and starts a server', async () => {
  const store = createMemoryStore();
  const user_id = await fill(store, 250);
  const vault = await vaultWith(newKey, oldKey);
  expect(await rewrapSecrets({ store, vault })).toEqual({ moved: 250, current: 0, staged: 0 });
  const alone = await vaultWith(newKey);
  expect(new Set(await openedWith(store, user_id, alone)).size).toBe(250);
  await assertVaultMatches(store, alone);
  expect(await rewrapSecrets({ store, vault })).toEqual({ moved: 0, current: 250, staged: 0 });
});

it('goes on where it was cut off, and until then both keys are needed', async () => {
  const store = createMemoryStore();
  await fill(store, 250);
  const vault = await vaultWith(newKey, oldKey);
  const { wrap, breakWhen } = breakable();
  let commits = 0;
  breakWhen(() => ++commits > 1);
  await expect(rewrapSecrets({ store: wrap(store), vault })).rejects.toMatchObject({ code: 'unavailable' });
  await expect(assertVaultMatches(store, await vaultWith(newKey))).rejects.toThrow('master key');
  expect(await rewrapSecrets({ store, vault })).toEqual({ moved: 150, current: 100, staged: 0 });
});

it('leaves a credential that waits in a conversation, and says so', async () => {
  const store = createMemoryStore();
  const user_id = await fill(store, 1);
  const place = { user_id, sandbox_id: 'sb_1', holder_id: 'ss_1.1', field: 'credential' as const };
  const value = await (await vaultWith(oldKey)).seal(new Credential('tkn'), place);
  await store.commit([{ key: keys.stagedSecret(user_id, 'ss_1', 1), value, ttl_ms: 60_000 }]);
  expect((await rewrapSecrets({ store, vault: await vaultWith(newKey, oldKey) })).staged).toBe(1);
});

it('stops at a credential whose key is gone, without touching it', async () => {
  const store = createMemoryStore();
  const user_id = await fill(store, 1);
  await expect(rewrapSecrets({ store, vault: await vaultWith(newKey) })).rejects.toMatchObject({
    code: 'internal',
  });
  expect(await openedWith(store, user_id, await vaultWith(oldKey))).toEqual(['tkn-0']);
});
