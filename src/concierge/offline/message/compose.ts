import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import type { Item } from '../clause/read-clause.ts';
import { isEmpty, sameAsPresent } from '../slots.ts';
import { type Draft, isCommand, isDraft, type Part } from './part.ts';
import { partsOf } from './parts.ts';

/** `before`: an address given earlier in the message; another one after it begins a registration of its own. */
const finished = (
  { draft, register, another, besides, correction }: Draft,
  view: View,
  before?: string | undefined,
): Command | null => {
  const open = view.flow === 'register';
  if (isEmpty(draft)) {
    if (!register) return null;
    if (!open || another) return { command: 'register' };
    return view.awaiting === 'confirmation' ? { command: 'affirm' } : { command: 'repeat' };
  }
  if (view.flow === 'create_sandbox' && draft.name !== undefined) return { command: 'set', name: draft.name };
  if (open || view.flow === 'update') {
    const other =
      draft.base_url !== undefined &&
      view.slots.base_url !== undefined &&
      draft.base_url !== view.slots.base_url;
    const later = before !== undefined && draft.base_url !== undefined && draft.base_url !== before;
    const isNew = correction ? besides && other : another || other;
    const second = later || (register && isNew);
    return second || (register && view.flow === 'update')
      ? { command: 'register', ...draft }
      : { command: 'set', ...draft };
  }
  if (register || draft.base_url !== undefined) return { command: 'register', ...draft };
  return draft.name !== undefined && Object.keys(draft).length === 1
    ? { command: 'update', name: draft.name }
    : null;
};

/** "yes, revoke Library" while exactly that is to be confirmed: the request is the agreement. A name mistyped is none. */
const isOpenRevocation = (command: Command, view: View): boolean => {
  if (view.flow !== 'revoke' || view.awaiting !== 'confirmation' || command.command !== 'revoke')
    return false;
  const subject = view.sources.find(({ data_source_id }) => data_source_id === view.slots.source);
  return subject !== undefined && subject.name.toLowerCase() === command.source?.toLowerCase();
};

const social = new Set(['greet', 'thanks', 'bye']);
const questions = new Set([
  'list_sources',
  'list_sandboxes',
  'list_agents',
  'list_tools',
  'show_source',
  'why',
  'help',
  'repeat',
  'out_of_scope',
]);
const yesOrNo = new Set(['confirmation', 'resume', 'credential', 'name', 'sandbox']);

const isRequest = ({ commands, slots, register }: Item): boolean =>
  slots !== undefined ||
  register === true ||
  (commands ?? []).some(({ command }) => !social.has(command) && command !== 'repeat');

/** Words that may mean something, of which nobody knows what. */
const isUnread = ({ commands, slots, register, yes, no, value, unread }: Item): boolean =>
  commands === undefined &&
  slots === undefined &&
  !register &&
  yes === undefined &&
  !no &&
  (value !== undefined || unread === true);

const saysMuch = (item: Item): boolean => isUnread(item) && (item.value ?? '').split(/\s+/).length > 4;

/**
 * The commands of a message from its clauses, in order. Agreement counts only when nothing in the message changes
 * what would be agreed to, or asks something first.
 */
export const compose = (items: Item[], view: View): Command[] => {
  const strong = items.map((item) =>
    item.weak ? { mentions: item.mentions ?? [], agent: item.agent } : item,
  );
  const parts = partsOf(strong.some(isRequest) ? strong : items, view);
  const commands: Command[] = [];
  let address: string | undefined;
  for (const part of parts) {
    if (isCommand(part)) commands.push(isOpenRevocation(part, view) ? { command: 'affirm' } : part);
    else if (isDraft(part)) {
      const command = finished(part, view, address);
      address = part.draft.base_url ?? address;
      if (
        command !== null &&
        !(
          command.command === 'set' &&
          sameAsPresent(part.draft, view) &&
          parts.some((other) => 'yes' in other)
        )
      )
        commands.push(command);
    }
  }
  const given = new Set(
    commands.flatMap((command) => (command.command === 'set' ? Object.keys(command) : [])),
  );
  const others = commands.some(({ command }) => command !== 'repeat' && !social.has(command));
  // A question of which nothing was understood, beside one that was.
  const asks = commands.some(({ command }) => command !== 'help' && questions.has(command));
  const registers = commands.some(({ command }) => command === 'register');
  const destroys = commands.some((one) => one.command === 'out_of_scope' && one.kind === 'destructive');
  const isIdle = view.flow === null && view.awaiting === null;
  const kept = commands.filter(
    (command) =>
      // "never mind, bye", "hello, how are you?"
      !(command.command === 'cancel' && isIdle && commands.some(({ command: other }) => other === 'bye')) &&
      !(
        command.command === 'out_of_scope' &&
        command.kind === 'chitchat' &&
        commands[0]?.command === 'greet'
      ) &&
      !(command.command === 'clear' && given.has(command.slot)) &&
      !(
        command.command === 'repeat' &&
        (others || items.some(({ no, plain }) => no && (!plain || view.flow === 'revoke')))
      ) &&
      !(command.command.startsWith('list_') && destroys) &&
      !(command.command === 'help' && command.topic === 'register' && registers) &&
      !(command.command === 'help' && command.topic === undefined && asks) &&
      !(command.command === 'choose' && given.has(command.option.replace('fix:', ''))),
  );
  // A yes beside words that nobody understood may be a yes to something else.
  const strange =
    view.awaiting === 'confirmation' ? items.some(isUnread) : items.some(({ unread }) => unread);
  if (strange && parts.some((part) => 'yes' in part) && kept.length === 0) return [{ command: 'unclear' }];
  // "wait, …": what came behind it was not understood, and to say the question again would hide that.
  if (kept.length > 0 && kept.every(({ command }) => command === 'repeat') && items.some(isUnread))
    return [{ command: 'unclear' }];
  const choices = kept.filter(({ command }) => command === 'choose');
  if (choices.length > 1)
    return parts.some((part) => 'no' in part) ? choices.slice(-1) : [{ command: 'unclear' }];
  const serious = kept.filter(({ command }) => !social.has(command));
  // "Wonderful. Let us make that a bit more generous": what was wanted is not known.
  if (serious.length === 0 && view.awaiting === null && items.some(saysMuch)) return [{ command: 'unclear' }];
  const answered = parts.some((part) => 'yes' in part || 'no' in part) && view.awaiting !== null;
  const said = serious.length > 0 || answered ? serious : kept;
  return [...answerBefore(parts, serious, view), ...said];
};

const answerBefore = (parts: Part[], serious: Command[], view: View): Command[] => {
  const yes = parts.find((part) => 'yes' in part);
  const no = parts.some((part) => 'no' in part);
  const standsAlone = serious.length === 0;
  const answers = view.awaiting !== null && yesOrNo.has(view.awaiting);
  const changes = serious.some(({ command }) =>
    /^(?:set|register|clear|cancel|back|restart|skip|affirm|choose)$/.test(command),
  );
  if (changes) return [];
  // "actually nothing, thanks"
  if (no && view.awaiting === null && parts.some((part) => isCommand(part) && social.has(part.command)))
    return [];
  if (no)
    return standsAlone || (answers && serious.some(({ command }) => !questions.has(command)))
      ? [{ command: 'deny' }]
      : [];
  if (yes === undefined || !('yes' in yes)) return [];
  // "let us test it, and then go ahead": what was said first comes first, and how it ends is not known yet.
  const first = parts.findIndex((part) => isCommand(part) && !social.has(part.command));
  if (view.awaiting === 'confirmation' && first !== -1 && first < parts.indexOf(yes)) return [];
  if (standsAlone)
    return parts.some((part) => isCommand(part) && part.command === 'thanks') && !answers
      ? []
      : [{ command: 'affirm' }];
  return answers && yes.yes === 'firm' && serious.every(({ command }) => !questions.has(command))
    ? [{ command: 'affirm' }]
    : [];
};
