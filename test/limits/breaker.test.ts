import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Breaker, createBreaker } from '../../src/limits/breaker.ts';

const outage = new Error('down');
const refusal = new Error('no');

let breaker: Breaker;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  breaker = createBreaker({ isOutage: (error) => error === outage, random: () => 0.5, now: Date.now });
});
afterEach(() => void vi.useRealTimers());

const fail = (error: Error, signal?: AbortSignal) =>
  expect(breaker.run(() => Promise.reject(error), signal)).rejects.toBe(error);
const failTimes = async (times: number): Promise<void> => {
  for (let time = 0; time < times; time++) await fail(outage);
};

describe('a breaker', () => {
  it('opens for 30 s after five outages in a row, and says which was the last', async () => {
    await failTimes(4);
    expect(breaker.refusal()).toBeNull();
    await failTimes(1);
    expect(breaker.refusal()).toEqual({ reason: outage, since: Date.now(), retry_in_ms: 30_000 });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a success', () => breaker.run(async () => 'fine', undefined)],
    ['a refusal, which is an answer', () => fail(refusal)],
  ])('counts anew after %s', async (_what, answer) => {
    await failTimes(4);
    await answer();
    await failTimes(4);
    expect(breaker.refusal()).toBeNull();
  });

  it('does not count what the caller broke off, nor forgets what was before', async () => {
    await failTimes(4);
    for (let time = 0; time < 9; time++) await fail(outage, AbortSignal.abort());
    expect(breaker.refusal()).toBeNull();
    await failTimes(1);
    expect(breaker.refusal()).not.toBeNull();
  });

  it('counts what its caller broke off after 10 s: a server that hangs is left alone before any deadline', async () => {
    for (let time = 0; time < 5; time++) {
      const [leave, gate] = [new AbortController(), Promise.withResolvers<string>()];
      const call = breaker.run(() => gate.promise, leave.signal);
      vi.setSystemTime(Date.now() + 10_000);
      leave.abort();
      gate.reject(refusal);
      await expect(call).rejects.toBe(refusal);
    }
    expect(breaker.refusal()).toMatchObject({ reason: refusal });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['was answered', () => breaker.run(async () => 'fine', undefined)],
    ['was refused', () => fail(refusal)],
  ])(
    'does not count callers who left one slow tool after 10 s, while another call %s',
    async (_what, other) => {
      const [leave, gate] = [new AbortController(), Promise.withResolvers<string>()];
      const slow = Array.from({ length: 9 }, () => breaker.run(() => gate.promise, leave.signal));
      const all = Promise.allSettled(slow);
      vi.setSystemTime(Date.now() + 10_000);
      await other();
      leave.abort();
      gate.reject(refusal);
      await all;
      expect(breaker.refusal()).toBeNull();
    },
  );

  it('then lets one through, and nobody else until that one has an answer', async () => {
    await failTimes(5);
    vi.setSystemTime(Date.now() + 30_000);
    expect(breaker.refusal()).toBeNull();
    const gate = Promise.withResolvers<string>();
    const trial = breaker.run(() => gate.promise, undefined);
    expect(breaker.refusal()).toMatchObject({ reason: outage });
    gate.resolve('fine');
    await trial;
    expect(breaker.refusal()).toBeNull();
  });

  it.each<[string, AbortSignal | undefined]>([
    ['fails', undefined],
    ['is broken off', AbortSignal.abort()],
  ])('stays open when that one %s', async (_what, signal) => {
    await failTimes(5);
    vi.setSystemTime(Date.now() + 30_000);
    await fail(outage, signal);
    expect(breaker.refusal()).toMatchObject({ retry_in_ms: 30_000 });
  });
});
