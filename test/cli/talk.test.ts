import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { chatPiped } from '../../src/cli/chat-piped.ts';
import type { OpenRooms } from '../../src/cli/rooms.ts';
import { createTalk } from '../../src/cli/talk.ts';
import type { Concierge } from '../../src/concierge/events.ts';
import { ConciergeError, conflict, notFound } from '../../src/errors.ts';

/** A Concierge whose turns cannot begin, each for the next reason. */
const refusing = (reasons: Error[]): OpenRooms['rooms'] => {
  const left = [...reasons];
  const beginTurn = () => Promise.reject(left.shift());
  return { concierge: { beginTurn } as unknown as Concierge } as OpenRooms['rooms'];
};

const pipe = async (reasons: Error[]) => {
  const { signal } = new AbortController();
  const opened = { rooms: refusing(reasons), caller: { user_id: 'us_1' }, sandbox_id: 'sb_1' };
  const talk = await createTalk({ ...opened, session_id: null, signal });
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(reasons.map((_, index) => `line ${index}\n`).join(''));
  await chatPiped(talk, input, output, signal).finally(() => output.end());
  return { said: await text(output), failed: talk.failed() };
};

describe('a turn that cannot begin', () => {
  it('is told in its sentence, and the lines after it are still taken', async () => {
    expect(await pipe([notFound('conversation'), conflict('It is busy.')])).toEqual({
      said: 'There is no such conversation.\n\nIt is busy.\n\n',
      failed: false,
    });
  });

  it('through a fault of ours is told as well, and remembered for the exit code', async () => {
    const down = new ConciergeError('unavailable', 'The store is down.');
    const { said, failed } = await pipe([down, conflict('It is busy.')]);
    expect(said).toBe('The store is down.\n\nIt is busy.\n\n');
    expect(failed).toBe(true);
  });

  it('through a mistake in the code is thrown', async () => {
    await expect(pipe([new TypeError('a mistake')])).rejects.toThrow('a mistake');
  });
});
