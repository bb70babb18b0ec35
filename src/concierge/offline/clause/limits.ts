import { numbers } from '../vocabulary/words.ts';
import type { Said } from './said.ts';

/** "Docs is limited to 10 calls", "our plan allows 10", "it should not be capped": told, so what is wanted is asked. */
const statesCap =
  /^(?!.*\b(?:make sure|ensure|want|see to it|so that|should|must|need|let)\b(?! not\b(?!.*\bmore than\b))).*\b(?:SOURCE|it|that|this|plan|vendor|provider|contract|server|api) (?:can |could )?(?:only )?(?:is|was|has been|should not be|must not be|is not|allows?|accepts?|handles?|takes?|supports?|serves?|manages?|survives?|breaks?|fails?|dies|limits|has|had|have)\b|\bwas too\b/;
const byHowMuch = new RegExp(
  `\\b(?:fewer|less) than\\b|\\bat least\\b|\\bby (?:\\S+ )?(?:\\d|(?:${Object.keys(numbers).join('|')})\\b)`,
);
/** "limit Docs to search and 10 calls": both are said of it. */
export const ofCalls = /\b(?:calls?|requests?|times|rpm|rps)\b/;
export const toolsToo =
  /\bSOURCE (?:to|at)\b(?!.*\b(?:hide|block|not|without|except|but|no)\b.*\bTOOL\b).*\bTOOL\b/;
/** "no tools", "2 tools": which is not said. */
export const whichTools = new RegExp(
  `\\b(?:no|none|zero|some|few|fewer|less|\\d+|${Object.keys(numbers).join('|')})(?: of)?(?: the| its)? (?:tools?|functions?)\\b`,
);
/** What is no whole number a minute, is told, or says only by how much, is asked for. */
export const isCapSaid = (norm: string, cap: number): boolean =>
  Number.isInteger(cap) && !statesCap.test(norm) && !byHowMuch.test(norm);

const listed =
  /\b(?:to|only|just|but)(?: (?:the|its|tools?|these|offer|use|expose|have|only|allow|two|three|:))* (?<list>[\w-]+(?:(?: ,| and| or| , and)+ [\w-]+)*)(?: tools?)?(?: only| alone)?$/;
/** Names of tools that look like any word: "restrict Library to search and fetch". */
export const toolsAfterTo = ({ phrase, sources }: Said): string[] => {
  const list = sources.length === 0 ? undefined : listed.exec(phrase.norm)?.groups?.list;
  // "limit it to two tools": how many, and not which.
  const none = list === undefined || /^(?:SOURCE|it|that|this|tools?|functions?|none|nothing)$/.test(list);
  return none
    ? []
    : list.split(/(?: ,| and| or)+ /).filter((tool) => !/^\d+$/.test(tool) && !(tool in numbers));
};
