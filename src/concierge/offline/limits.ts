import { pattern } from './lexicon.ts';
import type { Said } from './said.ts';
import { numbers } from './words.ts';

const counted = pattern(
  `(?<![^ ])(?<count>\\d+|(?:a )?(?:${Object.keys(numbers).join('|')}))(?: (?:tool |x )?(?:calls?|requests?|times?|invocations?|reqs?))?(?: (?:(?:per|a|an|every|each|in a|in one|,|/) ?)?(?<unit>rps|s(?:ec(?:ond)?)?|rpm|min(?:ute)?|m|h(?:our)?)s?)?(?![^ ])`,
);
const perMinute = (count: number, unit: string): number =>
  /^(?:s|rps)/.test(unit) ? count * 60 : unit.startsWith('h') ? count / 60 : count;

/** Calls a minute as a clause says them, a fraction when so many an hour are no whole number; null when it says none. */
export const rateIn = (norm: string): number | null => {
  const match = counted.exec(norm);
  const said = match?.groups?.count?.replace(/^a /, '');
  const count = said === undefined ? 0 : (numbers[said] ?? Number(said));
  return count < 1 ? null : perMinute(count, match?.groups?.unit ?? 'min');
};

const listed =
  /\b(?:to|only|just|but)(?: (?:the|its|tools?|these|offer|use|expose|have|only|allow|two|three|:))* (?<list>[\w-]+(?:(?: ,| and| or| , and)+ [\w-]+)*)(?: tools?)?(?: only| alone)?$/;
/** Names of tools that look like any word: "restrict Library to search and fetch". */
export const toolsAfterTo = ({ phrase, sources }: Said): string[] => {
  const list = sources.length === 0 ? undefined : listed.exec(phrase.norm)?.groups?.list;
  return list === undefined || /^(?:SOURCE|it|that|this|\d+)$/.test(list)
    ? []
    : list.split(/(?: ,| and| or)+ /);
};
