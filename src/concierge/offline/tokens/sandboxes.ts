import type { View } from '../../interpreter.ts';
import { alike } from '../vocabulary/lexicon.ts';
import { type Phrase, tagged } from './phrase.ts';

/** "prod" is short for "production"; these only begin like a sandbox. */
const otherWords = /^(?:products?|productiv\w+|producers?|developers?|devices?|devops|stages|testers?)$/;
const short = (one: string, other: string): boolean =>
  one.length >= 3 && other.startsWith(one) && !otherWords.test(other);
/** What a sandbox is called by. */
export const sandboxWord = '(?:sandbox|environment|env|workspace)';
const onlyOne = (said: string, { sandboxes }: View, isNear: (name: string, word: string) => boolean) => {
  const word = said.toLowerCase();
  const exact = sandboxes.find((name) => name.toLowerCase() === word);
  const near = sandboxes.filter((name) => isNear(name.toLowerCase(), word));
  return exact ?? (near.length === 1 ? near[0] : undefined);
};
const begins = (name: string, word: string): boolean => short(name, word) || short(word, name);
/** A sandbox that exists, whole or by its beginning ("prod" for "production", and the other way round). */
export const sandboxCalled = (said: string, view: View): string | undefined => onlyOne(said, view, begins);
/** The sandbox a word speaks of, also with a slip of the finger. */
export const knownSandbox = (said: string, view: View): string | undefined =>
  onlyOne(
    said,
    view,
    (name, word) =>
      alike(name, word) || begins(name, word) || (/^sta?g/.test(word) && name.startsWith('stag')),
  );

const placed =
  /\b(?:in|into|to|for|on|onto|inside|within|under|use|using|make (?:it|that)|go(?:es)? (?:with|for|to|in|into)|pick|choose|rather|better|sandbox|environment|env|is|be|want|should be|instead|take|:|=|actually|at|start with)(?: (?:in|the|our|my|to|be|:|=|is))* $/;
const denied = /\b(?:not|instead of|rather than|from|no)(?: in| the| into| use)* $/;
const isRight = /^ (?:is|was) (?:right|correct|fine|better|ok)\b/;
/** "prod would be dangerous": judged, and not chosen. */
const isJudged =
  /^ (?:is|was|would be|seems|sounds|feels) (?:(?:way|much|far|really|very|quite|rather|a bit|too|a) )*(?:dangerous|risky|wrong|bad|terrible|mistake|premature|early|overkill|off limits|forbidden|not)\b/;
const notASandbox =
  /^(?:my|this|that|the|same|whole|which|other|a|an|own|entire|current|new|your|our|each|every|all|any|is|are|i|in|to|for|do|does|what|different|another|wrong|right|it|and|or|not|of|please|have|there|as|with|called|named|known|titled)$/;

/** What environments are mostly called: behind "in" nobody means anything else, also where none of that name exists. */
export const usualEnvironment = /^(?:production|prod|staging|development|dev|preprod|qa|uat)$/;

/** Whether the token at `at`, which is `known` or is not, stands where a sandbox stands. */
const standsAsSandbox = (phrase: Phrase, at: number, isKnown: boolean, isExact: boolean): boolean => {
  const token = phrase.tokens[at]!;
  const before = phrase.norm.slice(0, phrase.starts[at]);
  const after = phrase.norm.slice(phrase.starts[at]! + token.norm.length);
  const beside = /^ (?:sandbox|environment|env)\b(?! (?:called|named))/.test(after);
  const follows = /\b(?:sandbox|environment|env)(?: (?:called|named|:|=|is|should be|to))* $/.test(before);
  if (isJudged.test(after)) return false;
  // "no staging was right", written without a comma.
  if (denied.test(before) && !(/\bno $/.test(before) && isRight.test(after))) return false;
  if (isKnown)
    return (
      beside ||
      follows ||
      placed.test(before) ||
      /^ (?:instead|rather|please|then|(?:is|would|should|fits|seems|sounds)(?: be)?)\b/.test(after) ||
      isRight.test(after) ||
      (isExact && /\bURL\b/.test(before) && /^(?:$| [,.]| and\b)/.test(after))
    );
  if (notASandbox.test(token.norm) || token.kind === 'source') return false;
  if (
    usualEnvironment.test(token.norm) &&
    /\b(?:in|into)(?: (?:the|our|my))? $/.test(before) &&
    /^(?:$| [,.]| (?:please|then|instead)$)/.test(after)
  )
    return true;
  return beside
    ? /\b(?:in|into|to|for|on|onto|the|our|use|inside|my) $/.test(before)
    : follows && /\b(?:in|into|to|use|for|:|=|called|named)\b/.test(before);
};

/** The sandbox of a clause: a known one after "in", "for", "make it" … or next to the word; an unknown one next to it. */
export const takeSandbox = (phrase: Phrase, view: View): Phrase => {
  for (const [at, token] of phrase.tokens.entries()) {
    if (!/^(?:word|quoted|source)$/.test(token.kind)) continue;
    const known = knownSandbox(token.raw, view);
    if (!standsAsSandbox(phrase, at, known !== undefined, known?.toLowerCase() === token.raw.toLowerCase()))
      continue;
    const beside = /^(?:sandbox|environment|env)$/.test(phrase.tokens[at + 1]?.norm ?? '');
    return tagged(phrase, [at, at + (beside ? 2 : 1)], 'sandbox', known ?? token.raw);
  }
  return phrase;
};
