import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAccount } from '../../src/accounts/create-account.ts';
import { Credential } from '../../src/domain/credential.ts';
import { exportStore } from '../../src/move/export.ts';
import { importStore } from '../../src/move/import.ts';
import { keys } from '../../src/store/keys.ts';
import { listAll } from '../../src/store/list-all.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';
import { createRedisStore } from '../../src/store/redis.ts';
import { createSqliteStore } from '../../src/store/sqlite.ts';
import { createVault } from '../../src/vault/create-vault.ts';
import { parseKeyRing } from '../../src/vault/key-ring.ts';
import type { SealedSecret, Vault } from '../../src/vault/port.ts';
import { breakable } from '../concierge/breakable-store.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../fixtures/redis-server.ts';

const [oldKey, newKey] = ['o', 'n'].map((letter) => btoa(letter.repeat(32)));
const vaultWith = async (...list: (string | undefined)[]): Promise<Vault> =>
  createVault(await parseKeyRing(list.join(',')));
const now = () => new Date();
const secretOf = (user_id: string) => keys.secret(user_id, 'sb_1', 'ds_1');

let folder: string;
let redis: RedisServer;
let embedded: Store;
let distributed: Store;
let users: string[];

/** Two accounts: one with more than a page of rows and a credential, and what lasts minutes. */
const fill = async (store: Store): Promise<string[]> => {
  const vault = await vaultWith(oldKey);
  const made = [await createAccount({ store, now }), await createAccount({ store, now })];
  const [user_id] = made.map((account) => account.user_id) as [string];
  const place = { user_id, sandbox_id: 'sb_1', holder_id: 'ds_1', field: 'credential' as const };
  const runs = Array.from({ length: 1100 }, (_, at) => keys.run(user_id, 'sb_1', `rn_${at}`));
  for (let at = 0; at < runs.length; at += 200)
    await store.commit(runs.slice(at, at + 200).map((key) => ({ key, value: { text: `ü ${key}` } })));
  await store.commit([
    { key: secretOf(user_id), value: await vault.seal(new Credential('tkn-1'), place) },
    { key: keys.source(user_id, 'sb_1', 'ds_1'), value: { name: 'Docs', version: 7 } },
    { key: keys.turnLock(user_id, 'ss_1'), value: 'rn_1', ttl_ms: 60_000 },
  ]);
  return made.map((account) => account.user_id);
};

const linesIn = async (store: Store): Promise<string[]> => Array.fromAsync(exportStore(store, now()));
const readingOf = (lines: string[]) =>
  async function* () {
    yield* lines;
  };
const bring = async (store: Store, lines: string[], vault = vaultWith(newKey, oldKey)) =>
  importStore({ store, vault: await vault }, readingOf(lines));
const credentialIn = async (store: Store, vault: Vault): Promise<string> => {
  const { key, value } = (await store.get<SealedSecret>(secretOf(users[0]!)))!;
  const [, , sandbox_id = '', holder_id = ''] = key.split('/');
  const place = { user_id: users[0]!, sandbox_id, holder_id, field: 'credential' as const };
  return (await vault.open(value, place)).reveal();
};
const withoutSecrets = async (store: Store) =>
  (await listAll(store, `{${users[0]}}/`))
    .filter(({ key }) => !/\/(?:secret|turn-lock)\//.test(key))
    .map(({ key, value }) => [key, value]);

describeWithRedis('moving everything', () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'concierge-move-'));
    redis = await startRedis({ appendfsync: 'no' });
    embedded = createSqliteStore({ path: join(folder, 'concierge.db') });
    distributed = await createRedisStore({ urls: [redis.url] });
    users = await fill(embedded);
  });
  afterEach(async () => {
    await Promise.all([embedded.close(), distributed.close()]);
    await redis.close();
    rmSync(folder, { recursive: true });
  });

  it('to Redis and back leaves the same rows, and credentials that the new key alone opens', async () => {
    const lines = await linesIn(embedded);
    const done = await bring(distributed, lines);
    expect(done).toMatchObject({ entries: lines.length - 2, found: 0 });
    expect(await withoutSecrets(distributed)).toEqual(await withoutSecrets(embedded));
    expect(await credentialIn(distributed, await vaultWith(newKey))).toBe('tkn-1');
    expect((await distributed.get(keys.turnLock(users[0]!, 'ss_1')))?.value).toBeUndefined();
    const back = createMemoryStore();
    await bring(back, await linesIn(distributed), vaultWith(oldKey, newKey));
    expect(await withoutSecrets(back)).toEqual(await withoutSecrets(embedded));
    expect(await credentialIn(back, await vaultWith(oldKey))).toBe('tkn-1');
  });

  it('writes no credential in clear', async () => {
    const text = (await linesIn(embedded)).join('\n');
    expect(text).not.toMatch(/tkn-1|dGtuLTE/);
    expect(text).toContain('"master_keys":["');
  });

  it('goes on where it was cut off', async () => {
    const lines = await linesIn(embedded);
    const { wrap, breakWhen } = breakable();
    let commits = 0;
    breakWhen(() => ++commits > 4);
    await expect(bring(wrap(distributed), lines)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await distributed.get(keys.system.account(users[1]!))).toBeNull();
    const { found, entries } = await bring(distributed, lines);
    expect(found).toBe(400);
    expect((await bring(distributed, lines)).found).toBe(entries);
  });

  it.each<[string, (lines: string[]) => string[]]>([
    ['was cut off', (lines) => lines.slice(0, -1)],
    ['lost a line', (lines) => lines.toSpliced(5, 1)],
    ['was changed', (lines) => lines.map((line) => line.replace('"Docs"', '"Dogs"'))],
    ['is something else', () => ['hello', 'world']],
    ['is empty', () => []],
  ])('refuses a file that %s, and writes nothing', async (_, damage) => {
    const lines = damage(await linesIn(embedded));
    await expect(bring(distributed, lines)).rejects.toMatchObject({ code: 'validation' });
    expect((await distributed.list(`{${users[0]}}/`)).entries).toEqual([]);
  });

  it('refuses without the master key of the other store, and names it', async () => {
    const lines = await linesIn(embedded);
    const id = JSON.parse(lines.at(-1)!).master_keys[0];
    await expect(bring(distributed, lines, vaultWith(newKey))).rejects.toThrow(id);
    expect((await distributed.list(`{${users[0]}}/`)).entries).toEqual([]);
  });

  it('refuses a store that is in use, and tells when others write into it meanwhile', async () => {
    const lines = await linesIn(embedded);
    await bring(distributed, lines);
    await distributed.commit([{ key: keys.agent(users[0]!, 'sb_1', 'new'), value: {} }]);
    await expect(bring(distributed, lines)).rejects.toMatchObject({ code: 'conflict' });
    await createAccount({ store: distributed, now });
    await expect(bring(distributed, lines)).rejects.toMatchObject({ code: 'precondition_failed' });
  });
});
