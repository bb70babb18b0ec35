import type { View } from '../../interpreter.ts';
import { alike, isOurs, pattern, wordsOfClass } from '../vocabulary/lexicon.ts';
import { filler as fillerWords, nouns, products, verbs } from '../vocabulary/words.ts';
import { type Phrase, phraseOf, rawOf, type Token, tagged } from './phrase.ts';

export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** Kinds of things, no names of any. */
export const generic = new Set(['server', 'agent', 'tool', 'sandbox', 'credential'].flatMap(wordsOfClass));
const filler = new Set(fillerWords.split(/\s+/));
export const isFillerWord = (word: string): boolean => filler.has(word);
/** True for words that never name anything by themselves. */
export const isFiller = (token: Token): boolean =>
  token.kind === 'comma' ||
  token.kind === 'stop' ||
  token.kind === 'mark' ||
  token.norm.split(' ').every((word) => filler.has(word));

/** A name as one word; one without letters is itself. */
const wholeOf = (name: string): string => wordsOf(name).join('') || name.trim();

type Known = { kind: 'source' | 'agent'; words: string[]; whole: string };

const knownNames = (view: View): Known[] => {
  const entry = (kind: Known['kind'], name: string): Known => ({
    kind,
    words: wordsOf(name),
    whole: wholeOf(name),
  });
  return [
    ...view.sources.flatMap((source) => [entry('source', source.name), entry('source', source.namespace)]),
    ...view.agents.flatMap((agent) => [entry('agent', agent.slug), entry('agent', agent.name)]),
  ].filter(({ whole }) => whole !== '');
};

/** A part of a name may have a typo; another form of the word ("stored" for "store") is another word. */
const alikePart = (word: string, part: string): boolean =>
  word === part || (!isOurs(word) && alike(word, part) && !word.startsWith(part) && !part.startsWith(word));

const isNameable = (token: Token): boolean =>
  /^(?:word|tool|header|quoted)$/.test(token.kind) || emoji.test(token.raw);
const plainWord = (token: Token): string => wholeOf(token.raw.replace(/['’]s$/, ''));

/** How many words from `at` speak of this name, and whether they say all of it. */
const matchAt = (said: string[], at: number, name: Known): { length: number; complete: boolean } => {
  let position = -1;
  let length = 0;
  for (let word = said[at + length]; word !== undefined && word !== ''; word = said[at + length]) {
    const next = name.words.findIndex((part, index) => index > position && alikePart(word!, part));
    if (next === -1) break;
    position = next;
    length += 1;
  }
  // "Notes X" is no slip for "NotesX", where all of it is said.
  if (length > 1 && length === name.words.length) return { length, complete: true };
  const ordinary = isOrdinary(said[at]!) || isOrdinary(name.whole);
  // "show" is no slip for "Shop".
  const isSlip = said[at] !== name.whole && isOurs(said[at]!);
  if (ordinary ? said[at] === name.whole : !isSlip && alike(said[at]!, name.whole))
    return { length: 1, complete: true };
  return { length, complete: length > 0 && length === name.words.length };
};

const vocabulary = new Set(Object.keys({ ...verbs, ...nouns }).flatMap(wordsOfClass));
/** A part of a name counts only when it could not be an ordinary word of ours. */
const isTelling = (token: Token): boolean =>
  !isFiller(token) && !generic.has(token.norm) && !vocabulary.has(token.norm) && token.raw.length > 2;

/** Words that answer or steer; a source may be called so, but they mean themselves. */
const replies = new Set(
  'yes no ok sure help cancel back skip stop repeat none confirm all default public open test add list status'.split(
    ' ',
  ),
);
const emoji = /^\p{Extended_Pictographic}/u;
/** A name that is also an ordinary word: "server", "yes", "2", "🚀". */
const isOrdinary = (word: string): boolean =>
  filler.has(word) ||
  generic.has(word) ||
  replies.has(word) ||
  /^(?:\d+|calls?|requests?|seconds?|minutes?|hours?|times?|pages?|users?)$/.test(word) ||
  emoji.test(word);
const actedOn = pattern(
  '(?:^|.* )(?:<remove>|<drop>|<check>|<pause>|<resume>|<rename>|<rotate>|restrict|limit|throttle|cap|call|(?:<credential>|<address>|<label>|<auth>|tools|health|status) of|SOURCE and|SOURCE ,)$',
);
/** These point at something; in small letters they never name it. */
const pointing =
  /^(?:it|its|this|that|these|those|them|all|both|every|each|any|some|everything|one|ones|my|the|me|again|now)$/;
const namesNoMore = /^(?:$|[.,?!]|and |to |into |as |now|please|but |then |again)/;
/** An ordinary word names something only where a name stands and nothing else can: "test server", "revoke yes". */
const standsAsName = (phrase: Phrase, at: number): boolean =>
  phrase.tokens[at]!.kind === 'quoted' ||
  (at > 0 && /^\p{Lu}/u.test(phrase.tokens[at]!.raw) && !generic.has(phrase.tokens[at]!.norm)) ||
  (!pointing.test(phrase.tokens[at]!.norm) &&
    actedOn.test(phrase.norm.slice(0, Math.max(0, phrase.starts[at]! - 1))) &&
    namesNoMore.test(phrase.norm.slice(phrase.starts[at + 1] ?? phrase.norm.length)));

const nextWord = (phrase: Phrase, at: number): string => phrase.tokens[at]?.norm ?? '';
const agentAfter = pattern('^(?:<agent>)$');
const sourceAfter = pattern('^(?:<server>)$');

const kindFor = (phrase: Phrase, at: number, to: number, kinds: Set<string>): 'source' | 'agent' => {
  if (kinds.size === 1) return kinds.has('source') ? 'source' : 'agent';
  const around = [nextWord(phrase, to), nextWord(phrase, at - 1)];
  if (around.some((word) => agentAfter.test(word))) return 'agent';
  if (around.some((word) => sourceAfter.test(word))) return 'source';
  return pattern('\\b(?:<tool>|<agent>|why)\\b').test(phrase.norm) ? 'agent' : 'source';
};

/** "the sales agent" speaks of no source, whatever part of a source's name it shares. */
const contradicted = (
  phrase: Phrase,
  at: number,
  to: number,
  kind: Known['kind'],
  complete: boolean,
): boolean =>
  !complete && (kind === 'source' ? agentAfter : sourceAfter).test(nextWord(phrase, to)) && at < to;

/** Tags what names a known source or agent, whole or in part, with slips of the finger: `SOURCE`, `AGENT`. */
export const tagKnown = (phrase: Phrase, view: View): Phrase => {
  const names = knownNames(view);
  const spoken = phrase.tokens.map((token) => (isNameable(token) ? plainWord(token) : ''));
  let result = phrase;
  for (let at = 0; at < result.tokens.length; at++) {
    const token = result.tokens[at]!;
    if (spoken[at] === '') continue;
    const matches = names
      .map((name) => ({ name, ...matchAt(spoken, at, name) }))
      .filter(
        ({ name, length, complete }) =>
          length > 0 &&
          !contradicted(result, at, at + length, name.kind, complete) &&
          (complete
            ? length > 1 ||
              (isOrdinary(spoken[at]!) ? standsAsName(result, at) : at > 0 || !vocabulary.has(token.norm))
            : result.tokens.slice(at, at + length).some(isTelling)),
      );
    if (matches.length === 0) continue;
    const length = Math.max(...matches.map((match) => match.length));
    const best = matches.filter((match) => match.length === length);
    const complete = best.filter((match) => match.complete);
    const kinds = new Set((complete.length > 0 ? complete : best).map(({ name }) => name.kind));
    const raw = rawOf(result, at, at + length).replace(/['’]s$/, '');
    spoken.splice(at, length, '');
    result = tagged(result, [at, at + length], kindFor(result, at, at + length, kinds), raw);
  }
  return result;
};

/** True for a word of no meaning to us, which may be the name of anything. */
export const isUnknownWord = (token: Token): boolean =>
  /^(?:word|quoted|name|header)$/.test(token.kind) &&
  !isFiller(token) &&
  !replies.has(token.norm) &&
  !token.norm.split(' ').every((word) => (isOurs(word) && !products.includes(word)) || filler.has(word));

/** What stands from token `from` on where a name is expected and is none of our words: "acme" in "revoke the acme server". */
export const unknownName = (phrase: Phrase, from: number): string | undefined => {
  const rest = phraseOf(phrase.text, phrase.tokens.slice(from));
  const start = rest.tokens.findIndex(isUnknownWord);
  const between = rest.tokens.slice(0, Math.max(0, start));
  if (start === -1 || start > 5 || !between.every((token) => isFiller(token) || generic.has(token.norm)))
    return undefined;
  let end = start;
  while (end < rest.tokens.length && isUnknownWord(rest.tokens[end]!)) end += 1;
  return rawOf(rest, start, end).replace(/['’]s$/, '');
};
