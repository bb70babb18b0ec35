/** For Node only. */
import { ConciergeError, conflict } from '../errors.ts';
import { holdsSecret } from '../store/keys.ts';
import type { Change, Store } from '../store/port.ts';
import type { SealedSecret, Vault } from '../vault/port.ts';
import { placeOfSecret } from '../vault/rewrap.ts';
import { accountsOf, entriesOf, type Moved } from './entries.ts';
import { createTally, type ExportSummary, readEntries } from './export-file.ts';
import { movingOf } from './kinds.ts';

const atOnce = 100;

export type Imported = ExportSummary & {
  /** Entries that an import which was cut off had brought already. */
  found: number;
};

type Deps = { store: Store; vault: Vault };
/** Reads the file from its beginning. */
export type ReadLines = () => AsyncIterable<string>;

const accountOf = (key: string): string => key.slice(1, key.indexOf('}'));

/** Looks at the whole file and at the store before anything is written. */
const inspect = async ({ store, vault }: Deps, read: ReadLines): Promise<ExportSummary> => {
  const users = new Set<string>();
  const unknown = new Set<string>();
  const entries = readEntries(read());
  let next = await entries.next();
  for (; !next.done; next = await entries.next()) {
    const { key, value } = next.value;
    users.add(accountOf(key));
    if (holdsSecret(key) && !vault.canOpen(value as SealedSecret))
      unknown.add((value as SealedSecret).key_id);
  }
  if (unknown.size > 0)
    throw new ConciergeError(
      'precondition_failed',
      `The credentials of this export are sealed with the master key ${[...unknown].join(', ')}, which is not here. ` +
        'Set CONCIERGE_MASTER_KEY to the key of this store and, behind it and a comma, that of the other: what stands in its CONCIERGE_MASTER_KEY or its `master.key`.',
    );
  for await (const user_id of accountsOf(store))
    if (!users.has(user_id))
      throw new ConciergeError(
        'precondition_failed',
        `The store has an account that is not in the file (${user_id}): import into a new one.`,
      );
  return next.value;
};

/** True when the store has what the file says; a credential is the same under another seal. */
const isThere = async ({ vault }: Deps, stored: unknown, { key, value }: Moved): Promise<boolean> => {
  if (!holdsSecret(key)) return JSON.stringify(stored) === JSON.stringify(value);
  const place = placeOfSecret(key);
  const [here, wanted] = await Promise.all(
    [stored, value].map((sealed) => vault.open(sealed as SealedSecret, place)),
  );
  return here!.reveal() === wanted!.reveal();
};

const changeFor = async ({ vault }: Deps, { key, value }: Moved): Promise<Change> => {
  const moving = movingOf(key);
  const ttl = typeof moving === 'object' ? moving : {};
  if (!holdsSecret(key)) return { key, value, expect: 'absent', ...ttl };
  const place = placeOfSecret(key);
  const credential = await vault.open(value as SealedSecret, place);
  return { key, value: await vault.seal(credential, place), expect: 'absent', ...ttl };
};

/** Writes what is missing of entries of one account; how many were there. */
const bring = async (deps: Deps, some: Moved[]): Promise<number> => {
  const missing: Moved[] = [];
  for (const moved of some) {
    const row = await deps.store.get(moved.key);
    if (row === null) missing.push(moved);
    else if (!(await isThere(deps, row.value, moved)))
      throw conflict(`The store has changed since an earlier import (${moved.key}): import into a new one.`);
  }
  const changes = await Promise.all(missing.map((moved) => changeFor(deps, moved)));
  if (changes.length > 0) await deps.store.commit(changes, { final: true });
  return some.length - missing.length;
};

/** Reads everything back: the same entries in the same order, each as it stands in the file. */
const verify = async (deps: Deps, read: ReadLines, wanted: ExportSummary): Promise<void> => {
  const tally = createTally();
  const stored = entriesOf(deps.store);
  for await (const moved of readEntries(read())) {
    const { value: row, done } = await stored.next();
    if (done || row.key !== moved.key || !(await isThere(deps, row.value, moved))) break;
    // A credential that opens to the same counts as it was sealed in the file.
    tally.add(holdsSecret(moved.key) ? moved : row);
  }
  const seen = tally.summary();
  if (seen.entries !== wanted.entries || seen.sha256 !== wanted.sha256 || !(await stored.next()).done)
    throw conflict(
      `The store does not hold what the file does (${seen.entries} of ${wanted.entries} entries compared): something else writes to it. Stop the servers and import into a new one.`,
    );
};

/**
 * Brings an export into a store without accounts, credentials sealed anew with its first master key, and compares all of
 * it with the file at the end. Cut off, it goes on where it was. Errors: `validation` for a damaged file;
 * `precondition_failed` for a missing master key or a store that is in use; `conflict` when others write meanwhile.
 */
export const importStore = async (deps: Deps, read: ReadLines): Promise<Imported> => {
  const summary = await inspect(deps, read);
  let found = 0;
  let waiting: Moved[] = [];
  for await (const moved of readEntries(read())) {
    if (waiting.length === atOnce || (waiting[0] && accountOf(waiting[0].key) !== accountOf(moved.key)))
      found += await bring(deps, waiting.splice(0));
    waiting.push(moved);
  }
  found += await bring(deps, waiting);
  waiting = [];
  await verify(deps, read, summary);
  return { ...summary, found };
};
