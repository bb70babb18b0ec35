import { type Command, isChange, isRequest, type Request } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { bareAnswer, choiceOf } from '../message/answers.ts';
import { isEmpty, type SaidSlots } from '../slots.ts';
import { type Phrase, rawOf } from '../tokens/phrase.ts';
import { isFiller, isUnknownWord } from '../tokens/references.ts';
import { everywhere, pattern } from '../vocabulary/lexicon.ts';
import { rateIn } from '../vocabulary/rates.ts';
import { numbers } from '../vocabulary/words.ts';
import { isAskedOfOne, withAskedOffered } from './asked-change.ts';
import { factScore, factsIn } from './facts.ts';
import { commandsOf, helpOn } from './gives.ts';
import { intents } from './intents.ts';
import { relativeChange } from './relative.ts';
import { hasAny, type Said, saidIn } from './said.ts';
import { type Reading, readingsOf } from './score.ts';
import { asksOfSecrets } from './security.ts';

/** What one clause contributes. `plain`: it is a command even where any words would do as an answer. */
export type Item = {
  commands?: Command[];
  slots?: SaidSlots;
  register?: boolean;
  /** "both have no auth": the facts are those of all servers that the message registers. */
  ofAll?: boolean;
  /** "my other server": a registration beside the open one. */
  another?: boolean;
  /** "first add …", "another one": beside the open one even where the message begins with "wait" or "actually". */
  besides?: boolean;
  /** "no, …", "actually …": replaces what was said before. */
  correction?: boolean;
  /** Takes back the request before it. */
  revises?: boolean;
  yes?: 'firm' | 'soft';
  no?: boolean;
  /** A refusal until something has happened. */
  waits?: boolean;
  /** Nothing but names of sources, or of tools: goes on with the list of the clause before. */
  more?: { sources: string[]; tools: string[]; all?: boolean; cap?: number };
  /** Nothing but names, some of which nobody knows. */
  names?: string[];
  plain?: boolean;
  /** Sources named in the clause, whatever it says of them. */
  mentions?: string[];
  /** Sources that are left out of what it says: "revoke Wiki, not Docs". */
  excluded?: string[];
  agent?: string | undefined;
  /** True when the clause may speak of a thing named before. */
  pronoun?: boolean;
  /** It may be meant as a request; not when anything else is asked. */
  weak?: boolean;
  /** What a clause that says nothing else holds: the value for a slot that was named before it. */
  value?: string;
  /** "keep Wiki", "leave it alone": what was said of all is not said of these. */
  spares?: string[];
  /** It speaks of our things, and nobody knows what it says of them. */
  unread?: boolean;
};

/** "no auth" states a fact; it takes nothing back. */
const lacksAuth = everywhere(
  pattern(
    '\\b(?:no|not)(?: (?:<needs>|special|bearer|api|custom|any|a|an|for|extra))* (?:<auth>|<credential>|<header>|bearer|protected|secured)\\b',
  ),
);
const correctionWord =
  /\b(?:no|not|actually|wrong|instead|rather|sorry|oops|ups|wait|correction|mistake|meant|mean|should be|scratch that|typo|change|correct|better|replace|false|almost|nearly)\b/;
export const spares =
  /^(?:(?:but|just|only|please|and|then) )*(?:keep|leave|spare|let) (?:(?:the|my|our) )?SOURCE(?: (?:alone|on|up|running|run|as it is|active|be|there|in|out of it|please))*(?: [.!])*$/;
const revises =
  /^(?:(?:oh|hmm|ah|or) )?(?:no|actually|sorry|wait|rather|oops|i mean|i meant|mean(?= SOURCE)|meant(?= SOURCE)|better|make that|scratch that|correction)\b/;
const another = /\b(?:another|second|other|one more|also|additional|too|as well|next)\b/;
const besides = /\b(?:first|another|one more)\b/;
const determined = pattern(
  '\\b(?:my|our|the|this|that|your|all|every|each|any|custom) (?:\\S+ ){0,3}?(?:<server>|<agent>|<tool>|one|thing|health)\\b|^(?:\\S+ ){1,2}(?:everything|both|all)(?: of them)?(?: to .*)?$',
);
/** True when a reading is more than words that a label may be made of. */
const isPlain = ({ intent, score, strange }: Reading, said: Said): boolean =>
  intent.steers ||
  (intent.name === 'clear' && strange === 0) ||
  hasAny(said, 'SOURCE AGENT URL TOOL NAME SECRET') ||
  said.asks ||
  (score >= 3 && determined.test(said.phrase.norm));

/** Reads one clause: a reply, a request, or facts for the slots. */
export const readClause = (phrase: Phrase, view: View, clauses: number): Item => {
  const said = saidIn(phrase, view);
  return {
    ...readSaid(said, clauses),
    mentions: said.sources,
    ...(said.excluded.length > 0 ? { excluded: said.excluded } : {}),
    agent: said.agent,
    pronoun: /\b(?:it|that|this|one|them|its|their)\b/.test(phrase.norm),
    ...(spares.test(phrase.norm) ? { spares: said.sources } : {}),
    ...(revises.test(phrase.norm) ? { revises: true } : {}),
    ...(correctionWord.test(phrase.norm.replace(lacksAuth, ' ')) ? { correction: true } : {}),
  };
};

/** "list the sources in staging": the sandbox is where to look, whatever is being asked. */
const isListThere = ({ intent }: Reading, { features }: Said, slots: SaidSlots): boolean =>
  intent.name.startsWith('list_') && features.has('show') && Object.keys(slots).join() === 'sandbox';

/** What is to be added or deleted is no value of a slot, whatever is named in it. */
const isNoFact = ({ intent: { name, about } }: Reading): boolean =>
  name === 'register' || about === 'destructive';

const isDiscard = ({ intent }: Reading): boolean => intent.name === 'choose' && intent.about === 'discard';
/** "discard or keep?", "Bob says discard it", "the other one", "remove the /mcp": what destroys at once is done for a plain request only. */
const isPlainlyWanted = ({ norm, text }: Phrase): boolean =>
  !/(?:^|\s)\/\w|\b(?:other|others|another)\b/.test(text) &&
  !/\S or \S|(?<!\bi )\b(?:says?|said|told|tells|thinks?|suggests?|recommends?|(?!i )\S+ wants?)\b/.test(
    norm,
  );

/** "resume it, but don't test it", "no test, please" */
const noTest = pattern('(?<![^ ])(?:no|without|skip) (?:\\S+ )?<check>(?![^ ])');
const isTestRefused = ({ intent }: Reading, said: Said): boolean =>
  intent.name === 'test' &&
  ((said.mood === 'refusal' && hasAny(said, 'check')) || noTest.test(said.phrase.norm));

const capitalised = ({ tokens }: Phrase): boolean =>
  tokens.length > 1 && tokens.every((token) => /^[\p{Lu}\d"&]/u.test(token.raw));
/** "revoke Wiki, not Docs": the "not" is no answer, but says which. */
const choosesBetween = (said: Said, requests: readonly Reading[]): boolean => {
  if (said.mood !== 'request' || said.sources.length === 0 || said.excluded.length === 0) return false;
  const wanted = requests.map((one) => commandsOf(one, said)).find((commands) => commands !== null);
  return wanted?.every(isChange) === true;
};
const lackable = new Set(['base_url', 'auth_header', 'credential']);

const readSaid = (said: Said, clauses: number): Item => {
  const { phrase, view, features } = said;
  const choice = clauses === 1 && view.awaiting !== 'name' ? choiceOf(phrase, view) : null;
  if (choice !== null) return { commands: [choice], plain: true };
  if (features.has('lacking') && lackable.has(view.awaiting ?? ''))
    return { commands: [helpOn(view)], plain: true, weak: true };
  const relative = asksOfSecrets(said) ?? relativeChange(said);
  if (relative !== null) return { commands: relative, plain: true };
  const labelShaped = view.awaiting === 'name' && capitalised(phrase);
  const slots = factsIn(said, view);
  const facts = factScore(slots, view);
  const isReply = ({ intent }: Reading) => intent.name === 'yes' || intent.name === 'no';
  const readings = labelShaped ? [] : readingsOf(said, intents);
  const chooses = choosesBetween(
    said,
    readings.filter((one) => !isReply(one)),
  );
  for (const [at, reading] of readings.entries()) {
    if (
      isReply(reading)
        ? said.asks || !isEmpty(slots) || chooses
        : !isNoFact(reading) && reading.score <= facts && !isListThere(reading, said, slots)
    )
      continue;
    if (isTestRefused(reading, said)) return { no: true };
    if (isAskedOfOne(reading, said)) continue;
    const commands = commandsOf(reading, said);
    if (commands === null || (isDiscard(reading) && !isPlainlyWanted(phrase))) continue;
    const others = rivalsOf(commands, reading, readings.slice(at + 1), said);
    return others.length > 0
      ? { commands: [{ command: 'clarify', readings: [commands[0] as Request, ...others] }], plain: true }
      : itemOf(reading, withAskedOffered(commands, said), said, slots);
  }
  return factsOrLess(said, slots, labelShaped);
};

/** Two readings nearer to each other than this say the same as far as we can tell. */
const closeness = 0.25;
const mostOffered = 3;

/** Other requests that a clause may be as well as the best one, when it matters which. */
const rivalsOf = (best: Command[], { score, intent }: Reading, rest: Reading[], said: Said): Request[] => {
  const [first] = best;
  if (best.length !== 1 || first === undefined || !isRequest(first)) return [];
  const seen = new Set([intent.name]);
  const rivals: Request[] = [];
  for (const reading of rest) {
    if (score - reading.score > closeness || rivals.length + 1 === mostOffered) break;
    const [other, ...more] = seen.has(reading.intent.name) ? [] : (commandsOf(reading, said) ?? []);
    seen.add(reading.intent.name);
    if (other === undefined || more.length > 0 || !isRequest(other)) continue;
    if ([first, ...rivals].some((one) => JSON.stringify(one) === JSON.stringify(other))) continue;
    if (isChange(first) || isChange(other)) rivals.push(other);
  }
  return rivals;
};

const itemOf = (reading: Reading, commands: Command[], said: Said, slots: SaidSlots): Item => {
  const { name } = reading.intent;
  if (name === 'yes') return { yes: said.features.has('agrees') ? 'firm' : 'soft', plain: true };
  if (name === 'no') return { no: true, plain: !said.features.has('wrong'), waits: said.features.has('if') };
  const plain = isPlain(reading, said);
  const { norm } = said.phrase;
  if (name === 'register')
    return { register: true, slots, plain, another: another.test(norm), besides: besides.test(norm) };
  return { commands, plain, weak: name === 'test' && !said.asks && !hasAny(said, 'check look_at') };
};

/** "what can you do?", "?", and not "is it raining?" or "really?" */
const isOfOurWords = (said: Said): boolean =>
  (said.telling.length > 0 || /^[? ]+$/.test(said.phrase.norm)) &&
  said.telling.length <= 2 &&
  said.telling.every((of) => of.length > 0) &&
  !hasAny(said, 'SOURCE AGENT TOOL');
/** What is left when no intent is meant: facts, a refusal, a question, the rest of a list. */
const factsOrLess = (said: Said, slots: SaidSlots, labelShaped: boolean): Item => {
  const { phrase, view, features } = said;
  const stuck = features.has('stuck') && !/\bnot necessary\b/.test(phrase.norm);
  if (stuck && view.flow === null && slots.base_url === undefined)
    return { commands: [helpOn(view)], plain: true };
  if (
    said.mood === 'refusal' &&
    slots.base_url === undefined &&
    slots.auth_kind === undefined &&
    !labelShaped
  )
    return { no: true, waits: features.has('if') };
  const ofAll = /\b(?:both|all|each|neither)\b/.test(phrase.norm) && { ofAll: true };
  if (!isEmpty(slots))
    return {
      ...ofAll,
      slots,
      plain: isPlainFact(said, slots, labelShaped),
      another: another.test(phrase.norm),
    };
  const more = listGoesOn(phrase);
  const maybeLabel =
    labelShaped || (view.awaiting === 'name' && /^(?:(?:how|what) about|maybe|perhaps)\b/.test(phrase.norm));
  const wonders = said.asks && more.more === undefined && (view.awaiting !== null || isOfOurWords(said));
  const lost = stuck || (features.has('how') && view.flow !== null);
  if (!maybeLabel && (wonders || lost)) {
    const plain = said.asks || said.telling.every((of) => of.includes('stuck') || of.includes('refuses'));
    return { commands: [helpOn(view)], plain, weak: !said.asks || !phrase.norm.endsWith('?') };
  }
  const raw = rawOf(phrase, 0, phrase.tokens.length);
  const unread =
    /[/=<>]/.test(raw) ||
    hasAny(said, 'tool agent server SOURCE AGENT TOOL sandbox SANDBOX credential limit');
  const value = said.telling.length > 0 ? { value: bareAnswer(raw) } : {};
  return { ...more, ...value, ...(unread ? { unread } : {}) };
};

const sentenceLike =
  /\b(?:after all|is|has|needs?|uses?|not|actually|wrong|should|without|it|no|instead|wait|rather|want|make|into|in|header|none|we|takes?|sends?|wants?|meant?)\b/;
const isPlainFact = ({ phrase }: Said, slots: SaidSlots, labelShaped: boolean): boolean =>
  slots.name !== undefined ||
  (!labelShaped &&
    (slots.base_url !== undefined ||
      slots.auth_header !== undefined ||
      sentenceLike.test(phrase.norm) ||
      phrase.tokens.length <= 2));

/** "… but not Climate" */
const leavesOut = /^(?:not|never|except|without|excluding|keep|leave|spare|let)$/;
/** "Wiki to 20", behind "limit Docs to 10". */
const ofAnotherCap = new RegExp(
  `^(?:the )?SOURCE (?:to|at) (?:\\d|an? (?:hundred|thousand|dozen)\\b|(?:${Object.keys(numbers).join('|')})\\b)`,
);
/** "Nonsuch and Climate", "get_page", "all of them": what goes on with the list of the clause before. */
const listGoesOn = ({ tokens, norm }: Phrase): Item => {
  const of = (kind: string) => tokens.filter((token) => token.kind === kind).map(({ raw }) => raw);
  const [sources, tools] = [of('source'), of('tool')];
  const cap = ofAnotherCap.test(norm) ? rateIn(norm) : null;
  if (cap !== null && Number.isInteger(cap)) return { more: { sources, tools, cap } };
  const isList = tokens.every((token, at) =>
    at % 2 === 1 ? /^(?:and|&|\+)$/.test(token.norm) : token.kind === 'source' || isUnknownWord(token),
  );
  if (isList && tokens.length % 2 === 1 && (tokens.length + 1) / 2 > sources.length)
    return { names: tokens.filter((_, at) => at % 2 === 0).map(({ raw }) => raw) };
  const rest = tokens.filter(({ kind }) => kind !== 'source' && kind !== 'tool');
  if (!rest.every(isFiller) || rest.some(({ norm }) => leavesOut.test(norm))) return {};
  const all = rest.some(({ norm }) => norm === 'all' || norm === 'everything');
  return all || sources.length + tools.length > 0
    ? { more: { sources, tools, ...(all ? { all } : {}) } }
    : {};
};
