import type { Command } from '../commands.ts';
import type { View } from '../interpreter.ts';
import { onlyFiller } from './control.ts';
import { alike, everywhere, pattern } from './lexicon.ts';
import { moodOf } from './mood.ts';
import type { Phrase } from './phrase.ts';
import { generic, isFiller, wordsOf } from './references.ts';

const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
export const cardinals = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const numbered =
  /^(?:(?:uh|um|hmm|er|well|,|maybe|probably|the|number|option|choice|answer|nr|#|no|i|guess|think|take|pick|choose|with|go|want|would|like|use|please|ok|yes|it|is|let us|say) )*(?<number>#?\d{1,3}|first|1st|second|2nd|third|3rd|[a-z]+th|last|latter|former|one|two|three|four|five|six)(?: (?:one|option|choice|of (?:them|these|those)|please|thanks|i (?:guess|think|suppose)|probably|then|\)|\.|,|-|for me|in the list))*$/;

const indexOf = (said: string, count: number): number => {
  if (/\d/.test(said)) return Number(said.replace(/\D/g, '')) - 1;
  if (said === 'last' || said === 'latter') return count - 1;
  if (said === 'former') return 0;
  const ordinal = ordinals.indexOf(said);
  return ordinal === -1 ? cardinals.indexOf(said) : ordinal;
};
const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[.!"'`]+$|^["'`]+/g, '');

/** An option of the open question, picked by number, label or id. */
export const choiceOf = (phrase: Phrase, view: View): Command | null => {
  const said = plain(phrase.text);
  const exact = view.options.find(({ id, label }) => said === id.toLowerCase() || said === plain(label));
  if (exact !== undefined) return { command: 'choose', option: exact.id };
  const countable = view.options.filter(({ id }) => id !== 'cancel').length;
  const number = numbered.exec(phrase.norm.replace(/ [.,]$/, ''))?.groups?.number;
  const option = number === undefined ? undefined : view.options[indexOf(number, countable)];
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
  const candidates = view.options.filter(({ id }) => /^(?:source|agent|sandbox):/.test(id));
  const covers = (label: string, id: string) =>
    telling.every((word) =>
      [...wordsOf(label), ...wordsOf(id.slice(id.indexOf(':') + 1))].some((part) => alike(part, word)),
    );
  const matching = telling.length === 0 ? [] : candidates.filter(({ label, id }) => covers(label, id));
  const exact = matching.filter(({ label }) => wordsOf(label).length === telling.length);
  const unique = exact.length === 1 ? exact[0] : matching.length === 1 ? matching[0] : undefined;
  return unique === undefined ? null : { command: 'choose', option: unique.id };
};

const byDefault =
  /\b(?:(?:no|any|without) (?:particular |special |strong )?(?:preferences?|opinion|wish(?:es)?|name|label|idea)|whatever(?: you (?:like|want|think|prefer|propose|suggest))?|(?:you|your) (?:choose|decide|pick|choice|call|proposal|suggestion|proposed|suggested|name it)|up to you|any(?:thing)?(?: (?:name|one|is fine|will do|goes|works))?|default|(?:as|the|that|this|your|one|what|name)(?: (?:one|name|label|you))* (?:proposed|suggested|offered)(?: (?:one|name|label))?|as (?:it )?is|(?:proposed|suggested|offered|standard) (?:name|label|one)?|(?:keep|use|take|leave) (?:it|that|this|yours|the one|as (?:it )?is)|(?:do not|does not|not) (?:care|mind|matter|important|need one|need (?:a|any) (?:name|label)|bother)|irrelevant|not needed|nothing special|(?:in )?the one (?:where )?(?:i am|we are|i use|we use)|none(?! of)|same(?: as (?:the )?(?:host|here|now))?|same one|current(?: one)?|as is|either|surprise me|wherever|anywhere|this one|(?:suggest|propose|pick) (?:something|one|a name|anything)|makes no difference|all the same|nothing|i am easy)\b/;

/** True when the reply leaves an optional slot to what was offered. */
export const leavesDefault = (norm: string): boolean =>
  /^whatever\b/.test(norm) ||
  (byDefault.test(norm) &&
    !/\?$/.test(norm) &&
    onlyFiller(
      norm
        .replace(everywhere(byDefault), ' ')
        .replace(
          /\b(?:name|label|sandbox|works|take|use|keep|leave|is|fine|good|ok|yes|no|not|great|with|go|choose|pick|decide|perfect|offered|proposed|suggested|yours|you|does|need|sure|mind|matter|one|sounds|nice|then|default|name it|host|care|special)\b/g,
          ' ',
        ),
    ));

const wrappers =
  /^\s*(?:(?:hmm+|hm|ok|okay|well|um+|uh|yes|no|nope|sure|maybe|perhaps|please|so|then)[,\s.]+)*(?:(?:let'?s|let us|i'?d|i would|we'?ll|i'?ll|we|i|you can|you could|please|just|can we|could we)\s+(?:say|go with|go for|take|use|call it|name it|like|prefer|want|choose|rather(?: have)?|suggest|pick|have)(?:\s+it)?(?:\s+(?:to be|as))?|how about|what about|go with|it(?:'s| is)(?: just| simply| called)?|it(?: should be| shall be| will be| can be)|that(?:'s| is| would be| should be)|should be|make (?:it|that)|the name|name|label)\s*:?\s+(?=\S)/i;
/** "no, Orders": what is before the comma says nothing. */
const interjection = /^\s*(?:(?:no|nope|ok|okay|well|hmm+|actually|sorry|yes)\s*,\s*)+(?=\S)/i;
const politeEnd =
  /[\s,.]*(?:\b(?:as (?:the |its |a )?(?:label|name|title)|please|pls|plz|thanks|thank you|thx|would be (?:good|nice|great|fine)|sounds (?:good|nice|great)|is (?:fine|good|ok)|will do|it is)\b)?[\s.!,?]*$/i;
/** "Orders, no, Invoices": only what was said last. */
const revised =
  /^.*(?:,|\.\.+|[–—-])\s*(?:(?:oh|no|sorry|wait|actually|rather|make that|i mean|i meant)\b,?\s*)+(?=\S)/i;
/** A full stop that belongs to the label. */
const abbreviated = /\b(?:inc|ltd|co|corp|bros|dept|etc|jr|sr|st|no)\.$/i;

/** A reply to "which label?" or "which header?" without the words around it. */
export const bareAnswer = (text: string): string => {
  const quoted = /^[^"“`]*["“`]([^"”`]+)["”`]/.exec(text)?.[1];
  if (quoted !== undefined) return quoted.trim();
  const stripped = text
    .replace(revised, '')
    .replace(wrappers, '')
    .replace(interjection, '')
    .replace(/\s+/g, ' ')
    .trim();
  const bare = abbreviated.test(stripped) ? stripped : stripped.replace(politeEnd, '').trim();
  return (bare === '' ? text.trim() : bare).replace(/^'(.*)'$/, '$1');
};

const repairs: [string, RegExp][] = [
  [
    'retry',
    pattern(
      '\\b(?:up|running|started|fixed|online|back|works?|working|reachable|live|deployed|ok|ready) (?:again|now)|\\bnow (?:up|running|fixed|online|works?|working|reachable)\\b|\\b(?:retry|try|once more|one more time|again|recheck|retest|check|test|same)\\b',
    ),
  ],
  ['discard', pattern('\\b(?:<remove>|<drop>|discard|throw|bin|get rid|give up|do not keep|toss)\\b')],
];
const fixing = pattern(
  '\\b(?:<change>|wrong|another|other|new|different|typo|mistake|bad|old|incorrect|expired|enter|paste|give|set|re enter|retype|invalid|mistyped|was|not right|edit|redo|repair|the|that|first)\\b',
);
const credentialWord = pattern('\\b(?:<credential>|api key)\\b');
const addressWord = pattern('\\b(?:<address>)\\b');
const mentions = pattern('\\b(?:SOURCE|AGENT|<agent>|<tool>|why|what|which|how|where|not work)\\b');

/** One of the ways on after a failed check. */
export const repairOf = (phrase: Phrase): Command | null => {
  const { norm } = phrase;
  if (/\bURL\b/.test(norm) || (mentions.test(norm) && !/\bSOURCE\b/.test(norm)) || /\bSECRET\b/.test(norm))
    return null;
  if (
    addressWord.test(norm) &&
    !credentialWord.test(norm) &&
    (fixing.test(norm) || onlyFiller(norm.replace(addressWord, '')))
  )
    return { command: 'choose', option: 'fix:base_url' };
  if (credentialWord.test(norm) && (fixing.test(norm) || onlyFiller(norm.replace(credentialWord, ''))))
    return { command: 'choose', option: 'fix:credential' };
  if (/\bSOURCE\b/.test(norm)) return null;
  if (
    onlyFiller(
      norm.replace(
        /\b(?:leave|keep|later|not now|nothing|do nothing|never mind|like|as|is|alone|error|state|not)\b/g,
        ' ',
      ),
    ) &&
    /\b(?:leave|keep|later|not now|nothing)\b/.test(norm)
  )
    return { command: 'cancel' };
  if (moodOf(norm) !== 'request') return null;
  const found = repairs.find(([, word]) => word.test(norm));
  return found === undefined || pattern('\\b(?:everything|all|my|health|never)\\b').test(norm)
    ? null
    : { command: 'choose', option: found[0] };
};
