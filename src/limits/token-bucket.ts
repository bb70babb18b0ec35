import { type RateLimit, type RateLimitOptions, usedUp } from './port.ts';

export type TokenBucketOptions = RateLimitOptions & {
  /** Milliseconds; a clock that is set back gives nothing back and takes nothing away. */
  now: () => number;
};

/** One bucket per account or thing. */
export interface TokenBucket extends RateLimit {
  take(...use: Parameters<RateLimit['take']>): void;
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
    take(user_id, own) {
      const { uses, what } = own ?? options;
      const key = own === undefined ? user_id : `${user_id}/${own.of}`;
      const at = now();
      forgetFull(at);
      const bucket = buckets.get(key) ?? { uses, tokens: uses, at };
      const tokens = tokensAt(bucket, uses, at);
      if (tokens < 1) throw usedUp(what, ((1 - tokens) * perMs) / uses);
      buckets.set(key, { uses, tokens: tokens - 1, at });
    },
  };
};
