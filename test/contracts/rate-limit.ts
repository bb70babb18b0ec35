import { describe, expect, it } from 'vitest';
import { isConciergeError } from '../../src/errors.ts';
import type { CreateRateLimit, OwnLimit, RateLimit } from '../../src/limits/port.ts';

export type LimitsUnderTest = {
  createRateLimit: CreateRateLimit;
  /** Lets that much time go by for the limits' clock. */
  passTime: (ms: number) => Promise<void>;
};

/** Takes that often at once: how many passed, and the seconds that the others were told to wait. */
export const takeMany = async (
  limit: RateLimit,
  times: number,
  user_id: string,
  own?: OwnLimit,
): Promise<{ passed: number; waits: number[] }> => {
  const seen = { passed: 0, waits: [] as number[] };
  const take = async (): Promise<void> => {
    try {
      await limit.take(user_id, own);
      seen.passed++;
    } catch (error) {
      if (!isConciergeError(error, 'rate_limited')) throw error;
      seen.waits.push(error.data.retry_after_s!);
    }
  };
  await Promise.all(Array.from({ length: times }, take));
  return seen;
};

/** What every adapter of the rate limit port promises; `open` gives limits that others may have used. */
export const describeRateLimit = (name: string, limits: LimitsUnderTest | (() => LimitsUnderTest)): void => {
  const opened = (): LimitsUnderTest => (typeof limits === 'function' ? limits() : limits);
  const calls = (uses: number, of: string): OwnLimit => ({ of, uses, what: 'calls of Acme' });
  const user = () => `us_${crypto.randomUUID()}`;
  const limitOf = (uses: number, perMs = 60_000): RateLimit =>
    opened().createRateLimit({ name: 'requests', uses, perMs, what: 'requests' });

  describe(`${name}: a rate limit`, () => {
    it('lets exactly as many through, however they race, and tells the others when to come back', async () => {
      const { passed, waits } = await takeMany(limitOf(5), 12, user());
      expect(passed).toBe(5);
      expect(waits).toHaveLength(7);
      for (const wait of waits) {
        expect(wait).toBeGreaterThanOrEqual(1);
        expect(wait).toBeLessThanOrEqual(60);
      }
    });

    it('lets one through again when the time it named has passed, and all after the whole time', async () => {
      const [limit, me] = [limitOf(3, 1000), user()];
      const { waits } = await takeMany(limit, 4, me);
      await opened().passTime(waits[0]! * 1000);
      expect((await takeMany(limit, 1, me)).passed).toBe(1);
      await opened().passTime(1000);
      expect((await takeMany(limit, 4, me)).passed).toBe(3);
    });

    it('counts each account, each thing and each name on its own', async () => {
      const [limit, me] = [limitOf(2), user()];
      const other = opened().createRateLimit({ name: 'other', uses: 2, perMs: 60_000, what: 'others' });
      await takeMany(limit, 3, me);
      for (const [fresh, who, own] of [
        [limit, user(), undefined],
        [limit, me, calls(2, 'ds_1')],
        [limit, me, calls(2, 'ds_2')],
      ] as const)
        expect((await takeMany(fresh, 3, who, own)).passed).toBe(2);
      expect((await takeMany(other, 3, user())).passed).toBe(2);
    });

    it('holds a thing to its own limit and says what was used up', async () => {
      const [limit, me] = [limitOf(100), user()];
      expect((await takeMany(limit, 5, me, calls(1, 'ds_1'))).passed).toBe(1);
      const more = async () => limit.take(me, calls(1, 'ds_1'));
      await expect(more()).rejects.toThrow(/^Too many calls of Acme\. Try again in \d+ s\.$/);
    });
  });
};
