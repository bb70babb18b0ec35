import { getEventListeners } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createExchange, type Exchange } from '../../src/egress/exchange.ts';

const body = (text: string) => new Blob([text]).stream();

const endings: [string, (exchange: Exchange) => Promise<unknown>][] = [
  ['its last byte', (exchange) => new Response(exchange.count(body('abc'))).text()],
  ['a cancelled body', (exchange) => exchange.count(body('abc')).cancel()],
  ['a failure', async (exchange) => exchange.fail(new Error('x'))],
  [
    'too many bytes',
    (exchange) => new Response(exchange.count(body('abcdef'))).text().catch(() => undefined),
  ],
  ['its end', async (exchange) => exchange.end()],
];

describe('an exchange', () => {
  it.each(endings)('leaves no timer and no listener behind after %s', async (_, finish) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const caller = new AbortController();
    const exchange = createExchange({ deadline_ms: 1_000, max_bytes: 5 }, caller.signal);
    expect([vi.getTimerCount(), getEventListeners(caller.signal, 'abort').length]).toEqual([1, 1]);
    await finish(exchange);
    expect([vi.getTimerCount(), getEventListeners(caller.signal, 'abort').length]).toEqual([0, 0]);
  });
});
