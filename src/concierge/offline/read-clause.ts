import { type Command, isChange, isRequest, type Request } from '../commands.ts';
import type { View } from '../interpreter.ts';
import { bareAnswer, choiceOf } from './answers.ts';
import { authOf } from './auth.ts';
import { commandsOf, helpOn } from './gives.ts';
import { intents } from './intents.ts';
import { everywhere, pattern } from './lexicon.ts';
import { rateIn } from './limits.ts';
import { type Phrase, rawOf, type Token } from './phrase.ts';
import { isFiller, isUnknownWord } from './references.ts';
import { relativeChange } from './relative.ts';
import { type Said, saidIn } from './said.ts';
import { knownSandbox } from './sandboxes.ts';
import { type Reading, readingsOf } from './score.ts';
import { asksOfSecrets } from './security.ts';
import { isEmpty, type SaidSlots } from './slots.ts';

/** What one clause contributes. `plain`: it is a command even where any words would do as an answer. */
export type Item = {
  commands?: Command[];
  slots?: SaidSlots;
  register?: boolean;
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
  agent?: string | undefined;
  /** True when the clause may speak of a thing named before. */
  pronoun?: boolean;
  /** It may be meant as a request; not when anything else is asked. */
  weak?: boolean;
  /** What a clause that says nothing else holds: the value for a slot that was named before it. */
  value?: string;
  /** It speaks of our things, and nobody knows what it says of them. */
  unread?: boolean;
};

/** The slots a tagged clause fills. */
const slotsOf = (phrase: Phrase, view: View): SaidSlots => {
  const last = (kind: Token['kind']) => phrase.tokens.findLast((token) => token.kind === kind)?.raw;
  const [base_url, name, sandbox] = [last('url'), last('name'), last('sandbox')];
  return {
    ...(base_url === undefined ? {} : { base_url }),
    ...authOf(phrase, view),
    ...(name === undefined ? {} : { name }),
    ...(sandbox === undefined ? {} : { sandbox }),
  };
};

/** "no auth" states a fact; it takes nothing back. */
const lacksAuth = everywhere(
  pattern(
    '\\b(?:no|not)(?: (?:<needs>|special|bearer|api|custom|any|a|an|for|extra))* (?:<auth>|<credential>|<header>|bearer|protected|secured)\\b',
  ),
);
const correctionWord =
  /\b(?:no|not|actually|wrong|instead|rather|sorry|oops|ups|wait|correction|mistake|meant|mean|should be|scratch that|typo|change|correct|better|replace|false|almost|nearly)\b/;
const revises =
  /^(?:(?:oh|hmm|ah|or) )?(?:no|actually|sorry|wait|rather|oops|i mean|i meant|better|make that|scratch that|correction)\b/;
const another = /\b(?:another|second|other|one more|also|additional|too|as well|next)\b/;
const besides = /\b(?:first|another|one more)\b/;
const hasAny = ({ features }: Said, names: string): boolean =>
  names.split(' ').some((name) => features.has(name));

/** "no", "there is not": no scheme at all, when that is what is asked. */
const deniesAll = (said: Said): boolean => {
  const { norm } = said.phrase;
  if (
    !hasAny(said, 'refuses needless') ||
    hasAny(said, 'stuck stops holds cancels backs bearer sandbox address label add')
  )
    return false;
  return said.view.awaiting === 'auth_kind'
    ? said.telling.length <= 2 && !/\bnone of\b/.test(norm)
    : said.view.awaiting === 'credential' && /\b(?:none|nothing|not (?:need|any|use|require))\b/.test(norm);
};

/** The facts of a clause, also those that only the open question makes facts of. */
const factsIn = (said: Said, { awaiting, flow }: View): SaidSlots => {
  const { phrase, view, features } = said;
  const slots = slotsOf(phrase, view);
  // What is only talked of names nothing.
  if (said.mood !== 'request' && flow === null && slots.base_url === undefined) delete slots.name;
  if (awaiting === 'auth_header' && slots.auth_header === undefined && slots.auth_kind === 'header_token')
    delete slots.auth_kind;
  if (said.asks && !/^\S+(?: \S+)? \?$/.test(phrase.norm)) return slots.base_url === undefined ? {} : slots;
  if (awaiting === 'sandbox' && slots.name !== undefined && features.has('fresh') && !features.has('label'))
    return { sandbox: slots.name };
  // "that is not the token" answers whether it is.
  if (awaiting === 'credential' && !view.secret_input && slots.auth_header === undefined)
    delete slots.auth_kind;
  if (!isEmpty(slots)) return slots;
  // "add https://…, none": a clause of its own.
  if (phrase.norm === 'none' && (awaiting === null || awaiting === 'base_url')) return { auth_kind: 'none' };
  if (deniesAll(said)) return { auth_kind: 'none' };
  const [alone, ...more] = phrase.tokens.filter((token) => !isFiller(token));
  if (alone === undefined || more.length > 0 || alone.kind === 'secret' || features.has('refuses')) return {};
  const sandbox = knownSandbox(alone.raw, view);
  if (sandbox !== undefined) return { sandbox };
  // "forecasts", shown "Forecasts": the label in another spelling.
  const isSpelt = awaiting === 'confirmation' && !said.asks && !phrase.norm.startsWith('and ');
  const shown = isSpelt ? view.slots.name : undefined;
  if (shown !== alone.raw && shown?.toLowerCase() === alone.raw.toLowerCase()) return { name: alone.raw };
  const few = phrase.tokens.length <= 4 && isUnknownWord(alone) && said.telling.flat().length === 0;
  if (awaiting === 'sandbox' && few) return { sandbox: alone.raw };
  return awaiting === 'base_url' && phrase.tokens.length === 1 && /[.:/]/.test(alone.raw)
    ? { base_url: alone.raw }
    : {};
};

const worth: Record<keyof SaidSlots, number> = {
  base_url: 4,
  auth_header: 3,
  auth_kind: 2,
  name: 3,
  sandbox: 2.5,
};
/** How much facts say, on the scale of the readings: more while they are asked for, little when nothing is. */
const factScore = (slots: SaidSlots, { flow }: View): number => {
  // A revocation has no facts to fill in.
  const isOpen = flow !== null && flow !== 'revoke';
  const prior = isOpen ? 2 : slots.base_url === undefined ? -2 : 0;
  const said = Object.keys(slots) as (keyof SaidSlots)[];
  return said.length === 0 ? Number.NEGATIVE_INFINITY : said.reduce((sum, slot) => sum + worth[slot], prior);
};

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
    agent: said.agent,
    pronoun: /\b(?:it|that|this|one|them|its|their)\b/.test(phrase.norm),
    ...(revises.test(phrase.norm) ? { revises: true } : {}),
    ...(correctionWord.test(phrase.norm.replace(lacksAuth, ' ')) ? { correction: true } : {}),
  };
};

/** "list the sources in staging": the sandbox is where to look, whatever is being asked. */
const isListThere = ({ intent }: Reading, { features }: Said, slots: SaidSlots): boolean =>
  intent.name.startsWith('list_') && features.has('show') && Object.keys(slots).join() === 'sandbox';

const capitalised = ({ tokens }: Phrase): boolean =>
  tokens.length > 1 && tokens.every((token) => /^[\p{Lu}\d"&]/u.test(token.raw));
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
  for (const [at, reading] of readings.entries()) {
    if (
      isReply(reading)
        ? said.asks || !isEmpty(slots)
        : reading.intent.name !== 'register' && reading.score <= facts && !isListThere(reading, said, slots)
    )
      continue;
    const commands = commandsOf(reading, said);
    if (commands === null) continue;
    const others = rivalsOf(commands, reading, readings.slice(at + 1), said);
    return others.length > 0
      ? { commands: [{ command: 'clarify', readings: [commands[0] as Request, ...others] }], plain: true }
      : itemOf(reading, commands, said, slots);
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

/** What is left when no intent is meant: facts, a refusal, a question, the rest of a list. */
const factsOrLess = (said: Said, slots: SaidSlots, labelShaped: boolean): Item => {
  const { phrase, view, features } = said;
  const stuck = features.has('stuck');
  if (stuck && view.flow === null && slots.base_url === undefined)
    return { commands: [helpOn(view)], plain: true };
  if (
    said.mood === 'refusal' &&
    slots.base_url === undefined &&
    slots.auth_kind === undefined &&
    !labelShaped
  )
    return { no: true, waits: features.has('if') };
  if (!isEmpty(slots))
    return { slots, plain: isPlainFact(said, slots, labelShaped), another: another.test(phrase.norm) };
  const more = listGoesOn(phrase);
  const maybeLabel =
    labelShaped || (view.awaiting === 'name' && /^(?:(?:how|what) about|maybe|perhaps)\b/.test(phrase.norm));
  const wonders =
    said.asks && more.more === undefined && (view.awaiting !== null || said.telling.length <= 2);
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
const leavesOut = /^(?:not|never|except|without|excluding)$/;
/** "Wiki to 20", behind "limit Docs to 10". */
const ofAnotherCap = /^(?:the )?SOURCE (?:to|at) \d/;
/** "Nonsuch and Climate", "get_page", "all of them": what goes on with the list of the clause before. */
const listGoesOn = ({ tokens, norm }: Phrase): Item => {
  const of = (kind: string) => tokens.filter((token) => token.kind === kind).map(({ raw }) => raw);
  const [sources, tools] = [of('source'), of('tool')];
  const cap = ofAnotherCap.test(norm) ? rateIn(norm) : null;
  if (cap !== null) return { more: { sources, tools, cap } };
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
