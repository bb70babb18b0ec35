/** What can be stored: plain JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

export type Entry<T = unknown> = {
  key: string;
  value: T;
  /** From one counter per store: never used twice, not even after a delete. */
  version: number;
};

export type Change = {
  key: string;
  /** The new value; `undefined` deletes the key. */
  value: unknown;
  /** The version the key must have now; `absent`: it must not exist; left out: whatever it is. */
  expect?: number | 'absent';
  /** Milliseconds until the key vanishes; left out: never. */
  ttl_ms?: number;
};

export type Page<T = unknown> = {
  entries: Entry<T>[];
  /** Pass as `after` for the next page; null at the end. */
  cursor: string | null;
};

export type ListOptions = {
  /** A cursor of an earlier page (the last key seen): only keys behind it, in the direction asked for. */
  after?: string;
  /** At most this many entries, 1 to 1,000; default 1,000. */
  limit?: number;
  /** Descending key order. */
  reverse?: boolean;
};

export type CommitOptions = {
  /**
   * Secrets that are deleted or overwritten leave no copy in the embedded store's files once the commit is
   * acknowledged. Redis keeps its files by itself: see docs/security.md, S6.
   */
  erase?: boolean;
  /** Something is taken away for good: acknowledged only when the loss of a server cannot bring it back. */
  final?: boolean;
  /** A sign of life: it need not outlast a power cut, and so waits for no disk. */
  passing?: boolean;
};

/**
 * Keys and JSON values, versioned. Keys are `{<account id>}/<kind>/…`; the exception is `{system}/…`.
 * A commit touches keys of one account (one slot on a cluster) and is atomic: all of it or nothing.
 *
 * Errors: `StaleVersionError` when an expectation does not hold; `ConciergeError('unavailable')` when the
 * store cannot be reached or cannot write. Whether a commit that ends so has happened is not known; with
 * `data.not_yet_durable` it has, and is to be sent again.
 */
export interface Store {
  /**
   * At once where nothing has to be waited for: every call of a tool reads several rows. What these read may be shared
   * and frozen: make a new value of it to change it.
   */
  get<T = unknown>(key: string): Entry<T> | null | Promise<Entry<T> | null>;
  /** Entries whose key begins with `prefix`, ascending by the UTF-8 bytes of the key. */
  list<T = unknown>(prefix: string, options?: ListOptions): Promise<Page<T>>;
  /** Resolves when durable, with the version that every changed key now has. */
  commit(changes: Change[], options?: CommitOptions): Promise<number>;
  close(): Promise<void>;
}

/** An expectation of a commit did not hold; nothing was written. */
export class StaleVersionError extends Error {
  readonly key: string;

  constructor(key: string) {
    super(`The stored version of ${key} is not the expected one.`);
    this.name = 'StaleVersionError';
    this.key = key;
  }
}
