import { type Command, isChange } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { objectsOf } from '../clause/left-out.ts';
import { moodOf } from '../clause/mood.ts';
import { type Item, readClause, spares } from '../clause/read-clause.ts';
import { sourcesCalled } from '../sources-called.ts';
import { clausesOf } from '../tokens/clauses.ts';
import { type Phrase, tokenise } from '../tokens/phrase.ts';

/** What is taken back or compared is rightly left alone. */
const takesBack =
  /(?<![^ ])(?:no|not|never|nor|neither|sorry|wait|actually|oops|mean|meant|instead|rather|correction)(?![^ ])/;

/** All that the commands name, whatever they call it. */
const namedIn = (commands: readonly Command[]): string[] =>
  commands.flatMap((command) =>
    command.command === 'clarify'
      ? namedIn(command.readings)
      : Object.values(command)
          .flat()
          .filter((value) => typeof value === 'string'),
  );

/** The sources of which a clause asks something. */
const askedOf = (clause: Phrase): string[] =>
  moodOf(clause.norm) !== 'request' || spares.test(clause.norm)
    ? []
    : [...objectsOf(clause).meant].map((at) => clause.tokens[at]!.raw);

const everyOne = /(?<![^ ])(?:everything|all|every|each)(?![^ ])/;
const isUnread = ({ commands, slots, more, names }: Item): boolean =>
  [commands, slots, more, names].every((one) => one === undefined);
const withoutSource = (command: Command): string => JSON.stringify({ ...command, source: undefined });
/** "pause everything but let Docs have 20": all that was done to it was said of all. */
const isOneOfAll = (own: Command[], commands: Command[]): boolean =>
  own.every((command) =>
    commands.some((other) => !own.includes(other) && withoutSource(other) === withoutSource(command)),
  );

const most = 20;

/** The commands of a message that changes something, and a word on each source that it names and does nothing to. */
export const withUnheard = (text: string, view: View, commands: Command[]): Command[] => {
  if (view.secret_input || !commands.some((one) => isChange(one) || one.command === 'register'))
    return commands;
  const message = tokenise(text);
  const named = namedIn(commands);
  const tools = unheardTools(message, named);
  const names = [...new Set([...tools, ...unheardSources(message, view, commands, named)])].slice(0, most);
  return names.length === 0 ? commands : [...commands, { command: 'help', topic: 'unheard', names }];
};

/** A configuration or a command line has names of its own. */
const isPasted = /[{}]|\s--?[a-z]|\bmcp add\b|=/i;
/** "cap it at 5, without get_page": a tool that is named, and that nothing came of. */
const unheardTools = ({ tokens, text }: Phrase, named: string[]): string[] => {
  if (isPasted.test(text)) return [];
  const heard = named.map((name) => name.toLowerCase());
  return tokens
    .filter(
      ({ kind, raw }) =>
        kind === 'tool' && raw.includes('_') && !heard.some((name) => name.includes(raw.toLowerCase())),
    )
    .map(({ raw }) => raw);
};

const unheardSources = (message: Phrase, view: View, commands: Command[], named: string[]): string[] => {
  if (takesBack.test(message.norm) || !commands.some(isChange)) return [];
  const idsOf = (name: string) => sourcesCalled(name, view.sources).map((source) => source.data_source_id);
  const heard = new Set(named.flatMap(idsOf));
  const isHeard = (name: string): boolean =>
    named.some((other) => other.toLowerCase().includes(name.toLowerCase())) ||
    idsOf(name).some((id) => heard.has(id));
  const clauses = clausesOf(message, view);
  const isOfAll = (name: string, clause: Phrase): boolean => {
    const own = commands.filter((one) => 'source' in one && one.source?.toLowerCase() === name.toLowerCase());
    return isOneOfAll(own, commands) && isUnread(readClause(clause, view, clauses.length));
  };
  const ofAll = everyOne.test(message.norm);
  return clauses.flatMap((clause) =>
    askedOf(clause).filter((name) => !isHeard(name) || (ofAll && isOfAll(name, clause))),
  );
};
