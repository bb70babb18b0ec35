import { distance } from 'fastest-levenshtein';
import type { Message } from '../interpreter.ts';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim();
/** "mcp dot acme dot com slash mcp". */
const spelledOut = (text: string): string =>
  text
    .replace(/\s+dot\s+/gi, '.')
    .replace(/\s+colon\s+/gi, ':')
    .replace(/\s+dash\s+/gi, '-')
    .replace(/\s+slash\s+/gi, '/');

/** The user's own messages, this one first. */
export const wordsOfUser = ({ text, recent }: Message): string[] => [
  plain(text),
  ...recent
    .filter(({ role }) => role === 'user')
    .map((entry) => plain(entry.text))
    .reverse(),
];

const firstMatch = (texts: readonly string[], pattern: RegExp): string | null => {
  for (const text of texts) {
    const found = pattern.exec(text);
    if (found) return found[0];
  }
  return null;
};

/** The phrase as the user spelled it; null when it is in none of the texts. */
export const asSaid = (phrase: string, texts: readonly string[]): string | null => {
  const whole = `(?<![\\p{L}\\p{N}])${escaped(plain(phrase))}(?![\\p{L}\\p{N}])`;
  return firstMatch(texts, new RegExp(whole, 'u')) ?? firstMatch(texts, new RegExp(whole, 'iu'));
};

/** The name of a header or a tool may be said with spaces: "x api key". */
export const isIdentifierSaid = (identifier: string, texts: readonly string[]): boolean => {
  const words = identifier.split(/[-_\s]+/).map(escaped);
  return (
    firstMatch(texts.map(spelledOut), new RegExp(`(?<![\\w-])${words.join('[-_\\s]*')}(?![\\w-])`, 'i')) !==
    null
  );
};

/** An address as the user wrote it, whole: neither shortened nor lengthened; null when it was not said. */
const addressAsSaid = (url: string, texts: readonly string[]): string | null => {
  const [, scheme = '', rest = url] = /^(\w+:\/\/)?(.*?)\/*$/.exec(url) ?? [];
  if (rest === '') return null;
  const bare = '(?<![\\w@./:%-])';
  const begin = scheme === '' ? bare : `(?:(?<![\\w+.-])${escaped(scheme)}|${bare})`;
  const whole = new RegExp(`${begin}${escaped(rest)}(?![-/?#&=%@:.~+]*\\w)/?`, 'iu');
  return firstMatch(texts.map(spelledOut), whole);
};

/** A correction of one part: what differs from the present address was said, the rest stays. */
const isPartSaid = (url: string, present: string, texts: readonly string[]): boolean => {
  const [wanted, now] = [URL.parse(url), URL.parse(present)];
  if (!wanted || !now || wanted.username !== '' || wanted.hash !== '') return false;
  const parts = ['protocol', 'hostname', 'port', 'pathname', 'search'] as const;
  return parts
    .filter((part) => wanted[part] !== now[part])
    .every((part) => addressAsSaid(wanted[part].replace(/^[/?]+|[:/]+$/g, ''), texts) !== null);
};

/** The address that the user gave, in the user's own spelling; null when it was not given. */
export const urlAsSaid = (
  url: string,
  texts: readonly string[],
  present: string | undefined,
): string | null => {
  const said = addressAsSaid(url, texts);
  if (said !== null) return said;
  return present !== undefined && isPartSaid(url, present, texts) ? url : null;
};

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const isNear = (one: string, other: string): boolean =>
  one === other || (Math.min(one.length, other.length) >= 4 && distance(one, other) <= 1);

/** True when one of the words of `name` is in one of the texts, typos allowed. */
export const isMentioned = (name: string, texts: readonly string[]): boolean => {
  const said = texts.flatMap(wordsIn);
  return wordsIn(name).some((word) => said.some((other) => isNear(word, other)));
};
