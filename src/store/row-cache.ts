const maxRows = 2_000;

/** As it lies in the table. `expires_at` in ms since the epoch. */
export type Row = { key: string; value: string; version: number; expires_at: number | null };

/** Rows as last read, for as long as nobody has written since. */
export interface RowCache {
  get(key: string): Row | undefined;
  put(row: Row): void;
  /** After a commit of our own. */
  forget(keys: readonly string[]): void;
}

/** `foreignCommits` changes with each commit of another connection. */
export const createRowCache = (foreignCommits: () => unknown): RowCache => {
  const rows = new Map<string, Row>();
  let seen: unknown;
  let isChecked = false;

  /** Once for all that is read without a pause: nothing can have been heard of a later commit. */
  const check = (): void => {
    if (isChecked) return;
    isChecked = true;
    queueMicrotask(() => {
      isChecked = false;
    });
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
      rows.set(row.key, row);
    },
    forget: (keys) => {
      for (const key of keys) rows.delete(key);
    },
  };
};
