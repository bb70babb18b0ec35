import type { Command } from './commands.ts';
import type { View } from './interpreter.ts';
import { isYes } from './processor.ts';

/** What is meant is not what was asked: "yes, the other one", "yes, Beta instead". */
const contrast = /\b(?:other|another|different|instead|rather|else)\b/i;
/** What is said beside the yes comes on top of it: "yes, and then revoke Beta". */
const addition = /\b(?:and|then|also|too|as well|after(?:wards)?|next|plus)\b/i;

const nameOf = (command: Command, { flow, sources }: View): string | null => {
  if (command.command !== flow) return null;
  if (command.command === 'revoke' || command.command === 'update') {
    if (command.source === 'it') return null;
    const wanted = command.source?.toLowerCase();
    const found = sources.find(
      (one) => one.data_source_id === command.source || one.name.toLowerCase() === wanted,
    );
    return found?.data_source_id ?? wanted ?? null;
  }
  return command.command === 'register' ? (command.base_url ?? null) : null;
};

/** True for a command that asks for the same as the open flow, of something else than the flow is about. */
const namesAnother = (command: Command, view: View): boolean => {
  const name = nameOf(command, view);
  return name !== null && name !== view.slots.source && name !== view.slots.base_url;
};

/**
 * Makes a yes doubtful, by an `unclear` beside it, when its message may mean something else than what was shown: it
 * then counts no more. Whoever read the message, a model or not.
 */
export const withDoubt = (commands: readonly Command[], text: string, view: View): Command[] => {
  const binds = view.awaiting === 'confirmation' || view.awaiting === 'resume';
  if (!binds || !commands.some(isYes)) return [...commands];
  const means =
    contrast.test(text) || (!addition.test(text) && commands.some((one) => namesAnother(one, view)));
  return means ? [...commands, { command: 'unclear' }] : [...commands];
};
