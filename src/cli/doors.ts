import type { AccountsDeps } from '../accounts/deps.ts';
import type { Client } from '../client/client.ts';
import type { Store } from '../store/port.ts';
import type { Vault } from '../vault/port.ts';

/** The API that commands speak to: a server's, or that of the app in this process, for the store's first account. */
export type OpenApi = {
  client: Client;
  /** The address of the server; null: the app in this process. */
  server: string | null;
  /** Saves what is still on its way and closes what was opened. */
  close(): Promise<void>;
};

/** What commands of the operator work on: the store itself, all accounts of it, never a server. */
export type OpenStore = {
  accounts: AccountsDeps;
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
