import type { Option } from '../../domain/conversation.ts';
import type { Command } from '../commands.ts';
import { type Interpreter, understoodAs, type View } from '../interpreter.ts';
import { withAlternatives } from './after/alternatives.ts';
import { withLeftUndone } from './after/left-undone.ts';
import { withPlaces } from './after/places.ts';
import { withTokenSaid } from './after/token-said.ts';
import { withUnheard } from './after/unheard.ts';
import { withSandboxes } from './after/where.ts';
import { withWholeNames } from './after/whole-names.ts';
import { readCapsAsked } from './before/caps-asked.ts';
import { readEllipsis } from './before/ellipsis.ts';
import { withKnownAddresses } from './before/known-addresses.ts';
import { withLimitsApart } from './before/limits-apart.ts';
import { withMendedPart } from './before/mended-part.ts';
import { withNamesApart } from './before/names-apart.ts';
import { withoutNeverMind } from './before/never-mind.ts';
import { readNewSandbox } from './before/new-sandbox.ts';
import { notTheName } from './before/not-the-rename.ts';
import { inOneBreath } from './before/one-breath.ts';
import { otherToRevoke } from './before/other-to-revoke.ts';
import { type Pasted, readPasted } from './before/pasted.ts';
import { noneInState, withPointedAt } from './before/pointed-at.ts';
import { readReported } from './before/reported.ts';
import { revokesWhat } from './before/revoke-it.ts';
import { isSaidAgain } from './before/said-again.ts';
import { readSameFor } from './before/same-for.ts';
import { withSpokenOf } from './before/spoken-of.ts';
import { readEach } from './before/spread.ts';
import { withThoseNamed } from './before/those-named.ts';
import { toldName } from './before/told-name.ts';
import { askedOnly } from './clause/asked-change.ts';
import { helpOn } from './clause/gives.ts';
import { doneNow, isForLater, withoutSupposed } from './clause/later.ts';
import { isTold, putsOff } from './clause/mood.ts';
import { type Item, readClause } from './clause/read-clause.ts';
import { closed } from './closed.ts';
import { looksForeign } from './foreign.ts';
import { heldAgreement } from './message/agreement.ts';
import { choiceOf, leavesDefault, optionNamed, picksNone } from './message/answers.ts';
import { compose } from './message/compose.ts';
import { freeAnswer, takesOffered } from './message/free-answer.ts';
import { isPlain } from './message/plain-items.ts';
import { clausesOf } from './tokens/clauses.ts';
import { type Phrase, tokenise } from './tokens/phrase.ts';

const unclear: Command[] = [{ command: 'unclear' }];
const tell = (topic: string): Command => ({ command: 'help', topic });

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
  if (isForLater(message, items, view, putsOff)) return [doneNow];
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
    askedOnly(message, compose(items, view));
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
  interpret: ({ text: heard, view, recent }) => {
    const said = withLimitsApart(withNamesApart(withMendedPart(inOneBreath(heard), view)), view);
    const plain = withSpokenOf(withKnownAddresses(withPointedAt(said, view, recent), view), view, recent);
    const text = withThoseNamed(plain, view, recent);
    const read = (said: string, seen: View) => withPlaces(said, seen, understand(said, seen));
    const whole = (said: string, seen: View) => withWholeNames(said, seen, withSandboxes(said, seen, read));
    const each = (said: string, seen: View) => readEach(said, seen, whole);
    const alone = (said: string, seen: View) => readSameFor(said, seen, each) ?? each(said, seen);
    const again = readEllipsis(text, view, recent, alone);
    const commands =
      readReported(text, view, alone) ??
      readCapsAsked(text, view) ??
      noneInState(text, view) ??
      notTheName(text, view) ??
      revokesWhat(text, view) ??
      otherToRevoke(text, view, recent) ??
      again ??
      readNewSandbox(text, view, alone) ??
      alone(text, view);
    const isAgain = isSaidAgain(text, view, recent, commands, understand);
    const heardAs = isAgain ? [{ command: 'repeat' as const }] : withLeftUndone(text, view, commands);
    const kinds = withTokenSaid(text, view, heardAs);
    return understoodAs(withUnheard(text, view, withAlternatives(text, view, kinds)));
  },
});
