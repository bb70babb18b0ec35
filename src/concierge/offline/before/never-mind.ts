import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';

type Read = { commands: Command[]; plain: boolean };

const neverMind =
  /^(?:(?:no|oh|ok|okay|hm+|ah|um+|well|actually|wait|sorry)[,.!\s]+)*(?:never ?mind|nvm|forget (?:about )?(?:it|that))\b(?! one)[\s,.;:!–-]*(?<rest>\S.*)$/is;
const answers = /^(?:affirm|choose|set|skip|repeat|back|clear)$/;
const tryAgain = /^(?:please |just |and )*(?:try|test|check|retry)\b.*\bagain\b|^(?:please |just )*retry\b/i;
const unclear: Read = { commands: [{ command: 'unclear' }], plain: true };

/**
 * "Never mind, register it as shown" takes back what was said before and not what is open: what follows is the
 * answer. Null where nothing follows that is one.
 */
export const withoutNeverMind = (
  text: string,
  view: View,
  read: (text: string, view: View) => Read,
): Read | null => {
  if (view.awaiting === null || view.secret_input) return null;
  const rest = neverMind.exec(text.trim())?.groups?.rest;
  if (rest === undefined) return null;
  // The address or the credential of a failed server was asked for, and is not needed after all.
  const isMending = view.slots.source !== undefined && /^(?:base_url|credential)$/.test(view.awaiting);
  if (isMending && tryAgain.test(rest))
    return { commands: [{ command: 'back' }, { command: 'choose', option: 'retry' }], plain: true };
  const { commands, plain } = read(rest, view);
  const isFree = view.awaiting === 'name' || view.awaiting === 'auth_header';
  if (commands.length > 0 && commands.every(({ command }) => answers.test(command)))
    return !isFree || plain ? { commands, plain: true } : null;
  // "never mind the 2, Vault was fine": about what was shown, whatever it says of it.
  const [label = ''] = view.slots.name?.split(/\s+/) ?? [];
  const isOfShown = label.length > 2 && rest.toLowerCase().includes(label.toLowerCase());
  return view.awaiting === 'confirmation' && isOfShown ? unclear : null;
};
