import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { saidIn } from '../clause/said.ts';
import type { Phrase } from '../tokens/phrase.ts';
import { generic, isFiller, wordsOf } from '../tokens/references.ts';
import { alike, pattern } from '../vocabulary/lexicon.ts';
import { numbers, ordinals } from '../vocabulary/words.ts';

const nth = ordinals.split(' ');
const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[.!"'`]+$|^["'`]+/g, '');
const around =
  'and|then|uh|um|hmm|er|well|,|maybe|probably|the|number|option|choice|answer|nr|#|no|i|guess|think|take|pick|choose|with|go|want|would|like|use|please|ok|yes|it|is|let us|say|say|rather|suppose|for|one|mean|meant';
const behind =
  'one|option|choice|of (?:them|these|those|the two|the three|the list)|please|thanks|i (?:guess|think|suppose)|probably|then|\\)|\\.|,|-|for me|in the list|server|source|agent';
const numbered = new RegExp(
  `^(?:(?:${around}) )*?(?<number>#?\\d{1,3}|1st|2nd|3rd|${nth.join('|')}|last|latter|former|middle|${Object.keys(numbers).slice(0, 9).join('|')})(?: (?:${behind}))*$`,
);

const indexOf = (said: string, count: number): number => {
  if (/\d/.test(said)) return Number(said.replace(/\D/g, '')) - 1;
  if (said === 'last' || said === 'latter') return count - 1;
  if (said === 'middle') return count === 3 ? 1 : -1;
  return said === 'former' ? 0 : nth.includes(said) ? nth.indexOf(said) : (numbers[said] ?? 0) - 1;
};

/** An option of the open question, picked by number, label or id. */
export const choiceOf = (phrase: Phrase, view: View): Command | null => {
  const said = plain(phrase.text);
  const exact = view.options.find(({ id, label }) => said === id.toLowerCase() || said === plain(label));
  if (exact !== undefined) return { command: 'choose', option: exact.id };
  const countable = view.options.filter(({ id }) => id !== 'cancel').length;
  const number = numbered.exec(phrase.norm.replace(/ [.,]$/, ''))?.groups?.number;
  // "first" is no word for what is to be done; a number is typed from the list.
  const isWord = view.awaiting === 'confirmation' && !/^(?:#?\d+|two|three)$/.test(number ?? '');
  const option = number === undefined || isWord ? undefined : view.options[indexOf(number, countable)];
  return option === undefined ? null : { command: 'choose', option: option.id };
};

/** The one option that the words of a short reply single out: "the metrics one" among sources. */
export const optionNamed = (phrase: Phrase, view: View): Command | null => {
  const telling = phrase.tokens
    .filter(
      (token) =>
        (!isFiller(token) && !generic.has(token.norm)) ||
        view.options.some(({ label }) => plain(label) === token.norm),
    )
    .flatMap((token) => wordsOf(token.raw));
  const candidates = view.options.filter(({ id }) => /^(?:source|agent|sandbox|reading):/.test(id));
  const covers = (label: string, id: string) =>
    telling.every((word) =>
      [...wordsOf(label), ...wordsOf(id.slice(id.indexOf(':') + 1))].some((part) => alike(part, word)),
    );
  const matching = telling.length === 0 ? [] : candidates.filter(({ label, id }) => covers(label, id));
  const exact = matching.filter(({ label }) => wordsOf(label).length === telling.length);
  const unique = exact.length === 1 ? exact[0] : matching.length === 1 ? matching[0] : undefined;
  return unique === undefined ? null : { command: 'choose', option: unique.id };
};

const fits =
  '(?:fine|ok|good|great|nice|perfect|alright|right|well|suitable|me|us|for|it|just|very|quite|do)';
/** "that name is fine", "a good label": the label that was offered, and none of these words. */
const approves = pattern(
  `^(?:(?:yes|ok|sure|well|hmm|i think|,) )*(?:(?:(?:that|this|the|your|suggested|proposed|offered) )*<label>(?: you \\S+)? (?:is|sounds|looks|seems|works|suits|fits|will|would|does)(?: ${fits})*|(?:that|this|it) is an? ${fits} <label>|(?:it|you) can (?:have|keep|use|take) (?:that|this|the) <label>)(?: (?:then|thanks|thank you|please|,|[.!]))*$`,
);

/** True when the reply leaves an optional slot to what was offered. */
export const leavesDefault = (phrase: Phrase, view: View): boolean => {
  const { features, telling, asks } = saidIn(phrase, view);
  if (view.awaiting === 'name' && approves.test(phrase.norm)) return true;
  // "not default, staging"
  if (
    /\bnone of\b|\bnot (?:(?:the|your) )?(?:default|usual|same|standard|normal|current)\b/.test(phrase.norm)
  )
    return false;
  if (
    phrase.tokens.length > 1 &&
    phrase.tokens.every(({ raw }) => /^\p{Lu}/u.test(raw) || /^(?:of|the|and)$/.test(raw))
  )
    return false;
  const own = [
    'defaults',
    'label',
    'sandbox',
    'likes',
    'agrees',
    'server',
    'refuses',
    'needs',
    'thanked',
    'stuck',
    'lacking',
    'call',
    'rename',
  ];
  const others = telling.filter((of) => !of.some((feature) => own.includes(feature)));
  return (
    features.has('defaults') &&
    (!asks || /\bto you\b/.test(phrase.norm)) &&
    others.length <= (phrase.tokens.length > 3 ? 1 : 0) &&
    others.flat().length === 0
  );
};

const wrappers =
  /^\s*(?:(?:hmm+|hm|ok|okay|well|um+|uh|yes|no|nope|sure|maybe|perhaps|please|so|then|let's see)[,\s.]+)*(?:(?:let'?s|let us|i'?d|i would|we'?ll|i'?ll|we|i|you can|you could|please|just|can we|could we)\s+(?:(?:usually|just|rather|normally|simply|to|all)\s+)*(?:say|go with|go for|take|use|call it|name it|like|prefer|want|choose|have|suggest|pick|think|refer to it)(?:\s+it)?(?:\s+(?:to be|as|name|it is|of|is))*|(?:he|she|it|this|that) (?:must|should|shall|can|will) (?:be (?:called|named)|call (?:him|it|her)self)|how about|what about|go with|it(?:'s| is)(?: just| simply| called)?|(?:it|this)(?: (?:should|shall|must|will|can|ought to|has to|needs to|is to) be(?: called)?)|that(?:'s| is| would be| should be)|(?:should|must|has to|needs to|shall) be|make (?:it|that)|to|into|better|the name|name|label)\s*:?\s+(?=\S)/i;
/** "then Docs v2", "maybe Lexicon": in small letters and before a capital they say nothing. */
const hesitant =
  /^\s*(?:(?:[Tt]hen|[Mm]aybe|[Pp]erhaps|[Hh]m+|well|[Oo]k|[Oo]kay|so|rather|just)[,.:\s]+|(?:[Ww]ell|[Rr]ight|[Ff]ine|[Ss]ure|[Gg]ood|[Ss]o|[Aa]lright|[Yy]es|[Aa]nd)[,.:;!]\s*)+(?=[\p{Lu}\d"“])/u;
/** "no, Orders": what is before the comma says nothing. */
const interjection = /^\s*(?:(?:no|nope|ok|okay|well|hmm+|actually|sorry|yes)\s*,\s*)+(?=\S)/i;
const politeEnd =
  /[\s,.]*(?:\b(?:as (?:the |its |a )?(?:label|name|title)|(?-i:then)|please|pls|plz|thanks|thank you|thx|would be (?:good|nice|great|fine)|sounds (?:good|nice|great|right|fine|ok)|then|is (?:fine|good|ok)|(?:is|as|should be|will be) the (?:name|label|title)|i (?:guess|think|suppose|believe)|(?-i:maybe|perhaps|probably)|if (?:it|that|this) is (?:still )?(?:free|available|not taken)|will do|it is)\b)?[\s.!,?]*$/i;
/** "Orders, no, Invoices": only what was said last. */
const revised =
  /^.*(?:[,.]|\.\.+|[–—-])\s*(?:(?:oh|ah|no|sorry|wait|actually|rather|make that|i mean|i meant|or rather|better)\b[,.]?\s*(?:[–—-]\s+)?)+(?=\S)/i;
/** "Three, or maybe One. Yes, One": what it was settled on. */
const settled = /^.*[.!?…]\s+(?:yes|ok|okay|right|so)\s*,\s*(?=\S)/i;
/** A full stop that belongs to the label. */
const abbreviated = /\b(?:inc|ltd|co|corp|bros|dept|etc|jr|sr|st|no)\.$/i;

/** A reply to "which label?" or "which header?" without the words around it. */
export const bareAnswer = (text: string): string => {
  const quoted = /^[^"“`]*["“`]([^"”`]+)["”`]/.exec(text)?.[1];
  if (quoted !== undefined) return quoted.trim();
  const stripped = text
    .replace(/^.*\b(?:name|call|label)\b.*: (?=\S)/i, '')
    .replace(revised, '')
    .replace(settled, '')
    .replace(wrappers, '')
    .replace(hesitant, '')
    .replace(interjection, '')
    .replace(/\s+/g, ' ')
    .trim();
  const bare = abbreviated.test(stripped) ? stripped : stripped.replace(politeEnd, '').trim();
  return (bare === '' ? text.trim() : bare).replace(/^'(.*)'$/, '$1');
};

/** "not pause", "who paused it?": no reading is meant by it. */
export const picksNone = /\b(?:no|not|never|neither|none)\b|^(?:who|why|when|how|what|does|did|has)\b/;

/** "Call it Numbers. No wait, Figures.": what is spelled as a name behind the word that takes the first one back. */
export const revisedName = (text: string): string | null => {
  const last = revised.test(text) ? bareAnswer(text) : '';
  return /^\p{Lu}[\p{L}\d]*(?: [\p{Lu}\d]\S*){0,3}$/u.test(last) ? last : null;
};
