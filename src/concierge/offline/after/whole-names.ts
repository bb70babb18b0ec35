import { type Command, isChange, type Request } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { type Phrase, rawOf, type Token, tokenise } from '../tokens/phrase.ts';
import { isUnknownWord, wordsOf } from '../tokens/references.ts';
import { numbers } from '../vocabulary/words.ts';

const casual =
  /^(?:asap|thx|ty|pls|plz|cheers|tonight|today|tomorrow|anyway|lol|bro|man|mate|folks|guys|between|start|continue|wake|send|hold|halt|park|shut|cut|throw|kick|pull|restart|over|across|around|elsewhere|alone|stays?|remains?|keeps?|ran|runs|went|becomes?|\w+ly|(?:allow|accept|handle|take|support|serve|manage|break|survive|fail|die|limit)s?)$/;
const counts = /^(?:per|calls?|times?|requests?|a|an|each|minutes?|seconds?|hours?|x|%)$/;

/** The values of a command are no part of a name. */
const valuesOf = ({ command: _, ...fields }: Command): Set<string> => {
  const { source: _source, ...others } = fields as Record<string, unknown>;
  return new Set(
    Object.values(others)
      .flat()
      .flatMap((value) => wordsOf(String(value))),
  );
};

const isNumber = ({ kind, norm }: Token): boolean =>
  kind === 'word' && (/^\d+$/.test(norm) || norm in numbers);

/** Words of no other meaning right beside a name are a part of it: "desk two", "Docs QA", "billing eu". */
const belongs = (phrase: Phrase, at: number, values: Set<string>, view: View): boolean => {
  const token = phrase.tokens[at];
  if (token === undefined || !/^(?:word|quoted)$/.test(token.kind)) return false;
  const [said] = wordsOf(token.raw);
  // "billing && …": a mark is no part of a name.
  if (said === undefined) return false;
  if (token.norm.split(' ').some((part) => values.has(part)) || values.has(said) || casual.test(said))
    return false;
  if (view.sandboxes.some((name) => name.toLowerCase() === said)) return false;
  const next = phrase.tokens[at + 1]?.norm ?? '';
  // "Sales A": a letter, and no article.
  const isLetter = /^[B-HJ-Z]$/.test(token.raw) || (token.raw === 'A' && /^(?:|[.,!]|and|to|at)$/.test(next));
  return isLetter || isUnknownWord(token) || (isNumber(token) && !counts.test(next));
};

/** "I wanted search paused": a verb that we do not know. */
const isVerb = ({ tokens }: Phrase, at: number): boolean =>
  /(?:ed|ing)$/.test(tokens[at]!.norm) || /^(?:i|we|you|they|he|she|it)$/.test(tokens[at - 1]?.norm ?? '');

/** From inclusive, to exclusive. */
type Range = [number, number];
const overlaps = ([from, to]: Range, others: Range[]): boolean =>
  others.some(([start, end]) => from < end && to > start);
/** Where the words of a name stand, first where no other name was found: "Prod DB and DB". */
const rangeIn = (phrase: Phrase, name: string, used: Range[]): Range | null => {
  const all = rangesIn(phrase, name);
  return all.find((range) => !overlaps(range, used)) ?? all[0] ?? null;
};
const rangesIn = ({ tokens }: Phrase, name: string): Range[] => {
  const ranges: Range[] = [];
  const wanted = wordsOf(name);
  for (let from = 0; from < tokens.length; from++) {
    let to = from;
    const said: string[] = [];
    while (to < tokens.length && said.length < wanted.length) said.push(...wordsOf(tokens[to++]!.raw));
    if (wanted.length > 0 && said.join(' ') === wanted.join(' ') && wordsOf(tokens[from]!.raw).length > 0)
      ranges.push([from, to]);
  }
  return ranges;
};

/** "rename billing eu to Europe": what stands before "to" is still the old name. */
const withoutOldName = (text: string, command: Command): Command => {
  if (command.command !== 'update' || command.source === undefined || command.name === undefined)
    return command;
  const [, old, name] = /^(.+?) to (.+)$/i.exec(command.name) ?? [];
  const isOld = text.toLowerCase().includes(`${command.source} ${command.name}`.toLowerCase());
  return isOld && old !== undefined && name !== undefined
    ? { ...command, source: `${command.source} ${old}`, name }
    : command;
};

const widened = (phrase: Phrase, command: Command, view: View, used: Range[]): Command => {
  if (command.command === 'clarify')
    return { ...command, readings: command.readings.map((one) => widened(phrase, one, view, []) as Request) };
  // What only looks may take a part of the name.
  if (!isChange(command) || !('source' in command) || command.source === undefined) return command;
  // "call wiki Docs": nothing stands between the old name and the new one.
  const isCalled =
    command.command === 'update' && command.name !== undefined && /^(?:call|name)\b/.test(phrase.norm);
  const range = rangeIn(phrase, command.source, used);
  if (range === null || isCalled || /^(?:it|this|that)$/i.test(command.source)) return command;
  const values = valuesOf(command);
  let [from, to] = range;
  while (belongs(phrase, to, values, view)) to += 1;
  while (from > 0 && belongs(phrase, from - 1, values, view) && !isVerb(phrase, from - 1)) from -= 1;
  used.push([from, to]);
  // "all but Ticket desk", where there is a desk too: the longer name is that of another.
  const whole = rawOf(phrase, from, to).toLowerCase();
  const { source } = command;
  const isOther =
    view.sources.some(({ name }) => name.toLowerCase() === whole) && whole !== source.toLowerCase();
  if (isOther && view.sources.some(({ name }) => name === source)) return command;
  return from === range[0] && to === range[1] ? command : { ...command, source: rawOf(phrase, from, to) };
};

/** The commands of a message, each with all of the name that was said: a part of it may be the name of another. */
export const withWholeNames = (text: string, view: View, commands: Command[]): Command[] => {
  const phrase = tokenise(text);
  const used: Range[] = [];
  return commands.map((command) => widened(phrase, withoutOldName(text, command), view, used));
};
