import { pattern } from '../vocabulary/lexicon.ts';
import type { Said } from './said.ts';

const ofOurs = pattern(
  '^(?:(?:and|so|but|ok|,) )*(?:my|our|the) (?:mcp )?(?:<server>) (?:has|have|is|was|got)(?![^ ])',
);

/** "my source has a silly name": something is told of one that is registered, and none is to be added. */
export const tellsOfOurs = ({ phrase, view, url, name }: Said): boolean =>
  view.flow === null &&
  view.sources.length > 0 &&
  url === undefined &&
  name === undefined &&
  ofOurs.test(phrase.norm);
