import { beforeEach, describe, expect, it } from 'vitest';
import { createKeyCheck } from '../../src/accounts/authenticate-key.ts';
import { createAccount } from '../../src/accounts/create-account.ts';
import { createApiKey } from '../../src/accounts/create-api-key.ts';
import type { AccountsDeps } from '../../src/accounts/deps.ts';
import { listApiKeys } from '../../src/accounts/list-api-keys.ts';
import { revokeApiKey } from '../../src/accounts/revoke-api-key.ts';
import type { Caller } from '../../src/domain/account.ts';
import { Credential } from '../../src/domain/credential.ts';
import { listAll } from '../../src/store/list-all.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';
import { auditedActions } from './world.ts';

const dayMs = 24 * 60 * 60 * 1000;
let time: number;
let deps: AccountsDeps;
let caller: Caller;
/** Lives as long as a server: what it remembers must never outlive a key. */
let check: ReturnType<typeof createKeyCheck>;

beforeEach(async () => {
  time = Date.parse('2026-01-01T00:00:00.000Z');
  deps = { store: createMemoryStore(), now: () => new Date(time) };
  caller = { user_id: (await createAccount(deps)).user_id };
  check = createKeyCheck(deps);
});

/** A store that stops working after so many commits. */
const stoppingAfter = (store: Store, commits: number): Store => {
  let left = commits;
  const commit: Store['commit'] = async (changes, options) => {
    if (left-- <= 0) throw new Error('crash');
    return store.commit(changes, options);
  };
  return { ...store, commit };
};

describe('an account', () => {
  it('begins with a key that works, the sandbox `default`, and a record of all three', async () => {
    const { user_id, sandbox_id, api_key } = await createAccount(deps);
    expect(await check(api_key.reveal())).toEqual({ user_id });
    expect((await deps.store.get(`{${user_id}}/sandbox/${sandbox_id}`))?.value).toMatchObject({
      name: 'default',
    });
    const actions = await auditedActions(deps.store, { user_id });
    expect(actions.toSorted()).toEqual(['account.create', 'api_key.create', 'sandbox.create']);
  });
});

describe('an API key', () => {
  it('lets its account in, and its text is kept nowhere', async () => {
    const { api_key, key } = await createApiKey(deps, caller, { name: ' deploy ' });
    expect(key.reveal()).toMatch(/^olk_[A-Za-z0-9_-]{43}$/);
    expect(await check(key.reveal())).toEqual(caller);
    expect(api_key).toMatchObject({
      name: 'deploy',
      key_prefix: key.reveal().slice(0, 8),
      is_expired: false,
    });
    expect(JSON.stringify(await listAll(deps.store, ''))).not.toContain(key.reveal().slice(8));
  });

  it('shows its owner the public fields only', async () => {
    await createApiKey(deps, caller, { name: 'deploy', expires_in_days: 1 });
    const view = (await listApiKeys(deps, caller)).at(-1)!;
    expect(Object.keys(view)).toEqual(['id', 'name', 'key_prefix', 'created_at', 'expires_at', 'is_expired']);
    expect(view.expires_at).toBe('2026-01-02T00:00:00.000Z');
  });

  it('works until the moment it expires, and is listed as expired from then on', async () => {
    const { key } = await createApiKey(deps, caller, { name: 'short', expires_in_days: 30 });
    time += 30 * dayMs - 1;
    expect(await check(key.reveal())).toEqual(caller);
    time += 1;
    expect(await check(key.reveal())).toBeNull();
    expect((await listApiKeys(deps, caller)).at(-1)).toMatchObject({ name: 'short', is_expired: true });
  });

  it('is dead and gone from the list once revoked, and others go on', async () => {
    const [one, two] = [
      await createApiKey(deps, caller, { name: 'a' }),
      await createApiKey(deps, caller, { name: 'b' }),
    ];
    const { id } = one.api_key;
    expect(await check(one.key.reveal())).toEqual(caller);
    expect(await revokeApiKey(deps, caller, id)).toEqual({ revoked: true, id, name: 'a' });
    expect(await check(one.key.reveal())).toBeNull();
    expect(await check(two.key.reveal())).toEqual(caller);
    expect((await listApiKeys(deps, caller)).map(({ name }) => name)).toEqual(['first key', 'b']);
    expect((await auditedActions(deps.store, caller)).at(-1)).toBe('api_key.revoke');
  });

  it.each(['', 'olk_', 'olk_unknown', 'not even close', '{system}/account/'])('is not %j', async (text) => {
    expect(await check(text)).toBeNull();
  });

  it('of another account cannot be revoked, as if it did not exist', async () => {
    const other = { user_id: (await createAccount(deps)).user_id };
    const { api_key, key } = await createApiKey(deps, other, { name: 'theirs' });
    for (const id of [api_key.id, 'key_x', '', `${api_key.id}/../x`])
      await expect(revokeApiKey(deps, caller, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await check(key.reveal())).toEqual(other);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'a\nb' }, 'name'],
    [{ name: 'x'.repeat(65) }, 'name'],
    [{ name: 'ok', expires_in_days: 0 }, 'expires_in_days'],
    [{ name: 'ok', expires_in_days: 1.5 }, 'expires_in_days'],
    [{ name: 'ok', key: new Credential('olk_short') }, 'api_key'],
    [{ name: 'ok', key: new Credential('secret-0123456789-0123456789') }, 'api_key'],
  ])('is refused when made from %j, naming %s', async (input, field) => {
    const error = await createApiKey(deps, caller, input).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'validation', data: { field } });
    expect(String(error)).not.toContain('0123456789');
  });

  it('cannot be taken from another account by choosing its text', async () => {
    const key = new Credential('olk_chosen_by_the_operator');
    await createApiKey(deps, caller, { name: 'mine', key });
    const other = { user_id: (await createAccount(deps)).user_id };
    await expect(createApiKey(deps, other, { name: 'too', key })).rejects.toMatchObject({ code: 'conflict' });
    expect(await check(key.reveal())).toEqual(caller);
    expect((await listApiKeys(deps, other)).map(({ name }) => name)).toEqual(['first key']);
  });

  it('does not work when the making was cut short, and is dead when the revoking was', async () => {
    const key = new Credential('olk_made_but_not_finished');
    const crashing = { ...deps, store: stoppingAfter(deps.store, 1) };
    await expect(createApiKey(crashing, caller, { name: 'cut', key })).rejects.toThrow('crash');
    expect(await check(key.reveal())).toBeNull();
    const made = await createApiKey(deps, caller, { name: 'whole' });
    const crashingToo = { ...deps, store: stoppingAfter(deps.store, 1) };
    await expect(revokeApiKey(crashingToo, caller, made.api_key.id)).rejects.toThrow('crash');
    expect(await check(made.key.reveal())).toBeNull();
    await expect(revokeApiKey(deps, caller, made.api_key.id)).resolves.toMatchObject({ revoked: true });
  });
});
