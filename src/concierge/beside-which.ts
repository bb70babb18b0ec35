import { type Command, isChange, isDeed } from './commands.ts';
import { isBareAddress } from './handlers/fill.ts';
import { readingText } from './reading-text.ts';
import { say } from './reply.ts';
import { isPointing } from './source-match.ts';
import { conversationOf, type Emissions, type TurnState, utter } from './turn-state.ts';

type Update = Extract<Command, { command: 'update' }>;

const ofNobody = (command: Command): boolean =>
  !('source' in command) || command.source === undefined || isPointing(command.source);

/** What else is wanted of the source that is asked about: a further change, or another address for it. */
const moreOf = (turn: TurnState, asked: Command, next: Command): Update | null => {
  if (asked.command !== 'update' || !ofNobody(next)) return null;
  if (next.command === 'update') return next.undo || next.sandbox !== undefined ? null : next;
  const isAddress = next.command === 'register' && asked.base_url !== undefined && isBareAddress(turn, next);
  return isAddress ? { command: 'update', base_url: next.base_url } : null;
};

/** True for what is done with the request of which it is asked, to which source it is. */
export const goesWithWhich = (turn: TurnState, next: Command): boolean => {
  const { question } = conversationOf(turn);
  return (
    question?.awaiting === 'source' &&
    question.wanted === undefined &&
    moreOf(turn, question.command, next) !== null
  );
};

const inText = (request: Parameters<typeof readingText>[0]): string => {
  const text = readingText(request).replace(' of it', '');
  return text[0]!.toLowerCase() + text.slice(1);
};

/**
 * What a request comes to while it is asked which source the last one is about: a further change of "it" is of that one
 * too, and is done with it. Anything else gives the question up, which is said where the request is about an "it" as well.
 */
export async function* besideWhich(turn: TurnState, next: Command): Emissions<Command> {
  const conversation = conversationOf(turn);
  const { question } = conversation;
  if (!question || question.awaiting === 'resume' || !isDeed(next)) return next;
  conversation.question = null;
  if (question.awaiting !== 'source' || question.wanted !== undefined) return next;
  const asked = question.command;
  const more = moreOf(turn, asked, next);
  if (more !== null) {
    const { source: _, ...change } = more;
    yield utter(say('flow.wanted_too', { what: inText({ ...change }) }));
    return { ...(asked as Update), ...change };
  }
  const isOther = next.command !== asked.command && isChange(next) && ofNobody(next);
  if (isChange(asked) && isOther)
    yield utter(say('flow.not_done', { what: inText(asked as Parameters<typeof readingText>[0]) }));
  return next;
}
