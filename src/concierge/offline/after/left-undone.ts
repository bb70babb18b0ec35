import { type Command, isChange } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { namedIn } from '../before/those-named.ts';

/**
 * With nothing open, "don't revoke Tickets" and "pause Docs. No, don't" are about what is not done, and not about what
 * was done before them.
 */
export const withLeftUndone = (text: string, view: View, commands: Command[]): Command[] => {
  if (view.flow !== null || view.awaiting !== null) return commands;
  const end = commands.at(-1)?.command;
  const isTakenBack = end === 'deny' || (end === 'cancel' && commands.length > 1);
  const names = isTakenBack ? namedIn(text, view) : [];
  return names.length > 0 && commands.slice(0, -1).every(isChange)
    ? [{ command: 'help', topic: 'left_undone', names }]
    : commands;
};
