import type { Command } from '../commands.ts';
import type { View } from '../interpreter.ts';
import { alike } from './lexicon.ts';
import type { Item } from './read-clause.ts';
import type { SaidSlots } from './said-slots.ts';
import { isEmpty, sameAsPresent } from './slots.ts';

/** A registration or a correction that grows while the clauses of a message are read. */
type Draft = { draft: SaidSlots; register: boolean; another: boolean; correction: boolean };
type Part = Command | Draft | { yes: 'firm' | 'soft' } | { no: true };
const isDraft = (part: Part): part is Draft => 'draft' in part;
const isCommand = (part: Part): part is Command => 'command' in part;

const fits = (draft: Draft, item: Item): boolean => {
  const slots = item.slots ?? {};
  const secondServer =
    slots.base_url !== undefined &&
    draft.draft.base_url !== undefined &&
    slots.base_url !== draft.draft.base_url;
  return !(secondServer && !item.correction);
};

const addSlots = (parts: Part[], item: Item): void => {
  const slots = item.slots ?? {};
  const previous = parts.findLast(isCommand);
  if (
    previous?.command === 'update' &&
    item.register !== true &&
    slots.base_url === undefined &&
    slots.name !== undefined &&
    (previous.name === undefined || item.correction === true) &&
    parts.findLast(isDraft) === undefined
  ) {
    previous.name = slots.name;
    return;
  }
  const open = parts.findLast(isDraft);
  if (open !== undefined && fits(open, item)) {
    Object.assign(open.draft, slots);
    open.register ||= item.register ?? false;
    open.another ||= (item.another ?? false) && (item.register ?? false);
    open.correction ||= item.correction ?? false;
  } else
    parts.push({
      draft: { ...slots },
      register: item.register ?? open?.register ?? false,
      another: (item.another ?? false) && (item.register ?? false),
      correction: item.correction ?? false,
    });
};

/** "… and Climate", "…, get_page": the same command for one more thing. */
const addMore = (parts: Part[], more: { sources: string[]; tools: string[] }, revises: boolean): void => {
  const previous = parts.findLast(isCommand);
  const [first] = more.sources;
  if (revises && first !== undefined && previous !== undefined && 'source' in previous) {
    previous.source = first;
  } else if (previous?.command === 'update' && previous.allowed_tools != null) {
    previous.allowed_tools.push(...more.tools);
    if (previous.source === undefined && first !== undefined) previous.source = first;
  } else if (previous !== undefined && 'source' in previous && previous.command !== 'update')
    for (const source of more.sources) parts.push({ ...previous, source });
};

const takesSource = new Set(['revoke', 'test', 'pause', 'resume', 'update', 'why']);
const withdrawable = new Set(['revoke', 'pause', 'resume', 'update', 'accept', 'choose']);
/** "I do not need Library, remove it": the thing named before. */
const resolved = (command: Command, item: Item, subject: string | undefined): Command => {
  const complete =
    item.mentions?.length || !takesSource.has(command.command) || 'source' in command || 'all' in command;
  return subject === undefined || complete ? command : ({ ...command, source: subject } as Command);
};

const ofSeveral = new Set(['revoke', 'test', 'pause', 'resume']);
/** "revoke Library, Nonsuch": names go on with the list, though nobody knows them. */
const addNames = (parts: Part[], names: string[]): void => {
  const previous = parts.at(-1);
  if (
    previous !== undefined &&
    isCommand(previous) &&
    ofSeveral.has(previous.command) &&
    'source' in previous
  )
    parts.push(...names.map((source) => ({ ...previous, source })));
};

const addCommands = (parts: Part[], commands: Command[], revises: boolean): void => {
  const previous = parts.findLast(isCommand);
  for (const command of commands) {
    const empty = Object.keys(command).length === 1;
    if (
      previous?.command === command.command &&
      (empty || JSON.stringify(previous) === JSON.stringify(command))
    )
      continue;
    const instead =
      revises &&
      previous !== undefined &&
      takesSource.has(previous.command) &&
      takesSource.has(command.command);
    if (instead && 'source' in previous && 'source' in command && previous.source === command.source)
      parts[parts.indexOf(previous)] = command;
    else if (
      previous?.command === 'update' &&
      command.command === 'update' &&
      (command.source === undefined || command.source === previous.source)
    )
      Object.assign(previous, command);
    else parts.push(command);
  }
};

/** "Library has moved, new url …": an address for the source named before, when no registration is spoken of. */
const movesTo = (item: Item, before: string | undefined, view: View): Command | null => {
  const url = item.slots?.base_url;
  if (
    view.flow !== null ||
    before === undefined ||
    url === undefined ||
    item.register ||
    Object.keys(item.slots!).length > 1
  )
    return null;
  return { command: 'update', source: before, base_url: url };
};

/** "register it? not yet": what was only asked for a moment ago. */
const isAct = (part: Part | undefined): boolean =>
  part !== undefined &&
  ((isCommand(part) && withdrawable.has(part.command)) ||
    (isDraft(part) && part.register && isEmpty(part.draft)));

const partsOf = (items: Item[], view: View): Part[] => {
  const parts: Part[] = [];
  let correcting = false;
  let before: string | undefined;
  let revising = false;
  /** "Library: …" names what the rest is about. */
  let topic: string | undefined;
  for (const said of items) {
    const item: Item = { ...said, correction: said.correction || correcting };
    const move = movesTo(item, before, view);
    correcting = item.correction ?? false;
    const withdrawn = revising && said.no && said.plain ? parts.findLast(isCommand) : undefined;
    const revises = revising || (item.revises ?? false);
    revising = (item.revises ?? false) && (item.commands ?? item.slots ?? item.more) === undefined;
    if (withdrawn !== undefined && takesSource.has(withdrawn.command))
      parts[parts.indexOf(withdrawn)] = { command: 'cancel' };
    else if (item.yes !== undefined) parts.push({ yes: item.yes });
    else if (item.no) {
      const last = parts.findLastIndex((part) => !('no' in part));
      if (item.plain && said === items.at(-1) && isAct(parts[last])) parts.splice(last);
      parts.push({ no: true });
    } else if (item.commands !== undefined)
      addCommands(
        parts,
        item.commands.map((command) => resolved(command, item, topic ?? (item.pronoun ? before : undefined))),
        revises,
      );
    else if (move !== null) parts.push(move);
    else if (item.slots !== undefined || item.register) addSlots(parts, item);
    else if (item.more !== undefined && revises && view.flow === 'revoke' && !parts.some(isCommand))
      parts.push(...item.more.sources.map((source): Command => ({ command: 'revoke', source })));
    else if (item.more !== undefined) addMore(parts, item.more, revises);
    else if (item.names !== undefined) addNames(parts, item.names);
    if (item.more !== undefined && parts.length === 0) topic = item.more.sources.at(-1);
    before = item.mentions?.at(-1) ?? before;
  }
  return parts;
};

/** `before`: an address given earlier in the message; another one after it begins a registration of its own. */
const finished = (
  { draft, register, another, correction }: Draft,
  view: View,
  before?: string | undefined,
): Command | null => {
  const open = view.flow === 'register';
  if (isEmpty(draft)) {
    if (!register) return null;
    if (!open || another) return { command: 'register' };
    return view.awaiting === 'confirmation' ? { command: 'affirm' } : { command: 'repeat' };
  }
  if (open || view.flow === 'update') {
    const other =
      draft.base_url !== undefined &&
      view.slots.base_url !== undefined &&
      draft.base_url !== view.slots.base_url;
    const later = before !== undefined && draft.base_url !== undefined && draft.base_url !== before;
    const second = later || (register && !correction && (another || other));
    return second || (register && view.flow === 'update')
      ? { command: 'register', ...draft }
      : { command: 'set', ...draft };
  }
  if (register || draft.base_url !== undefined) return { command: 'register', ...draft };
  return draft.name !== undefined && Object.keys(draft).length === 1
    ? { command: 'update', name: draft.name }
    : null;
};

/** "yes, revoke Library" while exactly that is to be confirmed: the request is the agreement. */
const isOpenRevocation = (command: Command, view: View): boolean => {
  if (view.flow !== 'revoke' || view.awaiting !== 'confirmation' || command.command !== 'revoke')
    return false;
  const subject = view.sources.find(({ data_source_id }) => data_source_id === view.slots.source);
  return (
    subject !== undefined &&
    command.source !== undefined &&
    alike(subject.name.toLowerCase(), command.source.toLowerCase())
  );
};

const social = new Set(['greet', 'thanks', 'bye']);
const questions = new Set([
  'list_sources',
  'list_sandboxes',
  'list_agents',
  'list_tools',
  'why',
  'help',
  'repeat',
  'out_of_scope',
]);
const yesOrNo = new Set(['confirmation', 'resume', 'credential', 'name', 'sandbox']);

/**
 * The commands of a message from its clauses, in order. Agreement counts only when nothing in the message changes
 * what would be agreed to, or asks something first.
 */
export const compose = (items: Item[], view: View): Command[] => {
  const parts = partsOf(items, view);
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
  const kept = commands.filter(
    (command) =>
      !(command.command === 'clear' && given.has(command.slot)) &&
      !(command.command === 'repeat' && others) &&
      !(command.command === 'choose' && given.has(command.option.replace('fix:', ''))),
  );
  const choices = kept.filter(({ command }) => command === 'choose');
  if (choices.length > 1)
    return parts.some((part) => 'no' in part) ? choices.slice(-1) : [{ command: 'unclear' }];
  const serious = kept.filter(({ command }) => !social.has(command));
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
  if (no)
    return standsAlone || (answers && serious.some(({ command }) => !questions.has(command)))
      ? [{ command: 'deny' }]
      : [];
  if (yes === undefined || !('yes' in yes)) return [];
  if (standsAlone)
    return parts.some((part) => isCommand(part) && part.command === 'thanks') && !answers
      ? []
      : [{ command: 'affirm' }];
  return answers && yes.yes === 'firm' && serious.every(({ command }) => !questions.has(command))
    ? [{ command: 'affirm' }]
    : [];
};
