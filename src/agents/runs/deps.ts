import type { Calls } from '../../calls/port.ts';
import type { Catalog } from '../../catalog/port.ts';
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
};
