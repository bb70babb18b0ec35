/** For Node only. */
import { createInterface } from 'node:readline';
import type { TurnEvent } from '../concierge/events.ts';
import { visibleText } from '../domain/text.ts';
import type { Talk } from './talk.ts';

const textOf = ({ event, data }: TurnEvent): string => {
  if (event === 'agent_text_delta') return data.text;
  return event === 'agent_error' ? data.message : '';
};

/**
 * A message a line, in order, each answered by its reply and an empty line; without an output, in silence. Ends
 * with the input or on `signal`.
 */
export const chatPiped = async (
  talk: Talk,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream | null,
  signal: AbortSignal,
): Promise<void> => {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY, signal })) {
    if (signal.aborted) return;
    if (line.trim() === '') continue;
    await talk.say(line, (event) => output?.write(visibleText(textOf(event))));
    output?.write('\n\n');
  }
};
