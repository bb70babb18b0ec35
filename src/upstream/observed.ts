import type { FailureCause } from '../domain/health.ts';
import { type Upstream, UpstreamError } from './port.ts';

/** How an exchange with a user's server ended, in ms. */
export type EndedExchange = {
  operation: 'list' | 'call';
  outcome: 'ok' | 'cancelled' | 'internal' | FailureCause;
  ms: number;
};

const outcomeOf = (error: unknown): EndedExchange['outcome'] => {
  if (!(error instanceof UpstreamError)) return 'internal';
  return error.ours ? 'cancelled' : error.failure;
};

/** The same client, which tells how each exchange ended; what it throws is thrown on. */
export const observedUpstream = (upstream: Upstream, onEnd: (ended: EndedExchange) => void): Upstream => {
  const observe = <T>(operation: EndedExchange['operation'], work: Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const end = (outcome: EndedExchange['outcome']): void =>
      onEnd({ operation, outcome, ms: performance.now() - startedAt });
    return work.then(
      (result) => {
        end('ok');
        return result;
      },
      (error: unknown) => {
        end(outcomeOf(error));
        throw error;
      },
    );
  };
  return {
    ...upstream,
    list: (...exchange) => observe('list', upstream.list(...exchange)),
    call: (...exchange) => observe('call', upstream.call(...exchange)),
  };
};
