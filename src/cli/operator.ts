import type { Store } from '../store/port.ts';
import type { Vault } from '../vault/port.ts';

/** What the commands of whoever runs the servers work on: the store itself, all accounts of it, never a server. */
export type Operator = {
  store: Store;
  vault: Vault;
  /** The file that holds the master keys; null where they stand in `CONCIERGE_MASTER_KEY`. */
  keyFile: {
    /** Puts a new key first; the vault that seals with it. */
    renew(): Promise<Vault>;
    /** Leaves only the first key; how many others there were. */
    dropOld(): Promise<number>;
  } | null;
  /** The store in words. */
  place: string;
  close(): Promise<void>;
};
