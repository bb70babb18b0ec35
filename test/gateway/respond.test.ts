import { expect, it } from 'vitest';
import type { AnswerOptions } from '../../src/gateway/answer-call.ts';
import { toResponse } from '../../src/gateway/message.ts';
import type { Outcome } from '../../src/gateway/outcome.ts';
import { respond } from '../../src/gateway/respond.ts';

const kib = 1024;
const result: Outcome = { kind: 'result', result: { content: [] } };

/** A call that asks for progress, answered by a tool that says much of it. */
const respondTo = async (answer: (options: AnswerOptions) => Promise<Outcome>): Promise<Response> =>
  toResponse(
    await respond(
      {
        era: 'legacy',
        id: 1,
        name: 'tool',
        arguments: {},
        progressToken: 'p',
        header: () => 'application/json, text/event-stream',
      },
      { signal: new AbortController().signal, headers: {}, answer },
    ),
  );
const steps = (text: string): number => text.split('notifications/progress').length - 1;

it('a client that reads nothing is kept little of the progress, and the result', async () => {
  const opened = Promise.withResolvers<void>();
  const response = await respondTo(async ({ onProgress }) => {
    for (let progress = 0; progress < 10_000; progress++)
      onProgress?.({ progress, message: 'x'.repeat(kib) });
    await opened.promise;
    return result;
  });
  opened.resolve();
  const text = await response.text();
  expect(text.length).toBeLessThan(80 * kib);
  expect(steps(text)).toBeGreaterThan(10);
  expect(text).toMatch(/"result":\{"content":\[\]\}\}\n\n$/);
});

it('a client that reads again hears of the progress again', async () => {
  const read = Promise.withResolvers<void>();
  const response = await respondTo(async ({ onProgress }) => {
    onProgress?.({ progress: 1, message: 'x'.repeat(100 * kib) });
    onProgress?.({ progress: 2, message: 'while it is behind' });
    await read.promise;
    onProgress?.({ progress: 3, message: 'once it has read' });
    return result;
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader.read()).value ?? '';
  read.resolve();
  for (let next = await reader.read(); !next.done; next = await reader.read()) text += next.value;
  expect(text).toContain('once it has read');
  expect(text).not.toContain('while it is behind');
});
