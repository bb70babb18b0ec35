import type { Command } from 'commander';

export type KnownOption = {
  /** With its dashes. */
  flag: string;
  about: string;
  takesValue: boolean;
  /** The values it may have; empty: any. */
  values: string[];
};

/** One command or group as a person types it. */
export type KnownCommand = {
  /** The words behind the program's name, such as `source list`; empty for the program itself. */
  at: string;
  below: { name: string; about: string }[];
  options: KnownOption[];
  /** The values that its first argument may have; empty: any. */
  values: string[];
};

const optionsOf = (command: Command): KnownOption[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description, required, optional, argChoices = [] }) =>
      long ? [{ flag: long, about: description, takesValue: required || optional, values: argChoices }] : [],
    );

const belowOf = (command: Command): Command[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== 'help');

/** The program and everything below it, each command after the group it is in. */
export const commandTree = (command: Command, at = ''): KnownCommand[] => {
  const below = belowOf(command);
  const own: KnownCommand = {
    at,
    below: below.map((one) => ({ name: one.name(), about: one.summary() || one.description() })),
    options: optionsOf(command),
    values: command.registeredArguments[0]?.argChoices ?? [],
  };
  const inner = below.flatMap((one) => commandTree(one, at === '' ? one.name() : `${at} ${one.name()}`));
  return [own, ...inner];
};

/** Where the value of an option stands, such as `source list --status`, and what may stand there. */
export const optionValues = ({ at, options }: KnownCommand): { place: string; values: string[] }[] =>
  options
    .filter(({ takesValue }) => takesValue)
    .map(({ flag, values }) => ({ place: `${at} ${flag}`.trim(), values }));

/** A text between single quotes of a POSIX shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The first sentence, on one line. */
export const briefly = (about: string): string =>
  (/^.*?[.:](?=\s|$)/.exec(about)?.[0] ?? about).slice(0, 100);
