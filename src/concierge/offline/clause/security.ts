import type { Command } from '../../commands.ts';
import { pattern } from '../vocabulary/lexicon.ts';
import type { Said } from './said.ts';

const question =
  /^(?:(?:and|so|but|ok|wait|hm+|well|,) )*(?:how|what|where|who|when|can|could|may|will|would|do|does|is|are)\b/;
/** Who else gets it, what becomes of it, whether it can be had back. */
const ofSecrets = pattern(
  '\\b(?:send|sent|share|shared|pass|passed|leak|leaked|forward|forwarded|give|given|sell|goes?|go|hand|handed) (?:(?!to )\\S+ ){0,3}?(?:to|with) (?:anthropic|openai|claude|google|chatgpt|(?:a|an|the|any|some|your|other|third)(?: \\S+)? (?:model|llm|ai|part\\S+|company|compan\\S+)|anyone|anybody|someone|somebody|else)\\b' +
    '|\\b(?:model|llm|ai|gpt|claude|anthropic|openai)s? (?:ever |also |then |still |even )?(?:sees?|saw|seen|reads?|gets?|gots?|knows?|learns?|stores?|keeps?) (?:it|that|this|them|(?:(?:my|the|that|this|our|any) )?(?:secrets?|keys?|<credential>))' +
    '|\\bwhat (?:happens|do you do|will happen|becomes) (?:to|with|of) (?:(?:my|the|that|this|our) )?<credential>',
);
/** "who gets to see the token?" */
const whoSees = pattern(
  '\\bwho(?: else)? (?:\\S+ ){0,4}?(?:sees?|reads?|gets?|has|have|knows?|(?:has |have )?access(?: to)?)(?: \\S+){0,3}? (?:(?:my|the|that|this|our|a) )*(?:secrets?|keys?|<credential>)(?![^ ])',
);
const haveBack =
  /\b(?:take|get|have|pull|withdraw) (?:it|that|this|the \S+|my \S+) back\b|\b(?:undo|withdraw|delete|remove|destroy) (?:it|that|this)(?: later| again| afterwards)?\b/;
/** "is the old one deleted?", while a new one is asked for. */
const ofOld = pattern('\\b(?:old|present|current|previous|stored|existing|other) (?:one|<credential>)');
const ofYes =
  /^(?:(?:and|so|but|ok|,) )*what (?:will|would|does|do|happens?|exactly)\b.*(?:\byes\b|\bQUOTED\b)/;

/** What a careful reader asks before a credential is given, beside the words of the question itself. */
export const asksOfSecrets = ({ phrase, view }: Said): Command[] | null => {
  const { norm } = phrase;
  if (!question.test(norm)) return null;
  const isAsked = view.awaiting === 'credential';
  if (isAsked && view.flow === 'update' && ofOld.test(norm)) return [{ command: 'help', topic: 'rotation' }];
  if (ofSecrets.test(norm) || whoSees.test(norm) || (isAsked && haveBack.test(norm)))
    return [{ command: 'help', topic: 'secrets' }];
  return isAsked && view.secret_input && ofYes.test(norm) ? [{ command: 'help', topic: 'yes' }] : null;
};
