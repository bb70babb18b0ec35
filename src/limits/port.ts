import { ConciergeError } from '../errors.ts';

export type RateLimitOptions = {
  /** Tells its counters from those of other limits: `requests`. */
  name: string;
  /** How many uses at once, and per `perMs`; whole seconds. */
  uses: number;
  perMs: number;
  /** What was used up, for the sentence: `requests`. */
  what: string;
};

/** For one use: which thing of the account it is of, and the limit of that thing. */
export type OwnLimit = { of: string } & Pick<RateLimitOptions, 'uses' | 'what'>;

/** Counts uses, for each account or each thing of it on its own. */
export interface RateLimit {
  /**
   * Uses one; a promise only where the count lies elsewhere. Errors: `rate_limited` with the whole seconds after which
   * there is one again; `unavailable` when it cannot be counted: nothing passes uncounted.
   */
  take(user_id: string, own?: OwnLimit): void | Promise<void>;
}

/** Makes limits that hold in this process, or over all instances. */
export type CreateRateLimit = (options: RateLimitOptions) => RateLimit;

export const usedUp = (what: string, wait_ms: number): ConciergeError => {
  const retry_after_s = Math.max(1, Math.ceil(wait_ms / 1000));
  return new ConciergeError('rate_limited', `Too many ${what}. Try again in ${retry_after_s} s.`, {
    data: { retry_after_s },
  });
};
