import type { Command } from './commands.ts';

/** A yes to what was asked last. */
export const isYes = (command: Command): boolean =>
  command.command === 'affirm' || (command.command === 'choose' && command.option === 'confirm');

/** True for a command that changes what the open question is about; `base_url` is that of the open flow. */
export const corrects = (command: Command, base_url: string | undefined): boolean =>
  command.command === 'set' ||
  command.command === 'clear' ||
  (command.command === 'register' && (command.base_url ?? base_url) === base_url);

/** A yes to a confirmation comes behind the corrections of its message: once they moved the flow it counts no more. */
export const correctedFirst = (commands: readonly Command[], base_url: string | undefined): Command[] =>
  commands.some((command) => corrects(command, base_url))
    ? [...commands.filter((command) => !isYes(command)), ...commands.filter(isYes)]
    : [...commands];

export type NewServer = Extract<Command, { command: 'register' }>;

/** The servers that one message wants registered, by address; `open` is that of the open registration. */
export const newServers = (commands: readonly Command[], open: string | undefined): NewServer[] => {
  const found = new Map<string, NewServer>();
  for (const command of commands)
    if (command.command === 'register' && command.base_url !== undefined && command.base_url !== open)
      found.set(command.base_url, command);
  return [...found.values()];
};

/** What the words around a credential are often taken for, although the credential itself is the answer. */
const aroundCredential = (command: Command): boolean =>
  command.command === 'unclear' ||
  isYes(command) ||
  (command.command === 'choose' && (command.option === 'retry' || command.option === 'fix:credential'));

export const withoutCredentialWords = (commands: readonly Command[]): Command[] =>
  commands.filter((command) => !aroundCredential(command));

/**
 * Puts the commands of one message in order: at most one `cancel`, and it comes first, because it stops what was
 * open before this message; with nothing open it takes back what was said before it. An `unclear` beside
 * understood commands is dropped.
 */
export const tidy = (commands: readonly Command[], isOpen: boolean): Command[] => {
  const first = commands.findIndex(({ command }) => command === 'cancel');
  const kept = first >= 0 && !isOpen ? commands.slice(first) : commands;
  // A yes with words beside it that nobody understood may be a yes to something else.
  const isDoubtful = kept.some(({ command }) => command === 'unclear');
  const understood = kept.filter(
    (command) =>
      command.command !== 'unclear' && command.command !== 'cancel' && !(isDoubtful && isYes(command)),
  );
  const cancels = first >= 0 && (isOpen || understood.length === 0);
  if (cancels) return [{ command: 'cancel' }, ...understood];
  return understood.length > 0
    ? understood
    : kept.filter((command) => !(isDoubtful && isYes(command))).slice(0, 1);
};
