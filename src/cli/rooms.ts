import type { AccountsDeps } from '../accounts/deps.ts';
import type { AgentsDeps } from '../agents/deps.ts';
import type { Runs } from '../agents/runs/runs.ts';
import type { Calls } from '../calls/port.ts';
import type { Catalog } from '../catalog/port.ts';
import type { Concierge } from '../concierge/events.ts';
import type { Caller } from '../domain/account.ts';
import type { SourcesDeps } from '../sources/deps.ts';

/** What the commands work on, in process. */
export type Rooms = {
  accounts: AccountsDeps;
  agents: AgentsDeps;
  calls: Calls;
  catalog: Catalog;
  concierge: Concierge;
  runs: Runs;
  sources: SourcesDeps;
};

/** The rooms, opened for the account that this machine's terminal works for. */
export type OpenRooms = {
  rooms: Rooms;
  caller: Caller;
  /** Saves what is still on its way and closes the store. */
  close(): Promise<void>;
};
