import type { View } from '../../interpreter.ts';
import { findUrls } from '../tokens/urls.ts';

const calls = '(?:at most|max\\.?|maximum|up to|no more than|not more than)';
/** Where it is said what a server may do: "limited to 10", "only search_docs", "at most 5 calls". Labels are spelled otherwise. */
const limits = [
  '(?:limited|capped|restricted|throttled)(?: it)? (?:to|at)\\b',
  '(?:cap|limit|restrict|throttle) (?:it|this|that|calls|the (?:rate|calls|tools))\\b',
  `(?:an? |the )?(?:rate |call )?(?:cap|limit)(?: of| at| :|:)? ?(?:${calls} )?\\d`,
  `(?:an? )?${calls} (?:of )?\\d`,
  '(?:only|just) (?:allow|permit|let|expose|show|use|the tools?\\b|\\w+_\\w+)',
  '(?:allow|permit|let|expose) (?:it |only |just |agents )*(?:only|just|\\w+_\\w+)',
].join('|');
const behind = new RegExp(
  `(?<=[^\\s,;.])(?<!\\b(?:only|just|not|to|should|can|may|will|please|do|you|we|i|and|but|with|also|plus|then|a|an|the|it|rate|call))\\s+(?:(?:and|but|with|plus|also|then|please)\\s+)*(?=(?:${limits}))`,
  'g',
);

const participle = /, (?:limited|capped|restricted|throttled)(?: it)? (?:to|at) /g;

/** "called Docs and only allow search_docs": what a new server may do is a part of its own, and nothing else's value. */
export const withLimitsApart = (text: string, { flow }: View): string => {
  const registers = flow === 'register' || (flow === null && findUrls(text).length > 0);
  return registers ? text.replace(behind, ', ').replace(participle, ', limit it to ') : text;
};
