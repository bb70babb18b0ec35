import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import type { Source, SourceStatus } from '../domain/source.ts';
import { conflict } from '../errors.ts';
import { changeSource } from './change.ts';
import type { SourceRef, SourcesDeps } from './deps.ts';

const whyNot: Record<Exclude<SourceStatus, 'paused'>, string> = {
  active: 'This source is active already.',
  error: 'This source is not paused: its last check failed. Test it again once its server is well.',
  disconnected: 'This source is disconnected and cannot be resumed; register it again to use it.',
};

/**
 * Ends a pause. A source whose last check failed resumes as `error`: none is active without a passed check.
 * Errors: `not_found`; `conflict` from any other status, or when the sandbox is not active.
 */
export const resumeSource = async (deps: SourcesDeps, caller: Caller, ref: SourceRef): Promise<Source> => {
  await requireActiveSandbox(deps, caller, ref.sandbox_id);
  return changeSource(deps, caller, ref, (present) => {
    if (present.status !== 'paused') throw conflict(whyNot[present.status]);
    const status = present.health_error === null ? 'active' : 'error';
    return { source: { ...present, status }, action: 'source.resume', detail: { status } };
  });
};
