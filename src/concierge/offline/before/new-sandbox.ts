import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { sandboxAsked } from '../after/places.ts';
import { closed } from '../closed.ts';

const parts =
  /^(?<make>[^,;.]+?)(?:\s*[,;.]\s*(?:(?:and|then|and then)\s+)?|\s+(?:and|then|and then)\s+)(?<rest>(?:(?:then|please|also)\s+)*(?:add|register|connect|put|hook|plug|set ?up)\b.+)$/is;
const thereIn = /\b(?:in(?:to)? there|there|(?:in|into|to) (?:it|that one|that sandbox|this sandbox))\b/i;

/**
 * "create the sandbox dev and add https://… there": the sandbox first, and then what goes into it; null where the
 * message asks for no sandbox before something else. `read`: what it says by itself.
 */
export const readNewSandbox = (
  text: string,
  view: View,
  read: (text: string, view: View) => Command[],
): Command[] | null => {
  const { make, rest } = view.secret_input ? {} : (parts.exec(text.trim())?.groups ?? {});
  const asked = make === undefined ? null : sandboxAsked(make);
  if (rest === undefined || asked?.name === undefined) return null;
  const { name } = asked;
  const seen = { ...closed(view), sandboxes: [...view.sandboxes, name] };
  const others = read(
    rest.replace(thereIn, () => `in ${name}`),
    seen,
  );
  return others.some(({ command }) => command === 'unclear') ? null : [asked, ...others];
};
