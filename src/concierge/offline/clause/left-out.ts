import type { Phrase } from '../tokens/phrase.ts';

/** Which of the sources that a clause names are meant, and which are left out or only spoken of. */
export type Objects = { meant: Set<number>; excluded: Set<number>; isSet: boolean };

/** "all but Docs": what is left of a set. */
const exceptions = /^(?:except|excluding|besides|bar|minus|without|save|but)$/;
/** "Docs, not Wiki", "Docs rather than Wiki". */
const denials = /^(?:not|never|neither|instead|rather|other|apart)$/;
const between = /^(?:of|than|from|for|the|my|our|that|just|only|not|keep|leave|spare|touch)$/;
const joints = /^(?:,|and|nor|or|plus|&|\+|the|my|our)$/;
/** "because Wiki replaced it", "like you did with Wiki": what comes behind is a reason or a comparison. */
const reasons = /^(?:because|since|while|whereas|although|though|like)$/;
const possessive = /^(?:of|for)$/;
const sets = /\b(?:all|every|each|everything|anything|everyone|any|both|servers|sources|ones|sandboxes)\b/;

/** Reads a clause with its sources tagged from left to right. */
export const objectsOf = ({ tokens, norm, starts }: Phrase): Objects => {
  const objects: Objects = { meant: new Set(), excluded: new Set(), isSet: false };
  let isReason = false;
  let isLeftOut = false;
  for (const [at, { kind, norm: word }] of tokens.entries()) {
    if (kind === 'source') {
      const before = tokens[at - 1];
      const isOfAnother = possessive.test(before?.norm ?? '') && tokens[at - 2]?.kind === 'source';
      if (isLeftOut) objects.excluded.add(at);
      else if (!isReason && !isOfAnother) objects.meant.add(at);
      continue;
    }
    if (reasons.test(word) && objects.meant.size > 0) isReason = true;
    const isBut = word === 'but' || word === 'save';
    const isOfSet = sets.test(norm.slice(0, starts[at]));
    const isException = exceptions.test(word) && (!isBut || isOfSet || tokens[at + 1]?.norm === 'not');
    // "not Docs but Wiki": what is meant comes last.
    if (isBut && isLeftOut && !isException) isLeftOut = false;
    else if (isException || denials.test(word)) {
      isLeftOut = true;
      objects.isSet ||= isException && (word !== 'but' || isOfSet);
    } else if (!between.test(word) && !joints.test(word)) isLeftOut = false;
  }
  return objects;
};
