import { type Command, isChange } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { isPolite } from '../clause/said.ts';
import { isRepeatable } from './ellipsis.ts';
import { meantBy } from './meant.ts';

/** "cap Docs at 10, same for Rates": any request, and the same of others in one breath. */
const sameFor =
  /^(?<first>.+?)[,.;:–-]* (?:(?:and|then|also|please),? )*(?:do )?(?:the )?(?:same|likewise)(?: thing)? (?:for|with|to|on) (?<names>[^?!.]{1,100}?)(?: (?:too|as well|also|please))*[.!?]*$/i;

const unheard = (names: string): Command => ({ command: 'help', topic: 'unheard', names: [names] });

/** The commands of such a message; null where it is none. What cannot be done to the others as well is said. */
export const readSameFor = (
  text: string,
  view: View,
  read: (text: string, view: View) => Command[],
): Command[] | null => {
  const { first, names = '' } = sameFor.exec(text.trim())?.groups ?? {};
  if (first === undefined || view.secret_input) return null;
  const commands = read(first, view);
  if (
    commands.length === 0 ||
    !commands.every((one) => ['source', 'agent', 'base_url'].some((of) => of in one))
  )
    return null;
  const isQuestion = text.trim().endsWith('?') && !isPolite(first.toLowerCase());
  if (isQuestion && commands.some(isChange)) return [{ command: 'help', topic: 'asked_only' }];
  const said = names.split(/ *, *(?:and )?| +and +/i);
  const kind = commands.every((one) => 'agent' in one) ? 'agent' : 'source';
  const others = said.map((name) => meantBy(name, kind === 'agent' ? view : { ...view, agents: [] }));
  const areAll = (of: string): boolean => others.every((other) => other !== null && of in other);
  if (areAll(kind) && commands.every((one) => isRepeatable(one) || one.command === 'copy'))
    return [
      ...commands,
      ...others.flatMap((other) => commands.map((one): Command => ({ ...one, ...other }) as Command)),
    ];
  if (!areAll('sandbox')) return areAll('source') ? commands : [...commands, unheard(names)];
  return commands.every(({ command }) => command === 'register')
    ? [{ command: 'help', topic: 'one_sandbox', names: said }, ...commands]
    : null;
};
