import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import type { Item } from '../clause/read-clause.ts';
import { isEmpty, type SaidSlots } from '../slots.ts';
import { insteadOfAll, list } from './lists.ts';
import {
  type Draft,
  hasSource,
  isCommand,
  isDraft,
  isNamed,
  type Part,
  replaced,
  type Take,
  type Turn,
} from './part.ts';

/** "register it? not yet": what was only asked for a moment ago. */
const isAct = (part: Part | undefined): boolean =>
  part !== undefined &&
  ((isCommand(part) && /^(?:revoke|pause|resume|update|accept|choose)$/.test(part.command)) ||
    (isDraft(part) && part.register && isEmpty(part.draft)));
/** "cancel? not yet": a word that steers, taken back. */
const steers = (part: Part | undefined): boolean =>
  part !== undefined && isCommand(part) && /^(?:cancel|restart|back|skip)$/.test(part.command);

/** What asks for a yes before anything is done. */
const asksAnyway = (part: Part | undefined): boolean =>
  part !== undefined && ((isCommand(part) && part.command === 'revoke') || isDraft(part));

const reply: Take = ({ item, parts, previous, revising, isLast }) => {
  // "remove it. Do nothing before I have confirmed."
  if (item.no && item.waits && asksAnyway(parts.at(-1))) return true;
  if (item.no && item.plain && revising && hasSource(previous))
    return replaced(parts, previous, { command: 'cancel' });
  if (item.yes !== undefined) parts.push({ yes: item.yes });
  if (item.no) {
    const last = parts.findLastIndex((part) => !('no' in part));
    if (item.plain && isLast && (isAct(parts[last]) || (last === 0 && steers(parts[0])))) parts.splice(last);
    parts.push({ no: true });
  }
  return item.yes !== undefined || item.no === true;
};

/** "I do not need Library, remove it": the thing named before. */
const resolved = (command: Command, { item, topic, before, about }: Turn): Command => {
  if (
    command.command === 'list_tools' &&
    about !== undefined &&
    item.pronoun &&
    Object.keys(command).length === 1
  )
    return { command: 'list_tools', agent: about };
  const ofIts = command.command === 'list_tools' && command.agent === undefined && item.pronoun === true;
  const points = item.pronoun || command.command === 'why' || command.command === 'test';
  const subject = topic ?? (points ? before : undefined);
  const complete =
    item.mentions?.length || ['source', 'all', 'agent', 'tool', 'run'].some((known) => known in command);
  return subject === undefined || complete || !(hasSource(command) || ofIts)
    ? command
    : ({ ...command, source: subject } as Command);
};

const answers = (previous: Command, command: Command): boolean =>
  previous.command === 'update' &&
  command.command === 'update' &&
  previous.what !== undefined &&
  command[previous.what] !== undefined &&
  (command.source === undefined || command.source === previous.source);

const request: Take = (turn) => {
  if (insteadOfAll(turn)) return true;
  const { item, parts, previous, revises } = turn;
  for (const said of item.commands ?? []) {
    const command = resolved(said, turn);
    // "rename Docs to Wiki and cap it at 10": one change of one source.
    if (previous?.command === 'update' && command.command === 'update' && command.source === 'it') {
      Object.assign(previous, command, { source: previous.source });
      continue;
    }
    // "make it slower, like 10 a minute": what was asked for is said behind it.
    if (previous !== undefined && answers(previous, command)) {
      const { what: _, ...before } = previous as Extract<Command, { command: 'update' }>;
      replaced(parts, previous, { ...before, ...command } as Command);
      continue;
    }
    const again = previous?.command === command.command && Object.keys(command).length === 1;
    if (again || JSON.stringify(previous) === JSON.stringify(command)) continue;
    const same =
      hasSource(previous) &&
      hasSource(command) &&
      previous.source !== undefined &&
      [undefined, previous.source].includes(command.source);
    if (
      revises &&
      hasSource(previous) &&
      hasSource(command) &&
      (same || previous.command === command.command)
    )
      // "revoke Docs, I mean pause": what is corrected is what to do, and not to which.
      replaced(parts, previous, same ? ({ ...command, source: previous.source } as Command) : command);
    else if (same && previous?.command === 'update' && command.command === 'update') {
      // What was said once is not asked for: "cap it at 2 a second, that is 120 a minute".
      if (command.what === undefined || previous[command.what] === undefined)
        Object.assign(previous, command);
    } else parts.push(command);
  }
  return item.commands !== undefined;
};

/** "Library has moved, new url …": an address for the source named before, when no registration is spoken of. */
const move: Take = ({ item: { slots, register }, parts, before, view }) => {
  const url = slots?.base_url;
  if (
    view.flow !== null ||
    before === undefined ||
    url === undefined ||
    register ||
    Object.keys(slots!).length > 1
  )
    return false;
  parts.push({ command: 'update', source: before, base_url: url });
  return true;
};

const fits = ({ draft }: Draft, { slots, correction }: Item): boolean =>
  correction === true ||
  slots?.base_url === undefined ||
  (draft.base_url ?? slots.base_url) === slots.base_url;

const renames = (previous: Extract<Command, { command: 'update' }>, name: string): true => {
  previous.name = name;
  delete previous.what;
  return true;
};

const facts: Take = ({ item, parts, previous }) => {
  const { slots = {}, register = false, correction = false } = item;
  if (item.slots === undefined && !register) return false;
  const open = parts.findLast(isDraft);
  const renamed = previous?.command === 'update' && (previous.name === undefined || correction);
  if (
    renamed &&
    open === undefined &&
    !register &&
    slots.base_url === undefined &&
    slots.name !== undefined
  ) {
    return renames(previous, slots.name);
  }
  const movesTo = previous?.command === 'update' && previous.base_url !== undefined && open === undefined;
  if (movesTo && !register && Object.keys(slots).every((slot) => slot.startsWith('auth_'))) {
    Object.assign(previous, slots);
    return true;
  }
  const drafts = parts.filter(isDraft);
  if (item.ofAll && drafts.length > 1 && Object.keys(slots).every((slot) => slot.startsWith('auth_'))) {
    for (const { draft } of drafts) Object.assign(draft, slots);
    return true;
  }
  const another = register && (item.another ?? false);
  if (open === undefined || !fits(open, item)) {
    parts.push({
      draft: { ...slots },
      register: item.register ?? open?.register ?? false,
      another,
      besides: register && item.besides === true,
      correction,
    });
    return true;
  }
  Object.assign(open.draft, slots);
  open.register ||= register;
  open.another ||= another;
  open.besides ||= register && item.besides === true;
  open.correction ||= correction;
  return true;
};

const schemes = [
  ['none', /\b(?:none|open|nothing)\b/i],
  ['header_token', /\b(?:header|key)\b/i],
  ['bearer', /\b(?:token|bearer)\b/i],
] as const;
const lacksLabel = ({ draft }: Draft): boolean =>
  draft.base_url !== undefined && draft.auth_kind === 'none' && draft.name === undefined;
const isLabel = (said: string): boolean => /^\p{Lu}[^\s:]*(?: [^\s:]+)?$/u.test(said);
/** "the name is wrong, it must be Acme", "rename wiki to Handbook, no, to Manual": a value for what was named before. */
const value: Take = ({ item: { value: said }, parts, previous, revises, isLast }) => {
  const draft = parts.at(-1);
  // "https://…, none, Climate": the label comes last.
  if (
    said !== undefined &&
    isLast &&
    draft !== undefined &&
    isDraft(draft) &&
    lacksLabel(draft) &&
    isLabel(said)
  ) {
    draft.draft.name = said;
    return true;
  }
  if (said === undefined || previous === undefined) return false;
  if (revises && previous.command === 'update' && previous.name !== undefined) {
    return renames(previous, said);
  }
  if (previous.command !== 'clear' || parts.at(-1) !== previous) return false;
  const scheme = schemes.find(([, word]) => word.test(said))?.[0];
  const slots: SaidSlots =
    previous.slot === 'name' || previous.slot === 'auth_header'
      ? { [previous.slot]: said }
      : previous.slot === 'auth_kind' && scheme !== undefined
        ? { auth_kind: scheme }
        : {};
  if (!isEmpty(slots)) parts.push({ draft: slots, register: false, another: false, correction: true });
  return !isEmpty(slots);
};

/** "rotate CRM, no, CRM Old to [credential]": what is corrected is which one. */
const other: Take = ({ item, previous, revises }) => {
  const [source, ...more] = item.mentions ?? [];
  const saysMore = [item.commands, item.slots, item.more].some((one) => one !== undefined) || item.register;
  if (!revises || saysMore || source === undefined || more.length > 0) return false;
  if (previous?.command !== 'update' || previous.rotate !== true) return false;
  previous.source = source;
  return true;
};

const takes: Take[] = [reply, request, move, facts, other, value, list];

const only = (item: Item, command: Command['command']): boolean =>
  item.commands?.length === 1 && item.commands[0]!.command === command;
/** "wait", "scratch that" in the middle: what follows replaces what was said. */
const isMarker = (item: Item, at: number, items: Item[]): boolean => {
  const changes = ({ slots, commands }: Item) => slots !== undefined || commands?.[0]?.command === 'clear';
  const taken = only(item, 'cancel') && items.slice(at + 1).some(changes);
  return at > 0 && at < items.length - 1 && (taken || (only(item, 'repeat') && item.revises === true));
};

/** Under its old name nobody knows it any more; under the new one another may be known, when it is taken. */
const renamedBy = ({ commands = [] }: Item): boolean =>
  commands.some((command) => command.command === 'update' && command.name !== undefined);

/** "keep Docs", and "not Docs" behind what was said of all; null where a clause spares nothing. */
const withoutSpared = (parts: Part[], { spares = [], commands, excluded = [] }: Item): Part[] | null => {
  const leftOut = commands === undefined ? excluded : [];
  const kept = parts.filter(
    (part) => !isCommand(part) || !hasSource(part) || !isNamed(part.source, [...spares, ...leftOut]),
  );
  if (spares.length > 0) return kept;
  if (kept.length === parts.length) return null;
  return kept.some(isCommand) ? kept : [...kept, { no: true }];
};

/** What the clauses of a message come to, one after the other: later ones go on with earlier ones or replace them. */
export const partsOf = (items: Item[], view: View): Part[] => {
  const parts: Part[] = [];
  let [correcting, revising] = [false, false];
  let before: string | undefined;
  let topic: string | undefined;
  let about: string | undefined;
  for (const [at, said] of items.entries()) {
    if (isMarker(said, at, items)) {
      correcting = revising = true;
      continue;
    }
    const item: Item = { ...said, correction: said.correction || correcting };
    const turn: Turn = {
      item,
      parts,
      view,
      previous: parts.findLast(isCommand),
      revising,
      revises: revising || (item.revises ?? false),
      isLast: at === items.length - 1,
      before,
      topic,
      about,
    };
    const kept = withoutSpared(parts, item);
    if (kept !== null) parts.splice(0, parts.length, ...kept);
    else takes.some((take) => take(turn));
    correcting = item.correction ?? false;
    revising = (item.revises ?? false) && (item.commands ?? item.slots ?? item.more) === undefined;
    if (item.more !== undefined && parts.length === 0) topic = item.more.sources.at(-1);
    before = renamedBy(item) ? 'it' : (item.mentions?.at(-1) ?? before);
    about = item.agent ?? about;
  }
  return parts;
};
