import { getSandbox } from '../../accounts/get-sandbox.ts';
import type { Caller } from '../../domain/account.ts';
import type { Run } from '../../domain/run.ts';
import type { RunsReader } from './deps.ts';
import { type RunRef, requireRun } from './read.ts';

/** One run of the sandbox. Errors: `not_found`. */
export const getRun = async (deps: RunsReader, caller: Caller, ref: RunRef): Promise<Run> => {
  await getSandbox(deps, caller, ref.sandbox_id);
  return requireRun(deps.store, caller, ref);
};
