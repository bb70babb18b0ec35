import { type BulkheadPolicy, bulkhead } from 'cockatiel';
import type { Source } from '../domain/source.ts';
import { ConciergeError } from '../errors.ts';
import { startDeadline, untilAborted } from '../upstream/deadline.ts';
import { UpstreamError } from '../upstream/port.ts';
import { type Breaker, type BreakerState, createBreaker } from './breaker.ts';
import type { RateLimit } from './port.ts';
import { createTokenBucket } from './token-bucket.ts';

const maxQueued = 64;
const forgetAfterMs = 10 * 60_000;

export type GatedSource = Pick<
  Source,
  'user_id' | 'data_source_id' | 'connection_revision' | 'name' | 'rate_cap_per_minute' | 'health'
>;

export type SourceGatesOptions = {
  /** Milliseconds since the epoch. */
  now: () => number;
  /** From 0 to 1; spreads the trials of breakers. */
  random?: () => number;
  /** Counts the calls of each source; left out: in this process. */
  rates?: RateLimit;
  /** What other gates saw; default: nothing, and 16 calls of a source at a time. */
  kept?: KeptGates;
};

/** Breakers and bulkheads by source. `in_flight` calls of one run at a time, the others wait for these. */
export type KeptGates = { gates: Map<string, Gate>; in_flight: number; sweptAt: number };

export const createKeptGates = (in_flight = 16): KeptGates => ({ gates: new Map(), in_flight, sweptAt: 0 });

export type GatedCall<T> = {
  /** From now to the end of the work, the wait in the queue included. */
  deadline_ms: number;
  /** Of the caller. */
  signal: AbortSignal | undefined;
  /** `signal` ends it; `waited`: it stood in the queue before. */
  work: (options: { signal: AbortSignal; waited: boolean }) => Promise<T>;
};

/** The limits of each source. Breaker and bulkhead are kept in this process, as long as the source is called. */
export interface SourceGates {
  /** Counts a call against the rate cap. Errors: `rate_limited`, `unavailable`. */
  count(source: GatedSource): void | Promise<void>;
  /**
   * Runs a call behind the breaker and the bulkhead of its source. Errors: `unavailable` while the breaker is
   * open or when the queue is full; `upstream_timeout`, `upstream_failed` when the signal or the deadline ends it.
   */
  run<T>(source: GatedSource, call: GatedCall<T>): Promise<T>;
  /** Closes the breaker of a source. */
  forget(data_source_id: string): void;
  /** How many sources have their breaker in each state. */
  breakers(): Record<BreakerState, number>;
}

type Gate = { revision: number; breaker: Breaker; bulkhead: BulkheadPolicy; usedAt: number };

const outages = new Set(['timed_out', 'connection_lost', 'connection_refused', 'name_not_found', 'tls']);

/** Failures that say that the server is down; a refusal or an error of a tool is the answer of one that is up. */
const isOutage = (error: unknown): boolean =>
  error instanceof UpstreamError &&
  !error.ours &&
  (outages.has(error.failure) || (error.http_status ?? 0) >= 500);

/** How the last outage ended: what is no failure of the server's was ended by its caller. */
const sentenceOf = (reason: unknown): string =>
  reason instanceof UpstreamError && !reason.ours
    ? reason.message
    : 'Its callers left before it had answered.';

const unavailable = (message: string, retry_after_s: number): ConciergeError =>
  new ConciergeError('unavailable', message, { data: { retry_after_s } });

const busy = ({ name }: GatedSource, maxInFlight: number): ConciergeError =>
  unavailable(
    `${name} is busy: ${maxInFlight} calls are under way and ${maxQueued} wait. Try again in a moment.`,
    1,
  );

/** Each source has its own cap; the one that stands here is never used. */
export const callRates = { name: 'calls', uses: 60, perMs: 60_000, what: 'calls' };

export const createSourceGates = ({
  now,
  random = Math.random,
  rates = createTokenBucket({ ...callRates, now }),
  kept = createKeptGates(),
}: SourceGatesOptions): SourceGates => {
  const { gates, in_flight: maxInFlight } = kept;
  const newBreaker = (): Breaker => createBreaker({ isOutage, random, now });

  const forgetUnused = (at: number): void => {
    if (at - kept.sweptAt < forgetAfterMs) return;
    kept.sweptAt = at;
    for (const [id, { usedAt, bulkhead }] of gates)
      if (at - usedAt >= forgetAfterMs && bulkhead.executionSlots === maxInFlight) gates.delete(id);
  };

  const gateOf = ({ data_source_id: id, connection_revision: revision }: GatedSource): Gate => {
    const at = now();
    forgetUnused(at);
    const known = gates.get(id);
    if (known?.revision === revision) {
      known.usedAt = at;
      return known;
    }
    const gate = { revision, breaker: newBreaker(), bulkhead: bulkhead(maxInFlight, maxQueued), usedAt: at };
    gates.set(id, gate);
    return gate;
  };

  const assertClosed = (gate: Gate, { name, health }: GatedSource): void => {
    const refusal = gate.breaker.refusal();
    if (refusal === null) return;
    if (health !== null && Date.parse(health.checked_at) > refusal.since) {
      gate.breaker = newBreaker();
      return;
    }
    const retry_after_s = Math.ceil(refusal.retry_in_ms / 1000);
    throw unavailable(
      `${name} is not called for the moment, because it failed several times in a row. ${sentenceOf(refusal.reason)} It is tried again in ${retry_after_s} s.`,
      retry_after_s,
    );
  };

  return {
    count: ({ user_id, data_source_id, name, rate_cap_per_minute: uses }) =>
      rates.take(user_id, {
        of: data_source_id,
        uses,
        what: `calls of ${name}, which allows ${uses} a minute`,
      }),
    async run(source, { deadline_ms, signal: caller, work }) {
      const gate = gateOf(source);
      assertClosed(gate, source);
      const waited = gate.bulkhead.executionSlots === 0;
      if (waited && gate.bulkhead.queueSlots === 0) throw busy(source, maxInFlight);
      const { signal, end } = startDeadline(deadline_ms, caller);
      const passed = gate.bulkhead.execute(() => {
        signal.throwIfAborted();
        if (waited) assertClosed(gate, source);
        return gate.breaker.run(() => work({ signal, waited }), caller);
      });
      try {
        return await (waited ? untilAborted(passed, signal) : passed);
      } finally {
        end();
      }
    },
    forget: (id) => {
      const gate = gates.get(id);
      if (gate !== undefined) gate.breaker = newBreaker();
    },
    breakers: () => {
      const states = { closed: 0, open: 0, half_open: 0 };
      for (const { breaker } of gates.values()) states[breaker.state()] += 1;
      return states;
    },
  };
};
