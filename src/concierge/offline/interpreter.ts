import type { Option } from '../../domain/conversation.ts';
import type { Command } from '../commands.ts';
import { type Interpreter, understoodAs, type View } from '../interpreter.ts';
import { withPlaces } from './after/places.ts';
import { withUnheard } from './after/unheard.ts';
import { withSandboxes } from './after/where.ts';
import { withWholeNames } from './after/whole-names.ts';
import { readEllipsis } from './before/ellipsis.ts';
import { withKnownAddresses } from './before/known-addresses.ts';
import { withoutNeverMind } from './before/never-mind.ts';
import { otherToRevoke } from './before/other-to-revoke.ts';
import { type Pasted, readPasted } from './before/pasted.ts';
import { withPointedAt } from './before/pointed-at.ts';
import { isSaidAgain } from './before/said-again.ts';
import { withSpokenOf } from './before/spoken-of.ts';
import { readEach } from './before/spread.ts';
import { withThoseNamed } from './before/those-named.ts';
import { toldName } from './before/told-name.ts';
import { helpOn } from './clause/gives.ts';
import { doneNow, isForLater, withoutSupposed } from './clause/later.ts';
import { isTold } from './clause/mood.ts';
import { type Item, readClause } from './clause/read-clause.ts';
import { closed } from './closed.ts';
import { looksForeign } from './foreign.ts';
import { heldAgreement } from './message/agreement.ts';
import { bareAnswer, choiceOf, leavesDefault, optionNamed, picksNone } from './message/answers.ts';
import { compose } from './message/compose.ts';
import { labelReply } from './message/label-reply.ts';
import { isSentence } from './message/sentence.ts';
import { clausesOf } from './tokens/clauses.ts';
import { type Phrase, tokenise } from './tokens/phrase.ts';
import { isUnknownWord } from './tokens/references.ts';
import { pattern } from './vocabulary/lexicon.ts';

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

/** An optional slot: "yes" and "whatever" alike take what was offered. */
const takesOffered = (message: Phrase, items: Item[], view: View): boolean => {
  // "leave it as it is", of a label that was to be changed.
  const stays = view.flow === 'update' && items.some(({ commands }) => commands?.[0]?.command === 'cancel');
  const leaves =
    leavesDefault(message, view) && !stays && items.every(({ slots }) => slots?.name === undefined);
  const agrees =
    items.some(({ yes }) => yes !== undefined) &&
    items.every((item) => item.yes !== undefined || saysNothing(item));
  // "yes, Quick One it is"
  const isSpelled = message.tokens.slice(1).some(({ raw }) => /^\p{Lu}/u.test(raw) && raw !== 'I');
  return (leaves || agrees) && !isSpelled;
};
/** "yes that only": small letters, and no word in it that a label could be made of. */
const onlyAgrees = ({ text, tokens }: Phrase): boolean =>
  /^(?:hell )?(?:yes|yeah|yep|yup|ok|okay|sure)\b[^\p{Lu}]*$/u.test(text.trim()) &&
  tokens.length <= 5 &&
  !tokens.some(isUnknownWord);
/** "please" and other words that stand for nothing. */
const saysNothing = ({ commands, slots, register, value, no, more, names }: Item): boolean =>
  [commands, slots, value, more, names].every((one) => one === undefined) && !register && !no;

/** "Payments, but in staging": a label and where it goes; nothing of what is before the place may be a command. */
const labelAndSandbox = (message: Phrase, items: Item[], view: View): Command | null => {
  if (view.awaiting !== 'name') return null;
  const [first, ...rest] = items.filter((item, at) => at === 0 || !saysNothing(item));
  const facts = rest.every((item) => item.slots !== undefined && item.slots.name === undefined);
  if (first?.value !== undefined && !first.revises && rest.length > 0 && facts)
    return { command: 'set', name: first.value, ...Object.assign({}, ...rest.map(({ slots }) => slots)) };
  const label = beforePlace.exec(message.text.trim())?.groups?.label;
  return label === undefined || items.length > 1 || Object.keys(first?.slots ?? {}).join() !== 'sandbox'
    ? null
    : { command: 'set', name: label, ...first!.slots };
};
const beforePlace =
  /^(?!(?:please |i |let us |can you |could you |actually |no |now )*(?:put|make|want|move|use|set|go|add|register|place|have|it|that|this|should|rather|in|into|to|for|on|the|would|sandbox)\b)(?<label>.+?),? (?:in|into|for|on) (?:the )?\S+(?: sandbox| environment| env)?(?: please| pls| thanks)?[.!]?$/i;

/** "Refund desk, and by the way what sources do I have?": the label, and something asked behind it. */
const labelAndQuestion = (clauses: Phrase[], items: Item[], view: View): Command[] | null => {
  const [first, ...rest] = items;
  const asked = rest.flatMap(({ commands = [] }) => commands);
  const isLabel =
    view.awaiting === 'name' &&
    first?.value !== undefined &&
    !first.revises &&
    clauses[0]!.tokens.length <= 4;
  const asks = asked.length > 0 && asked.every(({ command }) => /^(?:list_|show_source|why)/.test(command));
  return isLabel && asks && rest.every((item) => item.commands !== undefined || saysNothing(item))
    ? [{ command: 'set', name: first.value! }, ...asked]
    : null;
};

/** In small letters and alone these ask for something; they call nothing. */
const wish = pattern(
  '^(?:list|show|status|list (?:all|everything))$|^(?:list|show)(?: me)?(?: all)?(?: (?:the|my|our|your))? (?:servers|sources|sandboxes|agents|tools)(?: (?:in|of|for) \\S+)?$|^(?:(?:no|actually|please|ok|,) )*<rename> \\S+ \\S',
);

/** A question whose answer may be any words at all: then only what is plainly a command is one. */
const freeAnswer = (message: Phrase, clauses: Phrase[], items: Item[], view: View): Command[] | null => {
  if (view.awaiting !== 'name' && view.awaiting !== 'auth_header') return null;
  if (view.awaiting === 'name' && takesOffered(message, items, view)) return [{ command: 'skip' }];
  if (view.awaiting === 'name' && onlyAgrees(message)) return [{ command: 'skip' }];
  const choice = choiceOf(message, view);
  // "One", "Number One": a label like any other.
  const isSpelled = view.awaiting === 'name' && /^\p{Lu}[\p{L} ]*$/u.test(message.text.trim());
  const isOption = view.options.some(
    ({ label }) => label.toLowerCase() === message.text.trim().toLowerCase(),
  );
  if (choice !== null && (!isSpelled || isOption)) return [choice];
  if (wish.test(message.norm)) return null;
  const placed = labelAndSandbox(message, items, view);
  if (placed !== null) return [placed];
  const asking = labelAndQuestion(clauses, items, view);
  if (asking !== null) return asking;
  const isOtherScheme = items.some(({ slots }) => /^(?:none|bearer)$/.test(slots?.auth_kind ?? ''));
  if (view.awaiting === 'auth_header' && isOtherScheme) return null;
  if (isPlain(items)) return null;
  if (view.awaiting === 'auth_header' && leavesDefault(message, view)) return [{ command: 'skip' }];
  if (message.tokens.every(({ norm }) => /^(?:please|[.,!])$/.test(norm))) return [helpOn(view)];
  const unnamed = labelReply(message.text, view, helpOn(view));
  if (unnamed !== null) return unnamed;
  // "not acme" is no label, whatever comes after it.
  if (/^not [a-z]/.test(message.text)) return [{ command: 'deny' }];
  const spoken = /^x(?: [a-z]+)+$/i.test(message.text.trim())
    ? message.text.trim().replaceAll(' ', '-')
    : message.text;
  const value = bareAnswer(view.awaiting === 'auth_header' ? spoken : message.text);
  if (value.length > 200 || value.includes('[credential]')) return unclear;
  if (view.awaiting === 'name' && isSentence(value, view)) return [helpOn(view)];
  return [{ command: 'set', [view.awaiting]: value }];
};

/** "all of them", "all the servers": no request of its own. */
const isList = ({ commands, plain }: Item): boolean => !plain || commands?.[0]?.command === 'list_sources';

/** One of two readings, said again: "pause it", "just revoke", "not pause, revoke". */
const readingNamed = (message: Phrase, items: Item[], view: View): Command | null => {
  const named = picksNone.test(message.norm) ? null : optionNamed(message, view);
  if (named !== null) return named;
  const [said, ...more] = items.flatMap(({ commands = [] }) => commands);
  const asks = ({ label }: Option) => read(label, closed(view)).commands[0]?.command;
  const fitting = view.options.filter((option) => said !== undefined && asks(option) === said.command);
  const isOther = said !== undefined && 'source' in said && items.some(({ mentions }) => mentions?.length);
  return fitting.length === 1 && more.length === 0 && !isOther
    ? { command: 'choose', option: fitting[0]!.id }
    : null;
};

/** "both of them": each of two that were offered. */
const isBoth = ({ norm }: Phrase, items: Item[]): boolean => /\bboth\b/.test(norm) && items.every(isList);

/** A question with options: the whole message may pick one. */
const picked = (message: Phrase, clauses: Phrase[], items: Item[], view: View): Command[] | null => {
  const revised = items.length > 1 && items.some(({ revises, no }) => revises || no);
  const choice = choiceOf(message, view) ?? (revised ? choiceOf(clauses.at(-1)!, view) : null);
  if (choice !== null) return [choice];
  if (view.awaiting === 'sandbox' && takesOffered(message, items, view)) return [{ command: 'skip' }];
  const everything = /\b(?:all|both|every|each|everything|everyone)\b/.test(message.norm);
  if (view.awaiting === 'source' && view.flow === null && everything && items.every(isList))
    return [{ command: 'test', all: true }];
  const listed = view.options.filter(({ id }) => id.startsWith('source:'));
  if (view.flow === 'revoke' && view.awaiting === 'source' && isBoth(message, items) && listed.length === 2)
    return listed.map(({ label }): Command => ({ command: 'revoke', source: label }));
  if (view.awaiting === 'reading') {
    const named = readingNamed(message, items, view);
    return named === null ? null : [named];
  }
  // "not staging": where it goes instead is still to be said.
  if (view.awaiting === 'sandbox' && /^not \S+$/.test(message.norm.replace(/[ .!]+$/, '')))
    return [helpOn(view)];
  if (items.some((item) => item.plain && !item.no)) return null;
  if (
    view.flow === 'register' &&
    view.awaiting !== 'confirmation' &&
    view.awaiting !== 'repair' &&
    view.awaiting !== 'credential' &&
    leavesDefault(message, view)
  )
    return [{ command: 'skip' }];
  if (view.awaiting !== 'source' && view.awaiting !== 'agent') return null;
  const [chosen, ...others] = clauses;
  // "not Alpha", "is Alpha used?": it names one, and does not choose it.
  const isOpenStill =
    others.length === 0 && /^(?:not|never|neither|all but|anything but) |\?$/.test(message.norm);
  if (isOpenStill) return /\?$/.test(message.norm) ? null : [{ command: 'unclear' }];
  const named =
    (chosen !== undefined && others.length > 0 && others.every(({ norm }) => norm.startsWith('not '))
      ? optionNamed(chosen, view)
      : null) ??
    optionNamed(message, view) ??
    (revised ? optionNamed(clauses.at(-1) ?? message, view) : null);
  if (named !== null) return [named];
  if (view.awaiting === 'agent' && everything)
    return view.options
      .filter(({ id }) => id.startsWith('agent:'))
      .map(({ label }): Command => ({ command: 'list_tools', agent: label }));
  if (/\b(?:none|neither|nothing)\b/.test(message.norm)) return [{ command: 'cancel' }];
  return null;
};

const isUnread = (commands: Command[]): boolean => commands.every(({ command }) => command === 'unclear');

/** What is done with a message that asks for nothing we know: "Docs is on hold" shows whether it is so. */
const unasked = (message: Phrase, clauses: Phrase[], items: Item[], view: View): Command[] | null => {
  if (looksForeign(message.text)) return [tell('language')];
  if (isForLater(message, items, view)) return [doneNow];
  const [source, ...others] = items.flatMap(({ mentions = [] }) => mentions);
  const isOfOne = source !== undefined && others.length === 0 && view.flow === null;
  return isOfOne && clauses.every(({ norm }) => isTold(norm)) ? [{ command: 'show_source', source }] : null;
};

/** "let me think… Notebook": where the answer begins, when any words may be one; null when nothing is before it. */
const afterHesitation = (clauses: Phrase[], items: Item[], { awaiting }: View): number | null => {
  const at = items.findIndex(({ commands }) => commands?.[0]?.command !== 'repeat');
  const isFree = awaiting === 'name' || awaiting === 'auth_header';
  const [clause, item] = [clauses[at], items[at]];
  const isAnswer = clause !== undefined && item?.value !== undefined && clause.tokens.length <= 4;
  return isFree && at > 0 && at === items.length - 1 && isAnswer ? clause.tokens[0]!.start : null;
};

/** `plain`: the message is certainly a request, a reply or a correction, and not free text such as a label. */
export type Understood = { commands: Command[]; plain: boolean };

/** A program that is started on a machine is no address: it is said how it becomes one, beside what can be taken. */
const programsIn = ({ localPrograms }: Pasted): Command[] => {
  const names = localPrograms.filter((name) => name !== '');
  if (localPrograms.length === 0) return [];
  return [{ command: 'help', topic: 'stdio', ...(names.length > 0 && { names }) }];
};

/** Message → clauses → readings → commands, with the open question as the prior. */
export const read = (text: string, view: View): Understood => {
  const answered = withoutNeverMind(text, view, read);
  if (answered !== null) return answered;
  const told = toldName(text, view);
  if (told !== null) return { commands: told, plain: true };
  const pasted = readPasted(text);
  const message = tokenise(pasted.rest);
  const clauses = clausesOf(message, view);
  const items: Item[] = withoutSupposed(
    clauses,
    clauses.map((clause) => readClause(clause, view, clauses.length)),
  );
  const answer = afterHesitation(clauses, items, view);
  if (answer !== null) return read(message.text.slice(answer), view);
  if (pasted.servers.length > 0) {
    const servers = pasted.servers.map((slots): Item => ({ slots, register: true, plain: true }));
    const said = items.filter((item) => item.register || item.slots !== undefined);
    const noted = [...programsIn(pasted), ...pasted.notes.map(tell)];
    return { commands: [...noted, ...compose([...said, ...servers], view)], plain: true };
  }
  if (pasted.localPrograms.length > 0) return { commands: programsIn(pasted), plain: true };
  const composed =
    freeAnswer(message, clauses, items, view) ??
    picked(message, clauses, items, view) ??
    compose(items, view);
  const commands = heldAgreement({ commands: composed, message, clauses, items, view });
  const silent = commands.length === 0 && message.tokens.some((token) => token.kind === 'secret');
  return {
    commands:
      (isUnread(commands) ? unasked(message, clauses, items, view) : null) ??
      (commands.length > 0 || silent ? commands : unclear),
    plain: commands.length > 0 && isPlain(items),
  };
};

/** The deterministic interpreter: the same text and view always give the same commands; never throws. */
export const understand = (text: string, view: View): Command[] => read(text, view).commands;

/** Works without any model or network; the same text and view always give the same commands. */
export const createOfflineInterpreter = (): Interpreter => ({
  interpret: ({ text: said, view, recent }) => {
    const plain = withSpokenOf(withKnownAddresses(withPointedAt(said, view, recent), view), view, recent);
    const text = withThoseNamed(plain, view, recent);
    const read = (said: string, seen: View) => withPlaces(said, seen, understand(said, seen));
    const whole = (said: string, seen: View) => withWholeNames(said, seen, withSandboxes(said, seen, read));
    const alone = (said: string, seen: View) => readEach(said, seen, whole);
    const again = readEllipsis(text, view, recent, alone);
    const commands = otherToRevoke(text, view, recent) ?? again ?? alone(text, view);
    const isAgain = isSaidAgain(text, view, recent, commands, understand);
    return understoodAs(isAgain ? [{ command: 'repeat' }] : withUnheard(text, view, commands));
  },
});
