import { CircuitState, ConsecutiveBreaker, circuitBreaker, DelegateBackoff, handleWhen } from 'cockatiel';

const failuresInARow = 5;
const defaultOpenMs = 30_000;
/** A call that its caller broke off after this long, while nobody got an answer, is an outage, in ms. */
const patienceMs = 10_000;

export type BreakerOptions = {
  /** True for a failure that says that the other side is down. */
  isOutage: (error: unknown) => boolean;
  /** From 0 to 1. */
  random: () => number;
  /** The clock of `since`, and of how long callers waited, in ms. */
  now: () => number;
  /** How long it stays open, in ms, give or take a tenth; 30 s unless given. */
  openMs?: number;
};

/**
 * Why nothing is let through, since when and for how long still, in ms; the reason is how the last outage ended, be
 * it by its caller.
 */
export type Refusal = { reason: unknown; since: number; retry_in_ms: number };

export type BreakerState = 'closed' | 'open' | 'half_open';

export interface Breaker {
  state(): BreakerState;
  /** Null when a call would be let through now. */
  refusal(): Refusal | null;
  /** Runs the work and draws conclusions from how it ends, unless `signal` soon ended it. Ask for a `refusal` before. */
  run<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

/** The caller went away so soon that it says nothing about the other side. */
class Abandoned {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

type Outcome<T> = { value: T } | { error: unknown };
type Begun = { at: number; answersBefore: number };

/**
 * Opens for `openMs` after 5 outages in a row, then lets one call through to see. Any answer,
 * a refusal too, ends the row. A caller who leaves after 10 s, in which nobody got an answer, has seen an outage. It
 * counts time by `Date.now`, as cockatiel does.
 */
export const createBreaker = ({ isOutage, random, now, openMs = defaultOpenMs }: BreakerOptions): Breaker => {
  let since = 0;
  let openUntil = 0;
  let answers = 0;
  const policy = circuitBreaker(
    handleWhen((thrown) => !(thrown instanceof Abandoned)),
    {
      breaker: new ConsecutiveBreaker(failuresInARow),
      halfOpenAfter: new DelegateBackoff(() => {
        const openFor = Math.round(openMs * (0.9 + 0.2 * random()));
        since = now();
        openUntil = Date.now() + openFor;
        return openFor;
      }),
    },
  );

  const reasonOf = (): unknown => {
    const last = policy.lastFailure;
    return last !== undefined && 'error' in last ? last.error : undefined;
  };

  const conclude = <T>(error: unknown, wasAborted: boolean, begun: Begun): Outcome<T> => {
    // Where others were answered meanwhile, it is one slow tool and not a server that hangs.
    const hung = now() - begun.at >= patienceMs && answers === begun.answersBefore;
    // A trial that was broken off has shown nothing: the breaker stays open.
    if (wasAborted && !hung && policy.state !== CircuitState.HalfOpen) throw new Abandoned(error);
    if (wasAborted || isOutage(error)) throw error;
    answers++;
    return { error };
  };

  return {
    state() {
      if (policy.state === CircuitState.Closed) return 'closed';
      return policy.state === CircuitState.HalfOpen ? 'half_open' : 'open';
    },
    refusal() {
      if (policy.state === CircuitState.Closed) return null;
      const retry_in_ms = openUntil - Date.now();
      // While half open, one trial is under way: nobody else waits for a server that may hang.
      if (policy.state === CircuitState.Open && retry_in_ms <= 0) return null;
      return { reason: reasonOf(), since, retry_in_ms: Math.max(retry_in_ms, 1_000) };
    },
    async run<T>(work: () => Promise<T>, signal: AbortSignal | undefined) {
      const begun = { at: now(), answersBefore: answers };
      const observed = (): Promise<Outcome<T>> =>
        work().then(
          (value) => {
            answers++;
            return { value };
          },
          (error: unknown) => conclude(error, signal?.aborted ?? false, begun),
        );
      let outcome: Outcome<T>;
      try {
        outcome = await policy.execute(observed);
      } catch (thrown) {
        throw thrown instanceof Abandoned ? thrown.reason : thrown;
      }
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    },
  };
};
