import type { Expecting } from '../domain/expected-version.ts';
import type { Store } from '../store/port.ts';

/** What the verbs of agents work on. */
export type AgentsDeps = {
  store: Store;
  now: () => Date;
  /** The model of an agent whose settings name none. */
  default_model: string;
};

/** One agent, as a caller names it. */
export type AgentRef = { sandbox_id: string; slug: string } & Expecting;
