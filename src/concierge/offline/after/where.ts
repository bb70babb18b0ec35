import type { Command, Request } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { sandboxCalled, sandboxWord } from '../tokens/sandboxes.ts';

type Read = (text: string, view: View) => Command[];
/** A sandbox that a message names, and where in the message. */
type Place = { sandbox: string; at: number };
/** What a message says of where, and the message without it. */
export type Where = { rest: string; places: Place[] };

const article = '(?:(?:the|our|my) )?';
const quote = '["\'`]?';
const word = `${quote}(?<name>[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*?)${quote}`;
const preposition = '(?:in|from|of|on|at|inside|within|for|under)';
const after = '(?=$|[\\s,.;:!?)])';
/** "not in default": said, but not meant. */
const denied = /(?:,\s*)?(?:(?:and|but)\s+)?\b(?:not|instead of|rather than)\s+(?:the (?:one|ones)\s+)?$/i;

/** Words behind "in" and "from" that are no place of ours. */
const noPlace =
  /^(?:this|that|these|those|same|other|which|what|my|our|own|whole|each|every|all|any|some|another|a|an|the|new|current|it|its|them|there|here|now|general|error|fact|case|particular|total|advance|details?|full|short|progress|use|doubt|trouble|place|order|time|future|question|parallel|principle|theory|practice|english|minutes?|hours?|days?|every\w+|any\w+|agents?|me|us|you|scratch|concierge|today|tomorrow|header|headers|mind|addition|turn|return|between|one|two|half|\d.*)$/i;

const isNameOf = (said: string, { sources, agents }: View): boolean =>
  [
    ...sources.flatMap(({ name, namespace }) => [name, namespace]),
    ...agents.flatMap(({ slug, name }) => [slug, name]),
  ]
    .flatMap((name) => [name.toLowerCase(), ...name.toLowerCase().split(/[^\p{L}\p{N}]+/u)])
    .includes(said.toLowerCase());

type Sort = { pattern: RegExp; place: (said: string, view: View) => string | undefined };
const exactly = (said: string, { sandboxes }: View): string | undefined =>
  sandboxes.find((name) => name.toLowerCase() === said.toLowerCase());
/** Beside the word "sandbox" a name is one, also when no sandbox has it. */
const anyName = (said: string, view: View): string | undefined =>
  noPlace.test(said) ? undefined : (sandboxCalled(said, view) ?? said);
/** Without that word, only what is nothing else. */
const notOurs = (said: string, view: View): string | undefined =>
  isNameOf(said, view) ? undefined : sandboxCalled(said, view);
const unknown = (said: string, view: View): string | undefined =>
  noPlace.test(said) || isNameOf(said, view) || said.includes('_') ? undefined : said;

const sorts: Sort[] = [
  {
    pattern: new RegExp(`\\b${preposition} ${article}${word} ${sandboxWord}${after}`, 'giu'),
    place: anyName,
  },
  {
    pattern: new RegExp(`\\b${preposition} ${article}${sandboxWord} ${word}${after}`, 'giu'),
    place: anyName,
  },
  { pattern: new RegExp(`\\b${preposition} ${article}${word}${after}`, 'giu'), place: notOurs },
  // "pause docs, the staging one"
  { pattern: new RegExp(`[,–-]\\s*(?:the|that) ${word} one(?=$|[.,!?])`, 'giu'), place: exactly },
  { pattern: new RegExp(`[([](?:in )?${word}[)\\]]`, 'giu'), place: sandboxCalled },
  { pattern: new RegExp(`(?<![\\p{L}\\p{N}])${article}${word}['’]s(?= \\S)`, 'giu'), place: exactly },
  { pattern: new RegExp(`^${word}\\s*[:,](?= \\S)`, 'giu'), place: exactly },
  // "delete docs in qa", when there is no such sandbox: the word is the last of what it says.
  {
    pattern: new RegExp(`\\b(?:in|from) ${word}(?=$|[,.;:!?)]|\\s(?:to|at|and|please|only)\\b)`, 'giu'),
    place: unknown,
  },
];

/** "the staging docs", "docs staging": a sandbox beside a source, when no source is called so. */
const beside = (text: string, view: View): { place: Place; length: number }[] =>
  view.sandboxes.flatMap((sandbox) => {
    if (isNameOf(sandbox, view)) return [];
    return view.sources.flatMap(({ name }) => {
      const [before, own] = [RegExp.escape(sandbox), RegExp.escape(name)];
      const pattern = new RegExp(
        `(?<!\\b(?:to|as|called|named|it|be) (?:the )?)\\b${before} (?=${own}${after})|(?<=(?<!\\b(?:to|as|called|named|it|be) (?:the )?)\\b${own}) ${before}(?=$|[,.;!?])`,
        'iu',
      );
      const found = pattern.exec(text);
      return found === null ? [] : [{ place: { sandbox, at: found.index }, length: found[0].length }];
    });
  });

const isQuoted = (text: string, at: number): boolean =>
  (text.slice(0, at).match(/["“”`]/g) ?? []).length % 2 === 1;

/** The first place in the text, and what stands for it. */
const firstPlace = (text: string, view: View): { place: Place; length: number; isDenied: boolean } | null => {
  for (const { pattern, place } of sorts)
    for (const match of text.matchAll(pattern)) {
      const sandbox = place(match.groups!.name!, view);
      if (sandbox === undefined || isQuoted(text, match.index)) continue;
      const no = denied.exec(text.slice(0, match.index))?.[0] ?? '';
      const tail = /^\s+only\b/i.exec(text.slice(match.index + match[0].length))?.[0] ?? '';
      return {
        place: { sandbox, at: match.index - no.length },
        length: no.length + match[0].length + tail.length,
        isDenied: no !== '',
      };
    }
  const [adjective] = beside(text, view);
  return adjective === undefined ? null : { ...adjective, isDenied: false };
};

const mostPlaces = 5;

/** The places of a message, taken out of it. What is taken out becomes blanks, so that positions stay. */
export const whereIn = (text: string, view: View): Where => {
  let rest = text;
  const places: Place[] = [];
  for (let found = firstPlace(rest, view); found !== null; found = firstPlace(rest, view)) {
    const { place, length, isDenied } = found;
    rest = `${rest.slice(0, place.at)}${' '.repeat(length)}${rest.slice(place.at + length)}`;
    if (!isDenied) places.push(place);
    if (places.length === mostPlaces) break;
  }
  return { rest, places: places.sort((one, other) => one.at - other.at) };
};

const placeable = new Set<Command['command']>([
  'revoke',
  'update',
  'pause',
  'resume',
  'test',
  'accept',
  'list_tools',
  'show_source',
  'why',
]);
const isPlaceable = (command: Command): boolean =>
  command.command === 'clarify'
    ? command.readings.every(isPlaceable)
    : placeable.has(command.command) ||
      (command.command === 'list_agents' && command.source !== undefined) ||
      (command.command === 'out_of_scope' && command.kind === 'destructive');

const at = (command: Command, sandbox: string): Command =>
  command.command === 'clarify'
    ? { ...command, readings: command.readings.map((one) => at(one, sandbox) as Request) }
    : ({ ...command, sandbox } as Command);

/** Where in the text each command's source is named; that of the one before it when it names none. */
const positionsOf = (commands: readonly Command[], text: string): number[] => {
  const lower = text.toLowerCase();
  let from = 0;
  return commands.map((command) => {
    const named = ('source' in command && command.source) || ('agent' in command && command.agent) || '';
    const found = named === '' ? -1 : lower.indexOf(named.toLowerCase(), from);
    if (found !== -1) from = found;
    return from;
  });
};

/** Each command with its place: that of a list holds for all of it, any other for what it stands behind. */
const placedCommands = (commands: readonly Command[], { places }: Where, text: string): Command[] => {
  const [first] = places;
  const [only] = commands;
  if (first === undefined || only === undefined) return [...commands];
  if (commands.length === 1) return places.map(({ sandbox }) => at(only, sandbox));
  const positions = positionsOf(commands, text);
  const isList = commands.every(({ command }) => command === only.command);
  const isFirst = first.at <= positions[0]!;
  if (places.length === 1 && (isList || isFirst)) return commands.map((one) => at(one, first.sandbox));
  return commands.map((command, index) => {
    const next = positions.slice(index + 1).find((position) => position > positions[index]!) ?? text.length;
    const own = places.find((place) => place.at > positions[index]! && place.at < next);
    return own === undefined ? command : at(command, own.sandbox);
  });
};

/** These say themselves where something goes. */
const ownsPlace = new Set<Command['command']>(['copy', 'create_sandbox', 'list_sandboxes', 'choose']);

/** "prod not dev": what is denied is a part of its own, also without a comma. */
const withDeniedApart = (text: string, { sandboxes }: View): string =>
  sandboxes.reduce((said, name) => {
    const denied = new RegExp(
      `(?<=\\S)(?<![,;.]) not (?=(?:in |to )?(?:the )?${RegExp.escape(name)}\\b)`,
      'i',
    );
    return said.replace(denied, ', not ');
  }, text);

/** "in staging, no, default": only the one that is meant. */
const withoutTakenBack = (text: string, { sandboxes }: View): string => {
  const one = `(?:${sandboxes.map(RegExp.escape).join('|')})\\b`;
  const slip = new RegExp(
    `\\b(?<in>in|into|to|for|on|from|of) (?:the )?${one}[,.\\s–-]*(?:\\b(?:oh|no|sorry|wait|actually|i mean|i meant|make that|rather)\\b[,.\\s]*)+(?:in |the )*(?<right>${one})`,
    'i',
  );
  return text.replace(slip, '$<in> $<right>');
};

/** Words of "no, the one in staging" without the place. */
const onlyPoints =
  /^(?:(?:no|nope|yes|yeah|ok|sure|do|oh|sorry|wait|not|it|its|i|meant?|want(?:ed)?|the|that|this|other|one|is|was|but|rather|just|only|please)\b[\s,.;:!-]*)+$/i;
/**
 * What is to be revoked is called the same in several sandboxes: another one than that which was asked about, or the
 * same one, and then the rest of the message is the answer.
 */
const placeAnswered = (
  { whole, rest, sandbox }: { whole: Command[]; rest: string; sandbox: string },
  view: View,
  read: Read,
): Command[] | null => {
  if (view.flow !== 'revoke' || view.awaiting !== 'confirmation') return null;
  const open = view.sources.find(({ data_source_id }) => data_source_id === view.slots.source);
  const isReply = whole.every(({ command }) => /^(?:deny|unclear|affirm)$/.test(command));
  const isHere = (open?.sandbox ?? view.sandbox).toLowerCase() === sandbox.toLowerCase();
  if (open === undefined) return null;
  const answer = isHere ? read(rest, view) : [];
  if (answer.length === 1 && answer[0]!.command === 'affirm') return answer;
  return !isReply || !onlyPoints.test(rest) || (isHere && !whole.some(({ command }) => command === 'deny'))
    ? null
    : [{ command: 'deny' }, { command: 'revoke', source: open.name, sandbox }];
};

/**
 * The commands of a message with the sandbox that it names for a source or an agent. `read` understands what is left;
 * where that is no request about one, the place is a value like any other and is left to it.
 */
export const withSandboxes = (said: string, view: View, read: Read): Command[] => {
  const text = withDeniedApart(withoutTakenBack(said, view), view);
  const whole = read(text, view);
  if (whole.some(({ command }) => ownsPlace.has(command))) return whole;
  const where = whereIn(text, view);
  const rest = where.rest
    .replace(/\s+([,.;:!?])/g, '$1')
    .replace(/^[\s,:;.]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const [first, ...others] = where.places;
  if (rest === '' || first === undefined) return whole;
  const answered =
    others.length === 0 ? placeAnswered({ whole, rest, sandbox: first.sandbox }, view, read) : null;
  if (answered !== null) return answered;
  // "rename Library in Bibliothek": what it shall be called is no place.
  const isLabel = whole.some((one) => one.command === 'update' && one.name === first.sandbox);
  if (isLabel && !view.sandboxes.includes(first.sandbox)) return whole;
  const isOne = others.length === 0 && view.sandboxes.includes(first.sandbox);
  const commands = read(rest, isOne ? { ...view, sandbox: first.sandbox } : view);
  return commands.length > 0 && commands.every(isPlaceable) ? placedCommands(commands, where, text) : whole;
};
