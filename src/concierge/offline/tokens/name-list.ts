import { numbers } from '../vocabulary/words.ts';
import { type Phrase, phraseOf, type Token } from './phrase.ts';
import { isUnknownWord } from './references.ts';

const isJoint = (token: Token | undefined): boolean => /^(?:and|,|plus|&)$/.test(token?.norm ?? '');

/** A word of no meaning that is written as a name, or stands in the middle of a list. */
const isStranger = (tokens: Token[], at: number): boolean => {
  const token = tokens[at]!;
  if (token.kind !== 'word' || !isUnknownWord(token) || /ly$|^\d/.test(token.norm) || token.norm in numbers)
    return false;
  const isBegin = at === 0 && tokens[1]?.kind === 'comma';
  return isJoint(tokens[at - 1]) ? isJoint(tokens[at + 1]) || isName(token) : isName(token) && !isBegin;
};
const isName = ({ raw }: Token): boolean => /^\p{Lu}/u.test(raw);

/** The phrase with `SOURCE` also where nobody knows the name: "Docs, Foo and Rates". "Honestly, Docs …" names one. */
export const withStrangers = (phrase: Phrase): Phrase =>
  phraseOf(
    phrase.text,
    phrase.tokens.map((token, at) => (isStranger(phrase.tokens, at) ? { ...token, norm: 'SOURCE' } : token)),
  );

const list = /(?<![^ ])SOURCE(?:(?: ,| and| , and| plus| &) (?:(?:the|my|our) )?SOURCE)+(?![^ ])/g;
/** The names of a clause that stand in one list with a known one, in the order said; nobody may know some of them. */
export const listedNames = (phrase: Phrase): string[] => {
  const { norm, tokens, starts } = withStrangers(phrase);
  return [...norm.matchAll(list)].flatMap(({ 0: said, index }) => {
    const inside = tokens.filter(
      (token, at) => token.norm === 'SOURCE' && starts[at]! >= index && starts[at]! < index + said.length,
    );
    return inside.some(({ kind }) => kind === 'source') ? inside.map(({ raw }) => raw) : [];
  });
};
