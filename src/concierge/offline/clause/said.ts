import type { View } from '../../interpreter.ts';
import type { Phrase } from '../tokens/phrase.ts';
import { isFiller } from '../tokens/references.ts';
import { classesOfWord, phrasesOfClasses } from '../vocabulary/lexicon.ts';
import { objectsOf } from './left-out.ts';
import { type Mood, moodOf, statement } from './mood.ts';

/** One clause with all that its words stand for. */
export type Said = {
  phrase: Phrase;
  view: View;
  mood: Mood;
  /** It is a question, and no request in the clothes of one. */
  asks: boolean;
  /** Classes and kinds of things that occur, with where each first ends, in characters of `phrase.norm`. */
  features: Map<string, number>;
  /** Those that are meant. */
  sources: string[];
  /** Those that are left out: "all but Docs", "Docs, not Wiki". */
  excluded: string[];
  /** Something is left out of a set of them. */
  excepts: boolean;
  agent: string | undefined;
  /** All that are named, the first of them being `agent`. */
  agents: string[];
  tools: string[];
  name: string | undefined;
  url: string | undefined;
  /** Words that carry a meaning, each with the features it is part of; none of them: it means nothing to us. */
  telling: string[][];
};

const inquiry =
  /^(?:(?:and|so|but|ok|hmm|wait|well|hello|hi|hey|lol|haha\w*|please|,) )*(?:explain|define|what|which|why(?! not$)|how|where|who|when|is|are|(?:does|did)(?! not)|do (?:i|we|you|they|the|my|our|these|those|all|any)|was|were|has|have (?:you|we|i|they)|should|am|can i|may i|for what)\b|\?$|\b(?:tell me|know|explain|understand|wonder) (?:what|where|who|how|whether|if|why)\b/;
const politeRequest =
  /^(?:(?:hi|hey|hello|so|ok|please|and) )*(?:(?:can|could|would|will|may|might) (?:you|we|please|someone|somebody)\b|do you mind|is it possible|how (?:do|can|could|would) (?:i|we|you))\b/;
/** "resume it please?": a request, whatever mark is behind it. */
const pleases = /\b(?:please|kindly)\b/;
/** A request in the words of a question, "can you rename it?". */
export const isPolite = (norm: string): boolean => politeRequest.test(norm) || pleases.test(norm);
const isAsked = (said: string, mood: Mood): boolean => {
  const norm = pleases.test(said) ? said.replace(/ \?$/, '') : said;
  return !statement.test(norm) && !politeRequest.test(norm) && (mood === 'question' || inquiry.test(norm));
};
const things = 'URL SECRET HEADER TOOL NAME SOURCE AGENT SANDBOX QUOTED'.split(' ');

export const saidIn = (phrase: Phrase, view: View): Said => {
  const mood = moodOf(phrase.norm);
  const features = new Map<string, number>();
  const parts = phrase.tokens.map((): string[] => []);
  const mark = (feature: string, from: number, to: number) => {
    features.set(feature, Math.min(to, features.get(feature) ?? to));
    for (const [at, start] of phrase.starts.entries())
      if (start < to && start + phrase.tokens[at]!.norm.length > from) parts[at]!.push(feature);
  };
  for (const word of phrase.norm.matchAll(/[^ ]+/g))
    for (const name of classesOfWord(word[0])) mark(name, word.index, word.index + word[0].length);
  for (const [name, regex] of phrasesOfClasses)
    for (const match of phrase.norm.matchAll(regex)) mark(name, match.index, match.index + match[0].length);
  if (isAsked(phrase.norm, mood)) features.set('inquires', 0);
  for (const [at, token] of phrase.tokens.entries())
    if (things.includes(token.norm)) mark(token.norm, phrase.starts[at]!, phrase.starts[at]! + 1);
  const objects = objectsOf(phrase);
  const rawAt = (at: Set<number>) => [...at].map((index) => phrase.tokens[index]!.raw);
  const of = (kind: string) => phrase.tokens.filter((token) => token.kind === kind).map(({ raw }) => raw);
  return {
    phrase,
    view,
    mood,
    asks: isAsked(phrase.norm, mood),
    features,
    sources: rawAt(objects.meant),
    excluded: rawAt(objects.excluded),
    excepts: objects.isSet,
    agent: of('agent')[0],
    agents: [...new Set(of('agent'))],
    tools: of('tool'),
    name: of('name').at(-1),
    url: of('url').at(-1),
    telling: phrase.tokens.flatMap((token, at) => (isFiller(token) ? [] : [parts[at]!])),
  };
};

/** Whether one of these, separated by spaces, occurs. */
export const hasAny = ({ features }: Said, names: string): boolean =>
  names.split(' ').some((name) => features.has(name));
