import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { ownSources } from '../clause/each-source.ts';

const cap = '(?:rate |call )?(?:caps?|limits?|rates?|quotas?)';
const whose =
  '(?: (?:of|for|on) (?:(?:each|all|every|both)(?: (?:of|one|the|my|our|them|these|mcp|servers?|sources?))*|(?:them|(?:my|the|our) (?:servers|sources))))';
const asked = [
  new RegExp(
    `^(?:(?:and|ok|so|hey|hi|please),? )*(?:(?:what(?:['’]?s| is| are)|show(?: me)?|list|tell me|give me) )(?:the |all |my |our )*${cap}(?:${whose})?(?: now| right now| please)*[?.!\\s]*$`,
    'i',
  ),
  new RegExp(
    `^(?:(?:and|ok|so|hey|hi),? )*(?:is|are) (?:the|a|any|there (?:a|any)|my) ${cap}(?: set| active| on| in place)?[?.!\\s]*$`,
    'i',
  ),
];
const most = 5;

/** "what's the cap of each?", "is the cap set?": each source shows its own; null where nobody asks. */
export const readCapsAsked = (text: string, view: View): Command[] | null => {
  if (view.flow !== null || view.awaiting !== null || !asked.some((one) => one.test(text.trim())))
    return null;
  const own = ownSources(view);
  if (own.length === 0 || own.length > most) return null;
  return own.map(({ name }) => ({ command: 'show_source', source: name }));
};
