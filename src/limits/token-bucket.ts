import { ConciergeError } from '../errors.ts';

export type TokenBucketOptions = {
  /** Uses in a row that a full bucket allows, and how many come back per `per_ms`. */
  uses: number;
  perMs: number;
  /** What was used up, for the sentence: `requests`. */
  what: string;
  /** Milliseconds; a clock that is set back gives nothing back and takes nothing away. */
  now: () => number;
};

/** One bucket per key. */
export interface TokenBucket {
  /**
   * Uses one; `own` holds what is different for this key. Errors: `rate_limited` with the whole seconds after
   * which there is one again.
   */
  take(key: string, own?: Partial<Pick<TokenBucketOptions, 'uses' | 'what'>>): void;
}

type Bucket = { uses: number; tokens: number; at: number };

/** Buckets in this process; a full one is forgotten, so memory follows those in use. */
export const createTokenBucket = (options: TokenBucketOptions): TokenBucket => {
  const { perMs, now } = options;
  const buckets = new Map<string, Bucket>();
  let sweptAt = now();

  const tokensAt = (bucket: Bucket, uses: number, at: number): number =>
    Math.min(uses, bucket.tokens + (Math.max(0, at - bucket.at) * uses) / perMs);

  const forgetFull = (at: number): void => {
    if (at - sweptAt < perMs) return;
    sweptAt = at;
    for (const [key, bucket] of buckets)
      if (tokensAt(bucket, bucket.uses, at) >= bucket.uses) buckets.delete(key);
  };

  return {
    take(key, { uses = options.uses, what = options.what } = {}) {
      const at = now();
      forgetFull(at);
      const bucket = buckets.get(key) ?? { uses, tokens: uses, at };
      const tokens = tokensAt(bucket, uses, at);
      if (tokens < 1) {
        const retry_after_s = Math.max(1, Math.ceil(((1 - tokens) * perMs) / uses / 1000));
        throw new ConciergeError('rate_limited', `Too many ${what}. Try again in ${retry_after_s} s.`, {
          data: { retry_after_s },
        });
      }
      buckets.set(key, { uses, tokens: tokens - 1, at });
    },
  };
};
