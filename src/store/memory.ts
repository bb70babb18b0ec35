import { frozen } from './frozen.ts';
import { isReadByCalls } from './keys.ts';
import { assertOneAccount } from './one-account.ts';
import { pageSize } from './page-size.ts';
import { type Change, type Entry, type ListOptions, StaleVersionError, type Store } from './port.ts';

type Row = { text: string; version: number; expires_at: number };

const encoder = new TextEncoder();

const byBytes = (left: string, right: string): number => {
  const [a, b] = [encoder.encode(left), encoder.encode(right)];
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) if (a[index] !== b[index]) return a[index]! - b[index]!;
  return a.length - b.length;
};

const behind = (key: string, after: string | undefined, reverse: boolean): boolean =>
  after === undefined || (reverse ? byBytes(key, after) < 0 : byBytes(key, after) > 0);

/** A store that lasts as long as its process. `now` is in milliseconds. */
export const createMemoryStore = ({ now = Date.now }: { now?: () => number } = {}): Store => {
  const rows = new Map<string, Row>();
  let lastVersion = 0;

  const alive = (key: string): Row | null => {
    const row = rows.get(key);
    if (row === undefined) return null;
    if (row.expires_at > now()) return row;
    rows.delete(key);
    return null;
  };

  /** What a store that keeps what it has read shares is frozen here too, so that nobody builds on changing it. */
  const entryOf = <T>(key: string, { text, version }: Row): Entry<T> => {
    const entry = { key, value: JSON.parse(text) as T, version };
    return isReadByCalls(key) ? frozen(entry) : entry;
  };

  const assertExpected = ({ key, expect }: Change): void => {
    if (expect === undefined) return;
    if ((alive(key)?.version ?? 'absent') !== expect) throw new StaleVersionError(key);
  };

  return {
    async get<T>(key: string) {
      const row = alive(key);
      return row === null ? null : entryOf<T>(key, row);
    },

    async list<T>(prefix: string, options: ListOptions = {}) {
      const { after, reverse = false } = options;
      const found = [...rows.keys()]
        .filter((key) => key.startsWith(prefix) && behind(key, after, reverse) && alive(key) !== null)
        .sort(reverse ? (left, right) => byBytes(right, left) : byBytes);
      const keys = found.slice(0, pageSize(options));
      return {
        entries: keys.map((key) => entryOf<T>(key, rows.get(key)!)),
        cursor: found.length > keys.length ? keys.at(-1)! : null,
      };
    },

    async commit(changes) {
      assertOneAccount(changes);
      const writes = changes.map((change) => ({ ...change, text: JSON.stringify(change.value) }));
      for (const change of changes) assertExpected(change);
      const version = ++lastVersion;
      for (const { key, text, ttl_ms = Number.POSITIVE_INFINITY } of writes)
        if (text === undefined) rows.delete(key);
        else rows.set(key, { text, version, expires_at: now() + ttl_ms });
      return version;
    },

    async close() {
      rows.clear();
    },
  };
};
