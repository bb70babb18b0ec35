import { phraseOf } from '../tokens/phrase.ts';
import { isFiller } from '../tokens/references.ts';
import type { Said } from './said.ts';

/** "for an hour", "until tomorrow": how long is for the reply to speak of, and names nothing. */
const howLong =
  /^(?:for (?:an?|one|two|some|the|\d+|half)|until|till|over (?:the )?(?:night|weekend)|overnight|today|tonight)\b/;
const before = ({ phrase, telling }: Said, at: number): Pick<Said, 'phrase' | 'telling'> => {
  const kept = phrase.tokens.slice(0, at);
  const said = kept.filter((token) => !isFiller(token)).length;
  return { phrase: phraseOf(phrase.text, kept), telling: telling.slice(0, said) };
};
/** The clause without how long. */
export const untimed = (said: Said): Said => {
  const { phrase } = said;
  const at = phrase.starts.findIndex((start) => howLong.test(phrase.norm.slice(start)));
  const isNamedBehind = phrase.tokens.slice(at).some(({ kind }) => kind === 'source');
  return at < 1 || isNamedBehind ? said : { ...said, ...before(said, at) };
};
