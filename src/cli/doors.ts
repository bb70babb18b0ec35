import type { AccountsDeps } from '../accounts/deps.ts';
import type { Client } from '../client/client.ts';

/** The API that commands speak to: a server's, or that of the app in this process, for the store's first account. */
export type OpenApi = {
  client: Client;
  /** The address of the server; null: the app in this process. */
  server: string | null;
  /** Saves what is still on its way and closes what was opened. */
  close(): Promise<void>;
};

/** What commands of the operator work on: the store itself. */
export type OpenStore = {
  accounts: AccountsDeps;
  close(): Promise<void>;
};
