import { type ErrorCode, isConciergeError } from '../errors.ts';
import type { CallRequest, Calls } from './port.ts';

/** How a call ended for its caller, in ms; `tool_error` is an answer of the tool that says so itself. */
export type EndedCall = { outcome: 'ok' | 'tool_error' | 'cancelled' | ErrorCode; ms: number };

/** The same calls, telling how each ended; what they throw is thrown on. */
export const observedCalls = (calls: Calls, onEnd: (ended: EndedCall) => void): Calls => {
  const outcomeOf = (error: unknown, signal: AbortSignal | undefined): EndedCall['outcome'] => {
    if (signal?.aborted) return 'cancelled';
    return isConciergeError(error) ? error.code : 'internal';
  };
  const observe = <Answer extends { is_error: boolean }>(
    { signal }: CallRequest,
    work: Promise<Answer>,
  ): Promise<Answer> => {
    const startedAt = performance.now();
    const end = (outcome: EndedCall['outcome']): void =>
      onEnd({ outcome, ms: performance.now() - startedAt });
    return work.then(
      (answer) => {
        end(answer.is_error ? 'tool_error' : 'ok');
        return answer;
      },
      (error: unknown) => {
        end(outcomeOf(error, signal));
        throw error;
      },
    );
  };
  return {
    ...calls,
    call: (caller, scope, request) => observe(request, calls.call(caller, scope, request)),
    pass: (caller, scope, request) => observe(request, calls.pass(caller, scope, request)),
  };
};
