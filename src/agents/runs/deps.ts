import type { Calls } from '../../calls/port.ts';
import type { Catalog } from '../../catalog/port.ts';
import type { RunStatus } from '../../domain/run.ts';
import type { Trace } from '../../domain/trace.ts';
import type { Log } from '../../log.ts';
import type { Store } from '../../store/port.ts';
import type { ModelProvider } from '../loop/model.ts';

/** What reading runs takes. */
export type RunsReader = { store: Store };

/** What making runs takes. */
export type RunsDeps = RunsReader & {
  now: () => Date;
  catalog: Catalog;
  calls: Calls;
  /** Null: none is set up, so no agent runs. */
  model: ModelProvider | null;
  log: Log;
  /** Told of every run once its end is saved. */
  onRun?: (ended: EndedRun) => void;
};

/** What may be told of a run that ended: how much it did and how it ended, nothing that was said. */
export type EndedRun = {
  trace: Trace | undefined;
  run_id: string;
  session_id: string;
  user_id: string;
  agent_id: string;
  outcome: RunStatus;
  tool_calls: number;
  tool_errors: number;
  tokens_in: number;
  tokens_out: number;
  ms: number;
};
