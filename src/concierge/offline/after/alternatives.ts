import { type Command, isChange, isRequest, type Request } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { objectsOf } from '../clause/left-out.ts';
import { tokenise } from '../tokens/phrase.ts';
import { tagKnown } from '../tokens/references.ts';
import { pattern } from '../vocabulary/lexicon.ts';

/** "A or B", "one of A and B", "whichever of them": which is not said. */
const oneOf =
  /\bSOURCE(?: ,)? or (?:maybe |perhaps |possibly |else )?(?:(?:the|my|our) )?SOURCE\b|\b(?:one|either|any|whichever) of (?:(?:the|my|our) )?SOURCE\b/;
/** "either pause A or cap B": which of two deeds is not said. */
const eitherDeed = pattern(
  '(?<![^ ])either .* or (?:to )?(?:<pause>|<resume>|<rename>|<remove>|<drop>|<limit>|<rotate>|<change>|<accept>)(?![^ ])',
);
const leavesOut = /\b(?:but|except|excluding|besides|without|not|neither|never|nor|other than)\b/;
const mostOffered = 3;

/** The commands of a message; of those that change one thing or another, which one is asked. */
export const withAlternatives = (text: string, view: View, commands: Command[]): Command[] => {
  const changes = commands.filter(isChange).filter(isRequest);
  const [first] = changes;
  if (first === undefined || view.awaiting !== null) return commands;
  const phrase = tagKnown(tokenise(text), view);
  if (eitherDeed.test(phrase.norm)) return [{ command: 'unclear' }];
  if (!oneOf.test(phrase.norm) || leavesOut.test(phrase.norm)) return commands;
  const names = [...new Set([...objectsOf(phrase).meant].map((at) => phrase.tokens[at]!.raw))];
  if (names.length < 2) return commands;
  const readings = names.slice(0, mostOffered).map((source) => ({ ...first, source }) as Request);
  return [{ command: 'clarify', readings }];
};
