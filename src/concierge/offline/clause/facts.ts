import { distance } from 'fastest-levenshtein';
import type { View } from '../../interpreter.ts';
import { isEmpty, type SaidSlots } from '../slots.ts';
import { sourcesCalled } from '../sources-called.ts';
import { rawOf, type Token } from '../tokens/phrase.ts';
import { isFiller, isUnknownWord } from '../tokens/references.ts';
import { knownSandbox } from '../tokens/sandboxes.ts';
import { pattern } from '../vocabulary/lexicon.ts';
import { authOf } from './auth.ts';
import { urlIn } from './mended-url.ts';
import { atPort } from './port.ts';
import { hasAny, type Said } from './said.ts';

/** The slots a tagged clause fills. */
const slotsOf = (said: Said, view: View): SaidSlots => {
  const { phrase } = said;
  const last = (kind: Token['kind']) => phrase.tokens.findLast((token) => token.kind === kind)?.raw;
  const given = last('url') === undefined ? atPort(phrase, view) : urlIn(said, view);
  const [base_url, name, sandbox] = [given, last('name'), last('sandbox')];
  return {
    ...(base_url === undefined ? {} : { base_url }),
    ...authOf(phrase, view),
    ...(name === undefined ? {} : { name }),
    ...(sandbox === undefined ? {} : { sandbox }),
  };
};

const callsSource = pattern(
  '(?<![^ ])(?:call|name|dub|label|title|<rename>) (?:(?:the|my|our) )?SOURCE (?:(?:to|as|into) )?NAME',
);
/** "no", "there is not": no scheme at all, when that is what is asked. */
const deniesAll = (said: Said): boolean => {
  const { norm } = said.phrase;
  // "I do not care" chooses nothing.
  if (
    /\b(?:care|mind|matter)\b|^(?:no ,? ?)?not (?:now|yet)\b|\blater\b|\bnot (?:SOURCE|NAME)\b|(?:SOURCE|NAME) (?:, )?not\b/.test(
      norm,
    ) ||
    !hasAny(said, 'refuses needless') ||
    hasAny(said, 'stuck stops holds cancels backs bearer sandbox address label add limit rate_word')
  )
    return false;
  return said.view.awaiting === 'auth_kind'
    ? said.telling.length <= 2 && !/\bnone of\b/.test(norm)
    : said.view.awaiting === 'credential' && /\b(?:none|nothing|not (?:need|any|use|require))\b/.test(norm);
};

/** "weather desk", where "wether desk" is shown: the label without its slip. */
const respeltLabel = ({ phrase, asks }: Said, { awaiting, slots: { name } }: View): string | null => {
  if (awaiting !== 'confirmation' || asks || name === undefined || phrase.tokens.every(isFiller)) return null;
  const raw = rawOf(phrase, 0, phrase.tokens.length).replace(/^(?:oops|ups|sorry|typo|i meant)[\s,:]+/i, '');
  const apart = distance(raw.toLowerCase(), name.toLowerCase());
  return name.length >= 4 && raw.length >= 4 && apart >= 1 && apart <= 2 ? raw : null;
};

/** "rename the sandbox to prod", "rename support to helper": none of our servers is called by it. */
export const namesNoSource = pattern(
  '(?<![^ ])(?:<rename>|(?:change|set) the (?:name|label) of) (?:(?:the|my|our|this) )*(?:AGENT|<agent>|<sandbox>|SANDBOX|account|user|profile|workspace|conversation)(?: \\S+)? (?:to|into|as)(?: be)? NAME',
);

const compares = /\b(?:same|like|as) (?:\S+ ){0,3}SOURCE\b/;
/** "use the token [credential] for Docs": said of another one than the one that is open. */
const isOfOther = ({ phrase, features, sources, view }: Said): boolean =>
  view.flow !== null &&
  features.has('SECRET') &&
  !features.has('URL') &&
  !compares.test(phrase.norm) &&
  sources
    .flatMap((name) => sourcesCalled(name, view.sources))
    .some(({ data_source_id }) => data_source_id !== view.slots.source);

/** The facts of a clause, also those that only the open question makes facts of. */
export const factsIn = (said: Said, { awaiting, flow }: View): SaidSlots => {
  const { phrase, view, features } = said;
  if (isOfOther(said)) return {};
  const slots = slotsOf(said, view);
  // "and name Wiki Manual": of another one than the open flow is about.
  if (flow !== null && callsSource.test(phrase.norm)) delete slots.name;
  if (flow === null && namesNoSource.test(phrase.norm)) delete slots.name;
  // What is only talked of names nothing.
  if (said.mood !== 'request' && flow === null && slots.base_url === undefined) delete slots.name;
  if (awaiting === 'auth_header' && slots.auth_header === undefined && slots.auth_kind === 'header_token')
    delete slots.auth_kind;
  if (said.asks && !/^\S+(?: \S+)? \?$/.test(phrase.norm)) return slots.base_url === undefined ? {} : slots;
  if (awaiting === 'sandbox' && slots.name !== undefined && features.has('fresh') && !features.has('label'))
    return { sandbox: slots.name };
  // "it is called staging", where that is asked.
  const place = awaiting === 'sandbox' && !features.has('label') && knownSandbox(slots.name ?? '', view);
  if (place) return { sandbox: place };
  // "that is not the token" answers whether it is.
  if (awaiting === 'credential' && !view.secret_input && slots.auth_header === undefined)
    delete slots.auth_kind;
  if (!isEmpty(slots)) return slots;
  // "add https://…, none": a clause of its own.
  if (phrase.norm === 'none' && (awaiting === null || awaiting === 'base_url')) return { auth_kind: 'none' };
  if (deniesAll(said)) return { auth_kind: 'none' };
  const respelt = respeltLabel(said, view);
  if (respelt !== null) return { name: respelt };
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
export const factScore = (slots: SaidSlots, { flow, awaiting, slots: present }: View): number => {
  // A revocation has no facts to fill in.
  const isOpen = flow !== null && flow !== 'revoke';
  const prior = isOpen ? 2 : slots.base_url === undefined ? -2 : 0;
  // "it does need a token", of one that was registered without: another scheme, and no other value.
  const isOther = slots.auth_kind !== undefined && slots.auth_kind !== present.auth_kind;
  const mended = awaiting === 'repair' && present.auth_kind === 'none' && isOther ? 2 : 0;
  const said = Object.keys(slots) as (keyof SaidSlots)[];
  return said.length === 0
    ? Number.NEGATIVE_INFINITY
    : said.reduce((sum, slot) => sum + worth[slot], prior + mended);
};
