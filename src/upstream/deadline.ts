import { upstreamFailure } from './failure.ts';
import { UpstreamError } from './port.ts';

export type Deadline = { signal: AbortSignal; end: () => void };

/**
 * A signal that aborts after `ms` with `timed_out`, or as soon as the caller's own does. Call `end` when done.
 * `null` is no deadline beside the one that the caller's signal keeps.
 */
export const startDeadline = (ms: number | null, caller?: AbortSignal): Deadline => {
  if (ms === null) return { signal: caller ?? new AbortController().signal, end: () => undefined };
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(upstreamFailure('timed_out')), ms);
  const abandon = (): void =>
    controller.abort(
      caller?.reason instanceof UpstreamError
        ? caller.reason
        : upstreamFailure('connection_lost', { message: 'The request was cancelled.', ours: true }),
    );
  if (caller?.aborted) abandon();
  caller?.addEventListener('abort', abandon, { once: true });
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      caller?.removeEventListener('abort', abandon);
    },
  };
};

/** The work's outcome, or the signal's reason as soon as it aborts; the work itself goes on. */
export const untilAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    const leave = (): void => signal.removeEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(leave);
  });
