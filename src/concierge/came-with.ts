import type { Slots } from '../domain/conversation.ts';
import { labelKey } from '../domain/label.ts';
import { type Command, isDeed, isRequest } from './commands.ts';

/** A request that a credential belongs to. */
const takesOne = (command: Command): boolean =>
  command.command === 'register' ||
  command.command === 'copy' ||
  (command.command === 'update' &&
    [command.rotate, command.auth_kind, command.auth_header, command.base_url].some(
      (one) => one !== undefined,
    ));

const isOfOpen = (source: string | undefined, { source: id, name = '' }: Slots): boolean =>
  source === undefined || source === 'it' || source === id || labelKey(source) === labelKey(name);

/**
 * Whether what was asked for in a message is of something else than what is open, and takes no credential: one that
 * stands in that message came with it, and is not for what is open.
 */
export const isOfOtherRequest = (commands: readonly Command[], open: Slots): boolean => {
  const isOther = (command: Command): boolean =>
    isRequest(command) && isDeed(command) && !('source' in command && isOfOpen(command.source, open));
  return commands.some(isOther) && !commands.some(takesOne);
};

const authSlots = new Set(['command', 'auth_kind', 'auth_header']);
/** "token [credential]" says how callers are recognised; beside a credential that is not taken it says nothing. */
export const withoutAuthWords = (commands: readonly Command[]): Command[] =>
  commands.filter(
    (command) => command.command !== 'set' || Object.keys(command).some((key) => !authSlots.has(key)),
  );
