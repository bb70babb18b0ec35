import { describe, expect, it } from 'vitest';
import { ConciergeError } from '../../src/errors.ts';
import { createTokenBucket } from '../../src/limits/token-bucket.ts';
import { describeRateLimit } from '../contracts/rate-limit.ts';

const setUp = (uses: number, perMs: number) => {
  const clock = { ms: 0 };
  const bucket = createTokenBucket({ name: 'requests', uses, perMs, what: 'requests', now: () => clock.ms });
  /** Takes until refused: how many went through, and the seconds to wait. */
  const drain = (key: string): { taken: number; wait: unknown } => {
    for (let taken = 0; ; taken++)
      try {
        bucket.take(key);
      } catch (error) {
        if (!(error instanceof ConciergeError) || error.code !== 'rate_limited') throw error;
        return { taken, wait: error.data.retry_after_s };
      }
  };
  return { clock, drain };
};

describe('a token bucket', () => {
  it('lets a full bucket through at once and says when the next use is', () => {
    const { drain } = setUp(10, 60_000);
    expect(drain('us_1')).toEqual({ taken: 10, wait: 6 });
  });

  it('never asks to wait less than one whole second', () => {
    expect(setUp(100, 1000).drain('us_1')).toEqual({ taken: 100, wait: 1 });
  });

  it('gives uses back as time passes, never more than it holds', () => {
    const { clock, drain } = setUp(10, 60_000);
    drain('us_1');
    clock.ms += 18_000;
    expect(drain('us_1').taken).toBe(3);
    clock.ms += 3_600_000;
    expect(drain('us_1').taken).toBe(10);
  });

  it('is open again when the time it named has passed', () => {
    const { clock, drain } = setUp(7, 60_000);
    clock.ms += Number(drain('us_1').wait) * 1000;
    expect(drain('us_1').taken).toBe(1);
  });
});

const clock = { ms: 0 };
describeRateLimit('token bucket', {
  createRateLimit: (options) => createTokenBucket({ ...options, now: () => clock.ms }),
  passTime: async (ms) => {
    clock.ms += ms;
  },
});
