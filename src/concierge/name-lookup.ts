import { distance } from 'fastest-levenshtein';
import { namespaceOf } from '../domain/label.ts';

export type Lookup<T> = { kind: 'one'; found: T } | { kind: 'several'; found: T[] } | { kind: 'none' };

type Named = { names: readonly string[] };

const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** Words that people put around a name without meaning a part of it. */
const filler = /\b(?:the|my|our|your|a|an|one|source|server|mcp|agent|bot|sandbox)\b/g;
const bare = (text: string): string => plain(text).replace(filler, ' ').replace(/\s+/g, ' ').trim();

const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const digitsOf = (text: string): string => text.replace(/\P{N}+/gu, ' ').trim();

/** "alhpa": two letters that changed places are one slip. */
const isSwapped = (wanted: string, name: string): boolean =>
  wanted.length === name.length &&
  [...wanted].some(
    (_, at) => wanted.slice(0, at) + (wanted[at + 1] ?? '') + wanted[at]! + wanted.slice(at + 2) === name,
  );

/** Typos that still count: one for short names, two for longer ones. A number is never one of them. */
const isNear = (wanted: string, name: string): boolean =>
  Math.min(wanted.length, name.length) >= 4 &&
  digitsOf(wanted) === digitsOf(name) &&
  (isSwapped(wanted, name) || distance(wanted, name) <= (Math.min(wanted.length, name.length) >= 8 ? 2 : 1));

const isSameWord = (word: string, other: string): boolean => word === other || isNear(word, other);

const containsWords = (name: string, wanted: string): boolean => {
  const words = wordsOf(name);
  return wordsOf(wanted).every((word) => words.some((other) => isSameWord(word, other)));
};

/** The same name with typos: word by word, so that "billing eu" is not "Billing us"; or only its spaces differ. */
const isMistyped = (wanted: string, name: string): boolean => {
  const [said, known] = [wordsOf(wanted), wordsOf(name)];
  return said.length === known.length
    ? said.every((word, at) => isSameWord(word, known[at]!))
    : isNear(said.join(''), known.join(''));
};

/** From strict to loose; the first that finds anything decides. */
const rules: ((wanted: string, name: string) => boolean)[] = [
  (wanted, name) => name === wanted,
  (wanted, name) => plain(name) === plain(wanted),
  // Only what was said loses its padding: "Docs one" is a whole name, "the docs one" is not.
  (wanted, name) => plain(name) === bare(wanted),
  (wanted, name) => namespaceOf(name) === namespaceOf(wanted),
  (wanted, name) => bare(wanted) !== '' && containsWords(plain(name), bare(wanted)),
  (wanted, name) => isMistyped(bare(wanted), plain(name)),
];

/**
 * Resolves a name as a user says it against what exists: exact, then slug, then the words of a longer name
 * with typos. Several that fit equally are several: nothing is guessed.
 */
export const lookUp = <T extends Named>(wanted: string, candidates: readonly T[]): Lookup<T> => {
  for (const rule of rules) {
    const found = candidates.filter(({ names }) => names.some((name) => rule(wanted, name)));
    if (found.length === 1) return { kind: 'one', found: found[0]! };
    if (found.length > 1) return { kind: 'several', found };
  }
  return { kind: 'none' };
};

/** All that a name may mean: one, several, or none. */
export const foundIn = <T>(match: Lookup<T>): T[] =>
  match.kind === 'one' ? [match.found] : match.kind === 'several' ? match.found : [];

const mostNear = 5;

/** What may be meant by a name that nothing has: those that share a word with it, or are spelled nearly so. */
export const nearest = <T extends Named>(wanted: string, candidates: readonly T[]): T[] => {
  const said = wordsOf(bare(wanted));
  const isNearly = (name: string): boolean =>
    wordsOf(plain(name)).some((word) => word.length > 1 && said.some((other) => isSameWord(word, other))) ||
    (bare(wanted).length >= 4 && distance(bare(wanted), plain(name)) <= 2);
  return candidates.filter(({ names }) => names.some(isNearly)).slice(0, mostNear);
};
