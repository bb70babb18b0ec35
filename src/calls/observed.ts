import { type ErrorCode, isConciergeError } from '../errors.ts';
import type { Calls } from './port.ts';

/** How a call ended for its caller, in ms; `tool_error` is an answer of the tool that says so itself. */
export type EndedCall = { outcome: 'ok' | 'tool_error' | 'cancelled' | ErrorCode; ms: number };

/** The same calls, telling how each ended; what they throw is thrown on. */
export const observedCalls = (calls: Calls, onEnd: (ended: EndedCall) => void): Calls => ({
  ...calls,
  call: async (caller, scope, request) => {
    const startedAt = performance.now();
    let outcome: EndedCall['outcome'] = 'internal';
    try {
      const answer = await calls.call(caller, scope, request);
      outcome = answer.is_error ? 'tool_error' : 'ok';
      return answer;
    } catch (error) {
      if (request.signal?.aborted) outcome = 'cancelled';
      else if (isConciergeError(error)) outcome = error.code;
      throw error;
    } finally {
      onEnd({ outcome, ms: performance.now() - startedAt });
    }
  },
});
