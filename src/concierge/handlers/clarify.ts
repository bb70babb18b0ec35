import type { Option } from '../../domain/conversation.ts';
import type { Command, Request } from '../commands.ts';
import { readingText } from '../reading-text.ts';
import { matchSources } from '../source-match.ts';
import { conversationOf, type Emissions, type TurnState } from '../turn-state.ts';
import { saidOnceRegistered } from './once-registered.ts';
import { missed } from './pick.ts';

/** The reading with the source that its name means; as it was said when that is still to be asked. */
const resolved = (turn: TurnState, reading: Request): Request => {
  if (!('source' in reading)) return reading;
  const match = matchSources(turn, reading);
  return match.kind === 'one' ? { ...reading, source: match.found.name } : reading;
};

/** Two readings of one message that differ in what they do: the user says which, by number, name or button. */
export async function* clarify(
  turn: TurnState,
  command: Extract<Command, { command: 'clarify' }>,
): Emissions {
  const [first] = command.readings.toReversed();
  if (first?.command === 'update' && (yield* saidOnceRegistered(turn, first))) return;
  // What is asked about the source comes before what to do with it.
  for (const reading of command.readings)
    if ('source' in reading && (yield* missed(turn, reading, matchSources(turn, reading), command))) return;
  const readings = command.readings.map((reading) => resolved(turn, reading));
  const options = readings.map(
    (reading, at): Option => ({ id: `reading:${at}`, label: readingText(reading) }),
  );
  conversationOf(turn).question = {
    awaiting: 'reading',
    readings,
    options: [...options, { id: 'cancel', label: 'Cancel' }],
  };
}
