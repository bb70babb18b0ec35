import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import type { Source, SourceStatus } from '../domain/source.ts';
import { conflict } from '../errors.ts';
import { changeSource } from './change.ts';
import type { SourceRef, SourcesDeps } from './deps.ts';

const whyNot: Record<Exclude<SourceStatus, 'active'>, string> = {
  paused: 'This source is paused already.',
  error:
    'Only an active source can be paused, and the last check of this one failed: its tools are not offered.',
  disconnected: 'This source is disconnected and cannot be paused.',
};

/**
 * Takes the tools of an active source out of every catalog until it is resumed.
 * Errors: `not_found`; `conflict` from any other status, or when the sandbox is not active.
 */
export const pauseSource = async (deps: SourcesDeps, caller: Caller, ref: SourceRef): Promise<Source> => {
  await requireActiveSandbox(deps, caller, ref.sandbox_id);
  return changeSource(deps, caller, ref, (present) => {
    if (present.status !== 'active') throw conflict(whyNot[present.status]);
    return { source: { ...present, status: 'paused' }, action: 'source.pause' };
  });
};
