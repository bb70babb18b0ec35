import type { TranscriptEntry } from '../../../domain/conversation.ts';
import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { closed } from '../closed.ts';

/**
 * "revoke Docs", while that is asked, agrees to it where it was just asked for. Where something came in between, it may
 * have been a doubt, and it is shown once more.
 */
export const isSaidAgain = (
  text: string,
  view: View,
  recent: readonly TranscriptEntry[],
  commands: Command[],
  read: (text: string, view: View) => Command[],
): boolean => {
  if (view.flow !== 'revoke' || !commands.some(({ command }) => command === 'affirm')) return false;
  const asked = (said: string): Command[] => read(said, closed(view));
  const isNamed = (said: Command[]) =>
    said.some((one) => one.command === 'revoke' && one.source !== undefined) &&
    !said.some(({ command }) => command === 'affirm');
  const before = recent.findLast(({ role }) => role === 'user');
  return (
    isNamed(asked(text)) &&
    before !== undefined &&
    !asked(before.text).some(({ command }) => command === 'revoke')
  );
};
