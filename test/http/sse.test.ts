import { describe, expect, it } from 'vitest';
import type { TurnEvent } from '../../src/concierge/events.ts';
import { sseResponse } from '../../src/http/sse.ts';
import { createSilentLog, type Log } from '../../src/log.ts';

const started: TurnEvent = { event: 'run_started', data: { run_id: 'rn_1', session_id: 'ss_1' } };
const said = (text: string): TurnEvent => ({ event: 'agent_text_delta', data: { text } });

const respond = (
  events: AsyncIterable<TurnEvent>,
  options: { cancel?: () => void; log?: Log; keepaliveMs?: number; stallMs?: number } = {},
) =>
  sseResponse(
    { run_id: 'rn_1', session_id: 'ss_1', events },
    { cancel: () => undefined, log: createSilentLog(), requestId: 'r1', ...options },
  );

/** Reads what has been sent so far, waiting for at least one chunk. */
const readerOf = (response: Response) => {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  return { next: async () => (await reader.read()).value, leave: () => reader.cancel() };
};

async function* scripted(...events: TurnEvent[]): AsyncGenerator<TurnEvent> {
  yield* events;
}

describe('a turn as Server-Sent Events', () => {
  it('sends each event as a named frame with its data on one line', async () => {
    const { response } = respond(scripted(started, said('two\nlines\u2028and more')));
    expect(await response.text()).toBe(
      'event: run_started\ndata: {"run_id":"rn_1","session_id":"ss_1"}\n\n' +
        'event: agent_text_delta\ndata: {"text":"two\\nlines\u2028and more"}\n\n',
    );
  });

  it('tells proxies neither to keep nor to hold it back', () => {
    const { headers } = respond(scripted()).response;
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('x-accel-buffering')).toBe('no');
  });

  it('sends a frame before the next one exists', async () => {
    const more = Promise.withResolvers<void>();
    const { response } = respond(
      (async function* () {
        yield started;
        await more.promise;
        yield said('later');
      })(),
    );
    const reader = readerOf(response);
    expect(await reader.next()).toContain('run_started');
    more.resolve();
    expect(await reader.next()).toContain('later');
  });

  it('keeps a silent connection open with comment lines', async () => {
    const end = Promise.withResolvers<void>();
    const { response, done } = respond(
      (async function* (): AsyncGenerator<TurnEvent> {
        await end.promise;
        yield started;
      })(),
      { keepaliveMs: 1 },
    );
    expect(await readerOf(response).next()).toMatch(/^(?:: keepalive\n\n)+$/);
    end.resolve();
    await done;
  });

  it('cancels the turn of a client that leaves, and reads it to its end all the same', async () => {
    const gone = new AbortController();
    let finished = false;
    const { response, done } = respond(
      (async function* () {
        yield started;
        await new Promise((resolve) => gone.signal.addEventListener('abort', resolve));
        yield said('to nobody');
        finished = true;
      })(),
      { cancel: () => gone.abort() },
    );
    const reader = readerOf(response);
    await reader.next();
    await reader.leave();
    await done;
    expect(finished).toBe(true);
  });

  it('answers an inner failure with constant words and logs it without foreign ones', async () => {
    const lines: string[] = [];
    const log = { ...createSilentLog(), error: (fields: object) => void lines.push(JSON.stringify(fields)) };
    const { response } = respond(
      (async function* () {
        yield started;
        throw new TypeError('Invalid header value: hunter2');
      })(),
      { log },
    );
    const body = await response.text();
    expect(body).toMatch(
      /event: agent_error\ndata: \{"message":"[^"]+","type":"internal","run_id":"rn_1"\}\n\n$/,
    );
    expect(lines.join()).toContain('TypeError');
    expect(body + lines.join()).not.toContain('hunter2');
  });

  it('holds little for a client that reads nothing, which then counts as gone', async () => {
    let made = 0;
    const gone = new AbortController();
    const { response, done } = respond(
      (async function* () {
        while (!gone.signal.aborted && made < 1000) {
          made += 1;
          yield said('x'.repeat(64 * 1024));
        }
      })(),
      { cancel: () => gone.abort(), stallMs: 20 },
    );
    await done;
    expect([made, gone.signal.aborted]).toEqual([4, true]);
    await expect(response.text()).rejects.toThrow('reads no more');
  });

  it('waits for a client that reads slowly, and loses nothing', async () => {
    const frames = Array.from({ length: 40 }, () => said('x'.repeat(64 * 1024)));
    const { response, done } = respond(scripted(...frames));
    expect((await response.text()).length).toBeGreaterThan(40 * 64 * 1024);
    await done;
  });
});
