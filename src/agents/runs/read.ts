import type { Caller } from '../../domain/account.ts';
import { isId } from '../../domain/id.ts';
import type { Run } from '../../domain/run.ts';
import { notFound } from '../../errors.ts';
import { keys } from '../../store/keys.ts';
import type { Store } from '../../store/port.ts';

export type RunRef = { sandbox_id: string; run_id: string };

const interrupted = 'The server stopped, or lost its store, while this run was going on.';

const isAlive = async (store: Store, { user_id, sandbox_id, provider_session_id, run_id }: Run) =>
  (await store.get<string>(keys.runBeat(user_id, sandbox_id, provider_session_id)))?.value === run_id;

/**
 * A run as it now stands. One that is `running` and shows no sign of life was cut off with its process: it is
 * shown as failed. Its end deletes the sign in the same commit, so a row read after that is the last word.
 */
export const readRun = async (store: Store, caller: Caller, ref: RunRef): Promise<Run | null> => {
  const key = keys.run(caller.user_id, ref.sandbox_id, ref.run_id);
  const first = await store.get<Run>(key);
  if (first?.value.status !== 'running' || (await isAlive(store, first.value))) return first?.value ?? null;
  const again = (await store.get<Run>(key))?.value ?? null;
  return again?.status === 'running' ? { ...again, status: 'failed', error_message: interrupted } : again;
};

/** One run by id. Errors: `not_found`. */
export const requireRun = async (store: Store, caller: Caller, ref: RunRef): Promise<Run> => {
  const run = isId('run', ref.run_id) ? await readRun(store, caller, ref) : null;
  if (run === null) throw notFound('run');
  return run;
};
