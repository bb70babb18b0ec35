/** For Node only. */
import { frozen } from './frozen.ts';
import { isReadByCalls } from './keys.ts';
import type { Entry } from './port.ts';

const maxRows = 2_000;

/** As it lies in the table. `expires_at` in ms since the epoch. */
export type Row = { key: string; value: string; version: number; expires_at: number | null };
export type ReadRow = { entry(): Entry; expires_at: number | null };

export const entryOf = ({ key, value, version }: Row): Entry => ({ key, value: JSON.parse(value), version });

/** Who reads a row that every call reads shares it, frozen; others get what is theirs alone. */
const readRowOf = (row: Row): ReadRow => {
  const { key, expires_at } = row;
  if (!isReadByCalls(key)) return { entry: () => entryOf(row), expires_at };
  const shared = frozen(entryOf(row));
  return { entry: () => shared, expires_at };
};

/** Rows as last read, for as long as nobody has written since. */
export interface RowCache {
  get(key: string): ReadRow | undefined;
  put(row: Row): ReadRow;
  /** After a commit of our own. */
  forget(keys: readonly string[]): void;
}

/** Of every connection in this process. */
let ownCommits = 0;

/** `foreignCommits` changes with each commit of another connection. */
export const createRowCache = (foreignCommits: () => unknown): RowCache => {
  const rows = new Map<string, ReadRow>();
  let seen: unknown;
  let checkedAfter: number | null = null;

  /** When all promises that are settled were followed up. */
  const forgetCheckLater = (): void =>
    queueMicrotask(() =>
      process.nextTick(() => {
        checkedAfter = null;
      }),
    );

  /**
   * Once for all that runs before the event loop goes on: until then nobody can have told us of a later commit, not
   * even by asking something of us.
   */
  const check = (): void => {
    if (checkedAfter === ownCommits) return;
    if (checkedAfter === null) forgetCheckLater();
    checkedAfter = ownCommits;
    const now = foreignCommits();
    if (now !== seen) rows.clear();
    seen = now;
  };

  return {
    get: (key) => {
      check();
      return rows.get(key);
    },
    put: (row) => {
      if (rows.size >= maxRows) rows.clear();
      const read = readRowOf(row);
      rows.set(row.key, read);
      return read;
    },
    forget: (keys) => {
      ownCommits++;
      for (const key of keys) rows.delete(key);
    },
  };
};
