/** For Node only. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConciergeError } from '../errors.ts';

const schemaVersion = 1;
const lockCodes = new Set([5, 6]);

const columns = `(
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  version INTEGER NOT NULL,
  expires_at INTEGER
) STRICT;`;

/** `sealed` holds the secrets: a table of its own, small enough to be written anew when one is erased. */
const schema = `
  CREATE TABLE entry ${columns}
  CREATE TABLE sealed ${columns}
  CREATE INDEX entry_expiry ON entry (expires_at) WHERE expires_at IS NOT NULL;
  CREATE VIEW everything AS SELECT * FROM entry UNION ALL SELECT * FROM sealed;
  CREATE TABLE counter (version INTEGER NOT NULL) STRICT;
  INSERT INTO counter VALUES (0);
  PRAGMA user_version = ${schemaVersion};`;

/** Errors that SQLite or a closed connection raised, as opposed to mistakes in our own code. */
export const isDatabaseError = (error: unknown): error is Error & { errcode?: number } =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_SQLITE_ERROR' || error.code === 'ERR_INVALID_STATE');

/** Another connection holds the lock; trying again may help. */
export const isLocked = (error: unknown): boolean =>
  isDatabaseError(error) && error.errcode !== undefined && lockCodes.has(error.errcode & 0xff);

const sleepSync = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

/** SQLite's own waiting does not cover two processes that turn on the WAL at the same time. */
const whenUnlocked = (work: () => void, attempts = 200): void => {
  for (let attempt = 1; ; attempt++) {
    try {
      work();
      return;
    } catch (error) {
      if (!isLocked(error) || attempt === attempts) throw error;
      sleepSync(10);
    }
  }
};

const schemaVersionOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.user_version);

const createSchema = (database: DatabaseSync): void => {
  database.exec('BEGIN IMMEDIATE');
  try {
    if (schemaVersionOf(database) === 0) database.exec(schema);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
};

const prepareFile = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
};

/**
 * Opens the file, making it (mode 0600) and its folder (0700) when missing; the WAL takes the file's mode.
 * Errors: `unavailable` when it cannot be opened, is no database, or was written by a newer version.
 */
export const openDatabase = (path: string, lockTimeoutMs: number): DatabaseSync => {
  let database: DatabaseSync | null = null;
  try {
    prepareFile(path);
    const opened = new DatabaseSync(path, { timeout: lockTimeoutMs });
    database = opened;
    whenUnlocked(() => opened.exec('PRAGMA journal_mode = WAL'));
    opened.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;');
    whenUnlocked(() => createSchema(opened));
    if (schemaVersionOf(opened) !== schemaVersion)
      throw new ConciergeError(
        'unavailable',
        `The store ${path} was written by another version of Concierge.`,
      );
    return opened;
  } catch (error) {
    database?.close();
    if (error instanceof ConciergeError) throw error;
    throw new ConciergeError(
      'unavailable',
      `The store ${path} cannot be opened: check that its folder is writable and the file is a Concierge store.`,
      { cause: error },
    );
  }
};
