import { type ErrorCode, isConciergeError } from '../errors.ts';
import type { CallRequest, Calls } from './port.ts';

/** How a call ended for its caller, in ms; `tool_error` is an answer of the tool that says so itself. */
export type EndedCall = { outcome: 'ok' | 'tool_error' | 'cancelled' | ErrorCode; ms: number };

/** The same calls, telling how each ended; what they throw is thrown on. */
export const observedCalls = (calls: Calls, onEnd: (ended: EndedCall) => void): Calls => {
  const observe = async <Answer extends { is_error: boolean }>(
    { signal }: CallRequest,
    work: Promise<Answer>,
  ): Promise<Answer> => {
    const startedAt = performance.now();
    let outcome: EndedCall['outcome'] = 'internal';
    try {
      const answer = await work;
      outcome = answer.is_error ? 'tool_error' : 'ok';
      return answer;
    } catch (error) {
      if (signal?.aborted) outcome = 'cancelled';
      else if (isConciergeError(error)) outcome = error.code;
      throw error;
    } finally {
      onEnd({ outcome, ms: performance.now() - startedAt });
    }
  };
  return {
    ...calls,
    call: (caller, scope, request) => observe(request, calls.call(caller, scope, request)),
    pass: (caller, scope, request) => observe(request, calls.pass(caller, scope, request)),
  };
};
