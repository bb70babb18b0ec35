import type { Command } from '../commands.ts';
import type { View } from '../interpreter.ts';
import { pattern } from './lexicon.ts';
import type { Phrase } from './phrase.ts';
import { isFiller, unknownName } from './references.ts';

/** `weight` 1: a bare verb; 2: a verb and its object; 3: unmistakable, even as an answer to "which name?". */
export type Reading = { commands: Command[]; weight: number };
export type Said = {
  phrase: Phrase;
  norm: string;
  view: View;
  source?: string | undefined;
  sources: string[];
  agent?: string | undefined;
  tools: string[];
};
export type Intent = (said: Said) => Reading | null;

export const reading = (weight: number, ...commands: Command[]): Reading => ({ commands, weight });
export const named = <T extends object>(command: T, source: string | undefined): T =>
  source === undefined ? command : { ...command, source };
export const each = (
  said: Said,
  command: 'revoke' | 'pause' | 'resume' | 'test',
  after: RegExp,
): Command[] => {
  const unknown = unknownName(said.phrase, after);
  if (said.sources.length === 0) return [named({ command }, unknown)];
  const { text, tokens } = said.phrase;
  const last = unknownName(said.phrase, /.*\bSOURCE(?: (?:and|,|plus|&))+(?= )/d);
  const ends = text.slice(0, tokens.findLast((token) => !isFiller(token))!.end);
  const sources = [
    ...(unknown !== undefined && text.includes(`${unknown} and `) ? [unknown] : []),
    ...said.sources,
    ...(last !== undefined && ends.endsWith(last) ? [last] : []),
  ];
  return sources.map((source) => named({ command }, source));
};

const determined = pattern(
  '\\b(?:my|our|the|this|that|your|all|every|each|any|custom) (?:\\S+ ){0,3}?(?:<server>|<agent>|<tool>|one|thing|health)\\b',
);
const request =
  /^(?:(?:please|can|could|would|will|i|we|you|want|need|like|to|hey|hi|hello|now|just|let|us|first|then|also|and|ok|so|,|kindly|might|may|should|do|must|have|go|ahead|wish|love|am|going|next|finally|afterwards|after|that|actually|no|yes|'s|instead|maybe|perhaps|better|it|is|time|for|me|quickly|already|best) )*$/;
export const isRequest = (norm: string, verb: RegExp): boolean => {
  if (/^(?:can|could|may|should) i\b/.test(norm)) return false;
  const match = verb.exec(norm);
  return match !== null && request.test(norm.slice(0, match.index));
};
export const weigh = (said: Said, verb: RegExp, strong = false): number => {
  if (said.sources.length > 0 || said.agent !== undefined) return 3;
  if (determined.test(said.norm)) return 3;
  const objectless = pattern('\\b(?:<server>|<agent>|it|that|them|everything)\\b').test(said.norm);
  return (strong ? 2 : 1) + (objectless ? 1 : 0) - (isRequest(said.norm, verb) ? 0 : 1);
};
