import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createKeyCheck } from '../../src/accounts/authenticate-key.ts';
import { createAccount } from '../../src/accounts/create-account.ts';
import { deleteSandbox } from '../../src/accounts/delete-sandbox.ts';
import type { AccountsDeps } from '../../src/accounts/deps.ts';
import {
  ensureFirstAccount,
  ensureFirstCaller,
  ensureFirstSandbox,
} from '../../src/accounts/ensure-first-account.ts';
import { listApiKeys } from '../../src/accounts/list-api-keys.ts';
import { listSandboxes } from '../../src/accounts/list-sandboxes.ts';
import { revokeApiKey } from '../../src/accounts/revoke-api-key.ts';
import { Credential } from '../../src/domain/credential.ts';
import { listAll } from '../../src/store/list-all.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';
import { createSqliteStore } from '../../src/store/sqlite.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const newPath = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'concierge-accounts-'));
  folders.push(folder);
  return join(folder, 'concierge.db');
};

const now = () => new Date();
const accountsOf = async (store: Store) =>
  (await listAll(store, '{system}/account/')).map(({ value }) => value);

describe.each([
  ['in memory', () => createMemoryStore()],
  ['in SQLite', () => createSqliteStore({ path: newPath() })],
])('the first start on a store %s', (_, open) => {
  const begin = (): AccountsDeps => ({ store: open(), now });

  it('makes one account, its key and the sandbox `default`; the next start finds them', async () => {
    const deps = begin();
    const first = await ensureFirstAccount(deps);
    expect(await createKeyCheck(deps)(first.api_key!.reveal())).toEqual({ user_id: first.user_id });
    expect(await listSandboxes(deps, first)).toMatchObject([
      { name: 'default', sandbox_id: first.sandbox_id },
    ]);
    expect(await ensureFirstAccount(deps)).toEqual({ ...first, api_key: null });
    expect(await accountsOf(deps.store)).toMatchObject([{ user_id: first.user_id }]);
    await deps.store.close();
  });

  it('makes one account and one key, however many start at once', async () => {
    const deps = begin();
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? ensureFirstAccount(deps) : openTerminal(deps))),
    );
    expect(new Set(all.map(({ user_id, sandbox_id }) => user_id + sandbox_id)).size).toBe(1);
    expect(all.filter(({ api_key }) => api_key !== null)).toHaveLength(1);
    const keys = (await listAll(deps.store, '')).map(({ key }) => key);
    const foreign = keys.filter(
      (key) => !key.startsWith('{system}') && !key.startsWith(`{${all[0]!.user_id}}`),
    );
    expect(foreign).toEqual([]);
    expect(keys.filter((key) => key.includes('/api-key/'))).toHaveLength(2);
    await deps.store.close();
  });
});

/** What the terminal does: it needs an account and a sandbox, and no key. */
const openTerminal = async (deps: AccountsDeps) => {
  const caller = await ensureFirstCaller(deps);
  const { sandbox_id } = await ensureFirstSandbox(deps, caller);
  return { ...caller, sandbox_id, api_key: null };
};

describe('the first account', () => {
  const begin = (): AccountsDeps => ({ store: createMemoryStore(), now });
  const chosen = new Credential('olk_chosen_by_the_operator');

  it('gets the key that was set, and later settings change nothing', async () => {
    const deps = begin();
    const { user_id } = await ensureFirstAccount(deps, { api_key: chosen });
    expect(await createKeyCheck(deps)(chosen.reveal())).toEqual({ user_id });
    const other = new Credential('olk_another_one_set_later');
    expect((await ensureFirstAccount(deps, { api_key: other })).api_key).toBeNull();
    expect(await createKeyCheck(deps)(other.reveal())).toBeNull();
  });

  it('has no key while only the terminal was there, and gets one from the first server', async () => {
    const deps = begin();
    const terminal = await openTerminal(deps);
    expect(await listApiKeys(deps, terminal)).toEqual([]);
    const server = await ensureFirstAccount(deps);
    expect(server).toMatchObject({ user_id: terminal.user_id, sandbox_id: terminal.sandbox_id });
    expect(await createKeyCheck(deps)(server.api_key!.reveal())).toEqual({ user_id: terminal.user_id });
  });

  it('does not get a revoked key back, though it is still set', async () => {
    const deps = begin();
    const first = await ensureFirstAccount(deps, { api_key: chosen });
    const [key] = await listApiKeys(deps, first);
    await revokeApiKey(deps, first, key!.id);
    expect((await ensureFirstAccount(deps, { api_key: chosen })).api_key).toBeNull();
    expect(await createKeyCheck(deps)(chosen.reveal())).toBeNull();
  });

  it('is the one made by hand when there is one, and keeps its key', async () => {
    const deps = begin();
    const made = await createAccount(deps);
    await createAccount(deps);
    const first = await ensureFirstAccount(deps);
    expect(first).toEqual({ user_id: made.user_id, sandbox_id: made.sandbox_id, api_key: null });
  });

  it('gets a sandbox again when its last one was deleted', async () => {
    const deps = begin();
    const first = await ensureFirstAccount(deps);
    await deleteSandbox(deps, first, first.sandbox_id);
    const again = await ensureFirstAccount(deps);
    expect(again.sandbox_id).not.toBe(first.sandbox_id);
    expect(await listSandboxes(deps, first)).toMatchObject([{ name: 'default' }]);
  });

  it('is not made with a key of the wrong form', async () => {
    const short = { api_key: new Credential('olk_short') };
    await expect(ensureFirstAccount(begin(), short)).rejects.toMatchObject({ code: 'validation' });
  });

  it.each([0, 1, 2, 3])('is whole after a crash at commit %i and another start', async (commits) => {
    const store = createMemoryStore();
    let left = commits;
    const commit: Store['commit'] = async (changes) => {
      if (left-- <= 0) throw new Error('crash');
      return store.commit(changes);
    };
    await expect(ensureFirstAccount({ store: { ...store, commit }, now })).rejects.toThrow('crash');
    const deps = { store, now };
    const first = await ensureFirstAccount(deps);
    expect(await createKeyCheck(deps)(first.api_key!.reveal())).toEqual({ user_id: first.user_id });
    expect(await accountsOf(store)).toHaveLength(1);
  });

  it('is one for two processes that start on an empty folder at once', async () => {
    const path = newPath();
    const run = () => {
      const script = join(import.meta.dirname, 'first-start-child.ts');
      return text(spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] }).stdout);
    };
    const starts = (await Promise.all([run(), run(), run()])).map((output) => JSON.parse(output));
    expect(new Set(starts.map(({ user_id }) => user_id)).size).toBe(1);
    expect(starts.filter(({ made_key }) => made_key)).toHaveLength(1);
    const store = createSqliteStore({ path });
    expect(await accountsOf(store)).toHaveLength(1);
    await store.close();
  });
});
