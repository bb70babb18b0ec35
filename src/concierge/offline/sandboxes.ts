import type { View } from '../interpreter.ts';
import { alike } from './lexicon.ts';
import { type Phrase, tagged } from './phrase.ts';

const short = (one: string, other: string): boolean => one.length >= 3 && other.startsWith(one);
const isNear = (name: string, word: string): boolean =>
  alike(name, word) || short(name, word) || short(word, name) || (/^sta?g/.test(word) && /^stag/.test(name));
/** The sandbox a word speaks of: exact, else the only one that is nearly it or of which it is short ("prod"). */
export const knownSandbox = (said: string, view: View): string | undefined => {
  const word = said.toLowerCase();
  const exact = view.sandboxes.find((name) => name.toLowerCase() === word);
  const close = view.sandboxes.filter((name) => isNear(name.toLowerCase(), word));
  return exact ?? (close.length === 1 ? close[0] : undefined);
};

const placed =
  /\b(?:in|into|to|for|on|onto|inside|within|under|use|using|make (?:it|that)|go(?:es)? (?:with|for|to|in|into)|pick|choose|rather|better|sandbox|environment|env|is|be|want|should be|instead|take|:|=|actually|at|start with)(?: (?:in|the|our|my|to|be|:|=|is))* $/;
const denied = /\b(?:not|instead of|rather than|from|no)(?: in| the| into| use)* $/;
const notASandbox =
  /^(?:my|this|that|the|same|whole|which|other|a|an|own|entire|current|new|your|our|each|every|all|any|is|are|i|in|to|for|do|does|what|different|another|wrong|right|it|and|or|not|of|please|have|there|as|with)$/;

/** Whether the token at `at`, which is `known` or is not, stands where a sandbox stands. */
const standsAsSandbox = (phrase: Phrase, at: number, isKnown: boolean, isExact: boolean): boolean => {
  const token = phrase.tokens[at]!;
  const before = phrase.norm.slice(0, phrase.starts[at]);
  const after = phrase.norm.slice(phrase.starts[at]! + token.norm.length);
  const beside = /^ (?:sandbox|environment|env)\b(?! (?:called|named))/.test(after);
  const follows = /\b(?:sandbox|environment|env)(?: (?:called|named|:|=|is|should be|to))* $/.test(before);
  if (denied.test(before)) return false;
  if (isKnown)
    return (
      beside ||
      follows ||
      placed.test(before) ||
      /^ (?:instead|rather|please|then|(?:is|would|should|fits|seems|sounds)(?: be)?)\b/.test(after) ||
      (isExact && /\bURL\b/.test(before) && /^(?:$| [,.]| and\b)/.test(after))
    );
  if (notASandbox.test(token.norm) || token.kind === 'source') return false;
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
