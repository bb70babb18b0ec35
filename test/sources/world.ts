import type { Caller } from '../../src/domain/account.ts';
import { Credential } from '../../src/domain/credential.ts';
import { createId } from '../../src/domain/id.ts';
import type { Sandbox } from '../../src/domain/sandbox.ts';
import type { Source } from '../../src/domain/source.ts';
import { createNodeEgress } from '../../src/egress/node.ts';
import type { SourcesDeps } from '../../src/sources/deps.ts';
import type { RegisterInput } from '../../src/sources/register.ts';
import { registerSource } from '../../src/sources/register.ts';
import { keys } from '../../src/store/keys.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';
import { createUpstream } from '../../src/upstream/upstream.ts';
import { createVault } from '../../src/vault/create-vault.ts';
import { parseKeyRing } from '../../src/vault/key-ring.ts';
import { startFixtureServers } from '../fixtures/servers.ts';

export const caller: Caller = { user_id: createId('account') };

/** Real parts but the store's durability: memory store, vault, egress, upstream, and the fixture servers. */
export const createWorld = async () => {
  const servers = await startFixtureServers();
  const egress = createNodeEgress({ policy: { mode: 'private', allow: [] } });
  const upstream = createUpstream({ egress });
  const store = createMemoryStore();
  const vault = createVault(await parseKeyRing(btoa('0123456789abcdef0123456789abcdef')));
  const deps: SourcesDeps = {
    store,
    vault,
    egress,
    upstream,
    now: () => new Date(),
    max_rate_cap_per_minute: 600,
  };
  const newSandbox = async (status: Sandbox['status'] = 'active'): Promise<string> => {
    const sandbox_id = createId('sandbox');
    const sandbox: Sandbox = {
      sandbox_id,
      user_id: caller.user_id,
      owner_id: caller.user_id,
      name: sandbox_id,
      tier: 'free',
      status,
      metadata: {},
      created_at: new Date().toISOString(),
    };
    await store.commit([{ key: keys.sandbox(caller.user_id, sandbox_id), value: sandbox }]);
    return sandbox_id;
  };
  const register = (input: Partial<RegisterInput> & { sandbox_id: string }): Promise<Source> =>
    registerSource(deps, caller, {
      name: 'Acme',
      base_url: servers.url('open'),
      auth_kind: 'none',
      ...input,
    });
  const registerBearer = (sandbox_id: string, input: Partial<RegisterInput> = {}): Promise<Source> =>
    register({
      sandbox_id,
      base_url: servers.url('bearer'),
      auth_kind: 'bearer',
      token: new Credential(servers.token.good),
      ...input,
    });
  const close = async (): Promise<void> => {
    await Promise.all([upstream.close(), egress.close(), servers.close(), store.close()]);
  };
  return { deps, servers, store, newSandbox, register, registerBearer, close };
};

export type World = Awaited<ReturnType<typeof createWorld>>;

/** The whole store as one text. */
export const everythingIn = async (store: Store): Promise<string> =>
  JSON.stringify((await store.list('{')).entries);

/** Keys of a sandbox's rows of one kind, such as `label`, as their last parts. */
export const keysIn = async (store: Store, kind: string, sandbox_id: string): Promise<string[]> => {
  const prefix = `{${caller.user_id}}/${kind}/${sandbox_id}/`;
  return (await store.list(prefix)).entries.map(({ key }) => key.slice(prefix.length));
};

export const sealedSecret = async (store: Store, source: Source): Promise<string | null> => {
  const { user_id, sandbox_id, data_source_id } = source;
  const entry = await store.get<{ ciphertext: string }>(keys.secret(user_id, sandbox_id, data_source_id));
  return entry?.value.ciphertext ?? null;
};

/** A promise and what settles it. */
export const gate = () => Promise.withResolvers<void>();

/** An upstream whose answers to `list` are held back until `release` settles. */
export const holdingBack = (deps: SourcesDeps, release: Promise<void>) => {
  const answered = gate();
  const upstream: SourcesDeps['upstream'] = {
    ...deps.upstream,
    list: async (...args) => {
      try {
        return await deps.upstream.list(...args);
      } finally {
        answered.resolve();
        await release;
      }
    },
  };
  return { deps: { ...deps, upstream }, answered: answered.promise };
};

/** The world's store, and what its commits were asked to erase. */
export const watchingCommits = (store: Store) => {
  const erased: boolean[] = [];
  const watched: Store = {
    ...store,
    commit: (changes, options = {}) => {
      erased.push(options.erase ?? false);
      return store.commit(changes, options);
    },
  };
  return { store: watched, erased };
};

/** The actions recorded about a source or an agent. */
export const recorded = async (store: Store, subject: string): Promise<string[]> => {
  const { entries } = await store.list<{ action: string; subject: string }>(`{${caller.user_id}}/audit/`);
  return entries
    .map(({ value }) => value)
    .filter((record) => record.subject === subject)
    .map(({ action }) => action);
};
