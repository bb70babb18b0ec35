import type { Option } from '../../domain/conversation.ts';
import type { Command, Request } from '../commands.ts';
import { readingText } from '../reading-text.ts';
import { conversationOf, type Emissions, type TurnState } from '../turn-state.ts';
import { matchSources, sayNoSource } from './pick.ts';

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
  const unknown = command.readings.find(
    (reading) => 'source' in reading && matchSources(turn, reading).kind === 'none',
  );
  if (unknown && 'source' in unknown) return yield* sayNoSource(turn, unknown.source);
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
