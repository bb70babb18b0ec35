import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { chatPiped } from '../../src/cli/chat-piped.ts';
import { createTalk } from '../../src/cli/talk.ts';
import { createClient } from '../../src/client/client.ts';

const refusal = (status: number, error: string, detail: string): Response =>
  Response.json({ error, detail, request_id: 'r' }, { status });
const stream = (...frames: string[]): Response =>
  new Response(frames.join(''), { headers: { 'content-type': 'text/event-stream' } });
const begun = 'event: run_started\ndata: {"run_id":"rn_1","session_id":"ss_1"}\n\n';

/** A message a line, each to a server that answers it with the next of these. */
const pipe = async (answers: (() => Response)[]) => {
  const left = [...answers];
  const client = createClient({ url: 'http://localhost', fetch: async () => left.shift()!() });
  const { signal } = new AbortController();
  const talk = await createTalk({ client, sandbox_id: 'sb_1', session_id: null, signal });
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(answers.map((_, index) => `line ${index}\n`).join(''));
  await chatPiped(talk, input, output, signal).finally(() => output.end());
  return { said: await text(output), failed: talk.failed() };
};
const busy = () => refusal(409, 'conflict', 'It is busy.');

describe('a turn that cannot begin', () => {
  it('is told in its sentence, and the lines after it are still taken', async () => {
    const missing = () => refusal(404, 'not_found', 'There is no such conversation.');
    expect(await pipe([missing, busy])).toEqual({
      said: 'There is no such conversation.\n\nIt is busy.\n\n',
      failed: false,
    });
  });

  it.each<[what: string, answer: () => Response, said: RegExp]>([
    [
      'of a store that is down',
      () => refusal(503, 'unavailable', 'The store is down.'),
      /^The store is down/,
    ],
    ['of a proxy', () => new Response('<html>', { status: 502 }), /not a Concierge server \(status 502\)/],
    [
      'of a page that takes everything',
      () => new Response('<html>'),
      /not a Concierge server \(status 200\)/,
    ],
    ['of a redirect', () => Response.redirect('https://b.test/'), /sends us on to https:\/\/b\.test/],
    ['that breaks off', () => stream(begun), /broke off before the answer was complete/],
    [
      'of a server that is gone',
      () => {
        throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) });
      },
      /cannot be reached: nothing listens there; is the server running\?\n/,
    ],
  ])(
    'because of an answer %s is told as well, and remembered for the exit code',
    async (_, answer, sentence) => {
      const { said, failed } = await pipe([answer, busy]);
      expect(said).toMatch(sentence);
      expect(said).toContain('\n\nIt is busy.\n\n');
      expect(failed).toBe(true);
    },
  );

  it('through a mistake in the code is thrown', async () => {
    const mistaken = () => {
      throw new RangeError('a mistake');
    };
    await expect(pipe([mistaken])).rejects.toThrow('a mistake');
  });
});
