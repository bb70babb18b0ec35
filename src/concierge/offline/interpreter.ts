import type { Command } from '../commands.ts';
import { type Interpreter, understoodAs, type View } from '../interpreter.ts';
import { bareAnswer, choiceOf, leavesDefault, optionNamed } from './answers.ts';
import { clausesOf } from './clauses.ts';
import { compose } from './compose.ts';
import { isConditional, isYes } from './control.ts';
import { looksForeign } from './foreign.ts';
import { readPasted } from './pasted.ts';
import { type Phrase, tokenise } from './phrase.ts';
import { withPlaces } from './places.ts';
import { type Item, readClause } from './read-clause.ts';

const unclear: Command[] = [{ command: 'unclear' }];
const tell = (topic: string): Command => ({ command: 'help', topic });

const isSocial = (item: Item): boolean =>
  item.yes !== undefined ||
  item.no === true ||
  (item.commands ?? []).some(({ command }) => /^(?:thanks|greet|bye)$/.test(command));
const isPlain = (items: Item[]): boolean => {
  const plain = items.filter((item) => item.plain);
  const unread = items.some(
    (item) => item.commands === undefined && item.slots === undefined && !item.register && !isSocial(item),
  );
  return plain.length > 0 && (!unread || plain.some((item) => !isSocial(item)));
};

const withoutStop = (message: Phrase): string => message.norm.replace(/ \.$/, '');
/** An optional slot: "yes" and "whatever" alike take what was offered. */
const takesOffered = (message: Phrase, view: View): boolean =>
  leavesDefault(withoutStop(message)) || isYes(withoutStop(message), { ...view, awaiting: 'name' });

/** "Payments in staging": a label and where it goes. */
const labelAndSandbox = (message: Phrase, items: Item[], view: View): Command | null => {
  const item = items.findLast((read) => read.slots !== undefined);
  const others = items.filter((read) => read !== item && (read.commands ?? read.slots) !== undefined);
  if (others.length > 0) return null;
  if (
    view.awaiting !== 'name' ||
    items.length > 2 ||
    item?.slots?.sandbox === undefined ||
    Object.keys(item.slots).length > 1
  )
    return null;
  const name =
    /^(?!(?:please |i |let us |can you |could you |actually |no |now )*(?:put|make|want|move|use|set|go|add|register|place|have|it|that|this|should|rather|in|into|to|for|on|the|would|sandbox)\b)(.+?),? (?:in|into|for|on) (?:the )?\S+(?: sandbox| environment| env)?(?: please| pls| thanks)?[.!]?$/i.exec(
      message.text.trim(),
    )?.[1];
  const label = name
    ?.replace(/,?\s*(?:and |then |but )*(?:please )?(?:put|move|place|make|have) (?:it|that)$/i, '')
    .trim();
  return label === undefined || label === ''
    ? null
    : { command: 'set', name: label, sandbox: item.slots.sandbox };
};

/** A question whose answer may be any words at all: then only what is plainly a command is one. */
const freeAnswer = (message: Phrase, items: Item[], view: View): Command[] | null => {
  if (view.awaiting !== 'name' && view.awaiting !== 'auth_header') return null;
  if (view.awaiting === 'name' && takesOffered(message, view)) return [{ command: 'skip' }];
  const choice = choiceOf(message, view);
  if (choice !== null) return [choice];
  const placed = labelAndSandbox(message, items, view);
  if (placed !== null) return [placed];
  if (isPlain(items)) return null;
  const value = bareAnswer(message.text);
  return value.length > 200 || value.includes('[credential]')
    ? unclear
    : [{ command: 'set', [view.awaiting]: value }];
};

/** A question with options: the whole message may pick one. */
const picked = (message: Phrase, items: Item[], view: View): Command[] | null => {
  const choice = choiceOf(message, view);
  if (choice !== null) return [choice];
  if (view.awaiting === 'sandbox' && takesOffered(message, view)) return [{ command: 'skip' }];
  if (items.some((item) => item.plain)) return null;
  if (
    view.flow === 'register' &&
    view.awaiting !== 'confirmation' &&
    view.awaiting !== 'repair' &&
    view.awaiting !== 'credential' &&
    leavesDefault(withoutStop(message))
  )
    return [{ command: 'skip' }];
  if (view.awaiting !== 'source' && view.awaiting !== 'agent') return null;
  const named = optionNamed(message, view);
  if (named !== null) return [named];
  if (view.awaiting === 'agent' && /\b(?:all|both|every|each|everyone)\b/.test(message.norm))
    return view.options
      .filter(({ id }) => id.startsWith('agent:'))
      .map(({ label }): Command => ({ command: 'list_tools', agent: label }));
  if (/\b(?:none|neither|nothing)\b/.test(message.norm)) return [{ command: 'cancel' }];
  if (
    view.awaiting === 'source' &&
    view.flow === null &&
    /\b(?:all|both|every|each|everything)\b/.test(message.norm)
  )
    return [{ command: 'test', all: true }];
  return null;
};

const isUnread = (commands: Command[]): boolean => commands.every(({ command }) => command === 'unclear');

/** `plain`: the message is certainly a request, a reply or a correction, and not free text such as a label. */
export type Understood = { commands: Command[]; plain: boolean };

/** Message → clauses → readings → commands, with the open question as the prior. */
export const read = (text: string, view: View): Understood => {
  const pasted = readPasted(text);
  const message = tokenise(pasted.rest);
  const clauses = clausesOf(message, view);
  const items = clauses.map((clause) => readClause(clause, view, clauses.length));
  if (pasted.servers.length > 0) {
    const servers = pasted.servers.map((slots): Item => ({ slots, register: true, plain: true }));
    const said = items.filter((item) => item.register || item.slots !== undefined);
    return { commands: [...pasted.notes.map(tell), ...compose([...said, ...servers], view)], plain: true };
  }
  if (pasted.localCommand)
    return { commands: [{ command: 'out_of_scope', kind: 'not_supported' }], plain: true };
  const composed = freeAnswer(message, items, view) ?? picked(message, items, view) ?? compose(items, view);
  const agrees = composed.some(({ command }) => command === 'affirm');
  const commands = agrees && isConditional(message.norm, composed.length === 1) ? unclear : composed;
  const silent = commands.length === 0 && message.tokens.some((token) => token.kind === 'secret');
  return {
    commands:
      isUnread(commands) && looksForeign(pasted.rest)
        ? [tell('language')]
        : commands.length > 0 || silent
          ? commands
          : unclear,
    plain: commands.length > 0 && isPlain(items),
  };
};

/** The deterministic interpreter: the same text and view always give the same commands; never throws. */
export const understand = (text: string, view: View): Command[] => read(text, view).commands;

/** Works without any model or network; the same text and view always give the same commands. */
export const createOfflineInterpreter = (): Interpreter => ({
  interpret: ({ text, view }) => understoodAs(withPlaces(text, view, understand(text, view))),
});
