/** For Node only. */
import { setTimeout as pause } from 'node:timers/promises';
import { ConciergeError } from '../errors.ts';
import { createCommitMark } from './commit-mark.ts';
import { holdsSecret } from './keys.ts';
import { assertOneAccount } from './one-account.ts';
import { pageSize } from './page-size.ts';
import { type Change, type Entry, type ListOptions, StaleVersionError, type Store } from './port.ts';
import { createRowCache, entryOf, type Row } from './row-cache.ts';
import { isDatabaseError, isLocked, openDatabase } from './sqlite-database.ts';

const lockTimeoutMs = 20;
const patienceMs = 900;
const sweepEveryMs = 60_000;
/** Behind every key that begins with the prefix: the last code point there is. */
const lastCodePoint = '\u{10FFFF}';

const unavailable = (cause: unknown): ConciergeError =>
  new ConciergeError('unavailable', 'The store cannot be read or written just now. Try again in a moment.', {
    cause,
  });

const insist = async <T>(work: () => T, firstError: unknown): Promise<T> => {
  const deadline = performance.now() + patienceMs;
  for (let error = firstError; ; ) {
    if (!isDatabaseError(error)) throw error;
    if (!isLocked(error) || performance.now() > deadline) throw unavailable(error);
    await pause(1 + Math.random() * 5);
    try {
      return work();
    } catch (next) {
      error = next;
    }
  }
};

/**
 * At once where it can be; while another process has the lock, waits without holding up the thread and gives up after
 * `patienceMs`.
 */
const attempt = <T>(work: () => T): T | Promise<T> => {
  try {
    return work();
  } catch (error) {
    return insist(work, error);
  }
};

const statements = (database: ReturnType<typeof openDatabase>) => {
  const alive = '(expires_at IS NULL OR expires_at > :now)';
  const put = (table: string) =>
    database.prepare(
      `INSERT INTO ${table} VALUES (:key, :value, :version, :expires_at)
       ON CONFLICT (key) DO UPDATE SET value = :value, version = :version, expires_at = :expires_at`,
    );
  const page = (bounds: string, order: string) =>
    database.prepare(
      `SELECT key, value, version FROM everything WHERE ${bounds} AND ${alive} ORDER BY key ${order} LIMIT :limit`,
    );
  const get = (table: string) =>
    database.prepare(`SELECT key, value, version, expires_at FROM ${table} WHERE key = ?`);
  return {
    version: database.prepare(`SELECT version FROM everything WHERE key = :key AND ${alive}`),
    ascending: page('key >= :prefix AND key < :end AND key > :after', 'ASC'),
    descending: page('key >= :prefix AND key < :end AND key < :after', 'DESC'),
    nextVersion: database.prepare('UPDATE counter SET version = version + 1 RETURNING version'),
    entry: {
      get: get('entry'),
      put: put('entry'),
      remove: database.prepare('DELETE FROM entry WHERE key = ?'),
    },
    sealed: {
      get: get('sealed'),
      put: put('sealed'),
      remove: database.prepare('DELETE FROM sealed WHERE key = ?'),
    },
    sweepEntry: database.prepare('DELETE FROM entry WHERE expires_at <= ?'),
    sweepSealed: database.prepare('DELETE FROM sealed WHERE expires_at <= ?'),
    foreignCommits: database.prepare('PRAGMA data_version'),
    truncateLog: database.prepare('PRAGMA wal_checkpoint(TRUNCATE)'),
  };
};

/**
 * The embedded store: one SQLite file, safe for several processes at once. `now` is in milliseconds.
 * Errors: `unavailable` when the file cannot be opened, here or later.
 */
export const createSqliteStore = ({ path, now = Date.now }: { path: string; now?: () => number }): Store => {
  const database = openDatabase(path, lockTimeoutMs);
  const sql = statements(database);
  // An array is made in two thirds of the time that an object takes.
  sql.foreignCommits.setReturnArrays(true);
  const mark = createCommitMark(path);
  let foreignCommits: unknown;
  const cache = createRowCache(() => {
    if (mark.hasMoved()) [foreignCommits] = sql.foreignCommits.get() as unknown as unknown[];
    return foreignCommits;
  });
  /** An erased secret may still be in the log: a crash or a reader came in between. */
  let logOwed = true;

  const transaction = <T>(work: () => T): T => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };

  /**
   * `secure_delete` clears deleted cells but not the copies that page balancing leaves of cells it moved.
   * Emptying the whole table frees, and so clears, every page it had.
   */
  const rewriteSealed = (): void => {
    database.exec(`CREATE TEMP TABLE kept AS SELECT * FROM main.sealed;
      DELETE FROM main.sealed;
      INSERT INTO main.sealed SELECT * FROM kept;
      DROP TABLE kept;`);
    logOwed = true;
  };

  const truncateLog = (): void => {
    if (!logOwed) return;
    if (sql.truncateLog.get()?.busy !== 0)
      throw Object.assign(new Error('The log is being read.'), { code: 'ERR_SQLITE_ERROR', errcode: 5 });
    logOwed = false;
  };

  /** In the log, but not forced to the disk: the next commit that is takes it along. */
  const withoutSync = <T>(work: () => T): T => {
    database.exec('PRAGMA synchronous = NORMAL');
    try {
      return work();
    } finally {
      database.exec('PRAGMA synchronous = FULL');
    }
  };

  const assertExpected = ({ key, expect }: Change): void => {
    if (expect === undefined) return;
    const version = sql.version.get({ key, now: now() })?.version;
    if ((version ?? 'absent') !== expect) throw new StaleVersionError(key);
  };

  const hasExpired = ({ expires_at }: Pick<Row, 'expires_at'>): boolean =>
    expires_at !== null && expires_at <= now();

  const tableOf = (key: string) => (holdsSecret(key) ? sql.sealed : sql.entry);

  /** What holds a secret is not kept. */
  const readSealed = (key: string): Entry | null => {
    const row = sql.sealed.get.get(key) as Row | undefined;
    return row === undefined || hasExpired(row) ? null : entryOf(row);
  };

  const readPlain = (key: string): Entry | null => {
    const row = sql.entry.get.get(key) as Row | undefined;
    return row === undefined || hasExpired(row) ? null : cache.put(row).entry();
  };

  const read = (key: string): Entry | null => {
    const known = cache.get(key);
    if (known !== undefined && !hasExpired(known)) return known.entry();
    return holdsSecret(key) ? readSealed(key) : readPlain(key);
  };

  const write = (change: Change, value: string | undefined, version: number): void => {
    const { key, ttl_ms } = change;
    const table = tableOf(key);
    if (value === undefined) table.remove.run(key);
    else
      table.put.run({
        key,
        value,
        version,
        expires_at: ttl_ms === undefined ? null : Math.ceil(now() + ttl_ms),
      });
  };

  const sweep = (): void => {
    transaction(() => {
      sql.sweepEntry.run(now());
      if (sql.sweepSealed.run(now()).changes > 0) rewriteSealed();
    });
    truncateLog();
  };

  /** A sweep that fails is due again a minute later; what it would remove is invisible already. */
  const trySweep = (): void => {
    try {
      sweep();
    } catch (error) {
      if (!isDatabaseError(error)) throw error;
    }
  };

  const list = (prefix: string, { after, reverse = false }: ListOptions, limit: number): Row[] => {
    const end = prefix + lastCodePoint;
    const bounds = { prefix, end, now: now(), limit };
    const rows = reverse
      ? sql.descending.all({ ...bounds, after: after ?? end })
      : sql.ascending.all({ ...bounds, after: after ?? '' });
    return rows as Row[];
  };

  trySweep();
  const sweeping = setInterval(trySweep, sweepEveryMs).unref();

  return {
    get: <T>(key: string) => attempt(() => read(key) as Entry<T> | null),

    list: async <T>(prefix: string, options: ListOptions = {}) => {
      const limit = pageSize(options);
      const rows = await attempt(() => list(prefix, options, limit + 1));
      const page = rows.slice(0, limit);
      return {
        entries: page.map((row) => entryOf(row) as Entry<T>),
        cursor: rows.length > limit ? page.at(-1)!.key : null,
      };
    },

    commit: async (changes, { erase = false, passing = false } = {}) => {
      assertOneAccount(changes);
      const values = changes.map(({ value }) => JSON.stringify(value));
      const change = () =>
        transaction(() => {
          cache.forget(changes.map(({ key }) => key));
          for (const one of changes) assertExpected(one);
          const next = Number(sql.nextVersion.get()?.version);
          for (const [index, one] of changes.entries()) write(one, values[index], next);
          if (erase) rewriteSealed();
          return next;
        });
      const version = await attempt(() => (passing ? withoutSync(change) : change()));
      mark.prove();
      if (erase) await attempt(truncateLog);
      return version;
    },

    close: async () => {
      clearInterval(sweeping);
      if (database.isOpen) database.close();
    },
  };
};
