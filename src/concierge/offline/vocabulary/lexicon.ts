import { distance } from 'fastest-levenshtein';
import { alsoKnown, bystanders, spellings } from './spellings.ts';
import { nouns, phrases, verbs } from './words.ts';

const split = (words: string): string[] => words.split(/\s+/);
/** "plug" doubles its last letter before an ending, "wire" loses its e. */
const stem = (verb: string): string =>
  /^(?:un)?[^aeiou]*[aeiou][bdgmnpt]$/.test(verb) ? verb + verb.at(-1) : verb.replace(/(?<!e)e$/, '');
const inflected = (verb: string): string[] => [verb, `${stem(verb)}ing`];
const mapped = (lists: Record<string, string>, words: (list: string) => string[], ending = '') =>
  Object.entries(lists).map(([name, list]): [string, string[]] => [name + ending, words(list)]);

/** Every class with its words and phrases: `remove`, `remove-ed`, `server` … */
const classes = new Map([
  ...mapped(verbs, (list) => split(list).flatMap(inflected)),
  ...mapped(verbs, (list) => split(list).map((verb) => `${stem(verb)}ed`), '-ed'),
  ...mapped(nouns, split),
  ...mapped(phrases, (list) => list.split(/, +/)),
]);
export const wordsOfClass = (name: string): string[] => classes.get(name) ?? [];

const expanded = (source: string): string =>
  source.replaceAll('… ', '(?:\\S+ ){0,4}?').replace(/<([a-z_-]+)>/g, (whole, name: string) => {
    const words = classes.get(name);
    return words === undefined ? whole : `(?:${words.map(expanded).join('|')})`;
  });
const once = <Key, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  const made = new Map<Key, Value>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
};
/** A pattern over normalised text: `<add>` stands for the words of a class, `… ` for up to four words. */
export const pattern = once((source: string) => new RegExp(expanded(source), 'd'));
/** The same pattern for every occurrence. */
export const everywhere = once((regex: RegExp) => new RegExp(regex.source, 'dg'));
const isWord = (said: string): boolean => /^[\p{L}\p{N}👍✅👌💯👎❌🙏👋'_-]+$/u.test(said);
const classesOf = new Map<string, string[]>();
for (const [name, list] of classes)
  for (const word of list.filter(isWord)) classesOf.set(word, [...(classesOf.get(word) ?? []), name]);
/** The classes that a word alone belongs to. */
export const classesOfWord = (word: string): string[] => classesOf.get(word) ?? [];
/** Each class that has phrases, with what matches them wherever they stand. */
export const phrasesOfClasses = [...classes].flatMap(([name, list]): [string, RegExp][] => {
  const several = list.filter((said) => !isWord(said)).map(expanded);
  return several.length === 0 ? [] : [[name, new RegExp(`(?<![^ ])(?:${several.join('|')})(?![^ ])`, 'g')]];
});

const spelled = new Map(
  Object.entries(spellings).flatMap(([word, others]) => split(others).map((other) => [other, word] as const)),
);
const endings: [RegExp, string][] = [
  [/n't$/, ' not'],
  [/'m$/, ' am'],
  [/'re$/, ' are'],
  [/'ve$/, ' have'],
  [/'ll$/, ' will'],
  [/'d$/, ' would'],
  [/^(is|are|was|do|does|did|would|should|could|has|have)nt$/, '$1 not'],
  [/^(what|that|there|here|where|how)s$/, '$1 is'],
  [/^(auth|login|token|key|password)-?(?:less|free)$/, 'no $1'],
  [/^(health|api|hook|set|bearer|mcp|data)-(check|key|up|token|server|source)$/, '$1 $2'],
  [
    /^(bearer|token|key|header|api-key|password)-(protected|secured|authenticated|guarded|based|gated)$/,
    '$1 $2',
  ],
  [/^(tool|auth|url)-?wise$/, '$1'],
  [/^(?:mm+-?hm+|m+hmm+)$/, 'mhm'],
  [/^(re|un)-(?=\w)/, '$1'],
  [/^(\d+)(rp[sm])$/, '$1 $2'],
];
const possessive = /^(?:what|that|there|here|where|how|who|he|she|when|why|name|url|auth)'s$/;

const known = new Set([
  ...[...classes]
    .flatMap(([, words]) => words)
    .map((said) => said.replace(/ ….*$/, ''))
    .filter((word) => /^[a-z]+$/.test(word)),
  ...split(alsoKnown),
]);
/** True for a word that stands in any class. */
export const isOurs = (word: string): boolean => known.has(word);
const others = new Set(split(bystanders));
/** Words worth correcting a typo towards: those of verbs and nouns; the rest is too close to everyday words. */
const targets = Map.groupBy(
  [
    ...[verbs, nouns].flatMap((lists) => Object.keys(lists)).flatMap((name) => classes.get(name)!),
    ...split(alsoKnown),
  ].filter((word) => word.length >= 4),
  (word) => word[0]!,
);

const swapped = (one: string, other: string): boolean => {
  if (one.length !== other.length) return false;
  const at = [...one].findIndex((character, index) => character !== other[index]);
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
};

/** True when two lower-case words differ by no more than a slip of the finger. */
export const alike = (one: string, other: string): boolean => {
  if (one === other) return true;
  const length = Math.min(one.length, other.length);
  if (length < 4 || Math.abs(one.length - other.length) > 2) return false;
  return distance(one, other) <= (length >= 8 ? 2 : 1) || swapped(one, other);
};

/** "disables", "removed": another form of a word of ours, not a typo. */
const isForm = (word: string, target: string): boolean =>
  (word.startsWith(target) && /^(?:s|d|r|ed|er|ly|ing|rs)$/.test(word.slice(target.length))) ||
  (target.startsWith(word) && !target.endsWith('e'));
const isTypoOf = (word: string, target: string): boolean =>
  word.length < 5 || target.length < 5
    ? swapped(word, target) ||
      (target.length === word.length + 1 &&
        word.length === 4 &&
        !isForm(word, target) &&
        distance(word, target) === 1)
    : alike(word, target) &&
      !isForm(word, target) &&
      !(target.endsWith('ing') && distance(word, target) > 1 && !swapped(word, target));

/** One word as patterns see it: lower case, contractions written out, typos corrected towards our vocabulary. */
export const normalWord = (raw: string): string => {
  const word = raw.toLowerCase();
  const spelling = spelled.get(word);
  if (spelling !== undefined) return spelling;
  for (const [ending, full] of endings) if (ending.test(word)) return word.replace(ending, full);
  if (possessive.test(word)) return word.replace("'s", ' is');
  if (word.endsWith("'s") || word.endsWith("s'")) return word.replace(/'s?$/, " 's");
  if (word.length < 4 || known.has(word) || others.has(word) || !/^[a-z]+$/.test(word)) return word;
  return targets.get(word[0]!)?.find((target) => isTypoOf(word, target)) ?? word;
};
