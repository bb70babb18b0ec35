import { type Command, InvalidArgumentError, Option } from 'commander';
import { visibleText } from '../domain/text.ts';
import type { Operator } from './operator.ts';
import type { OpenRooms } from './rooms.ts';
import type { Terminal } from './terminal.ts';

/** What the entry gives to every command. */
export type Cli = {
  terminal: Terminal;
  version: string;
  open(): Promise<OpenRooms>;
  /** The store itself, for commands that are about all of it. */
  openOperator(): Promise<Operator>;
  serve(): Promise<void>;
  /** Aborted by SIGTERM and SIGINT. */
  stopping: AbortController;
};

/** What a command answers: for people, and with `--json` as one document. */
export type Answer = {
  text: string;
  json: unknown;
  /** True when it was done and did not succeed, such as a health check: exit 1. */
  failed?: boolean;
};

export type Work = OpenRooms & { terminal: Terminal; signal: AbortSignal };

export type CommandDescriptor<Options> = {
  /** Name and arguments, such as `show <source>`. */
  usage: string;
  about: string;
  example: string;
  options?: Option[];
  /** `args` holds the arguments in their order; a required one is there. */
  run(work: Work, options: Options, ...args: string[]): Promise<Answer>;
};

/** Adds a command to its group; `settle` hears how it ended. */
export type AddCommand = (parent: Command, cli: Cli, settle: (code: number) => void) => void;

export const option = (flags: string, about: string): Option => new Option(flags, about);

/** For commands about what lies in a sandbox. */
export const sandboxOption = option('--sandbox <name or id>', 'the sandbox; default: the first active one');
export type InSandbox = { sandbox?: string };

/** For commands that cannot be undone. */
export const yesOption = option('--yes', 'do not ask first');
export type WithYes = { yes?: true };

/** The value of an option that is a whole number; its bounds are judged by what it is for. */
export const wholeNumber = (text: string): number => {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};

/** The value of an option that is a list of tools; `orAll` says how to allow all of them instead. */
export const toolNames =
  (orAll: string) =>
  (text: string): string[] => {
    const names = text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    if (names.length === 0) throw new InvalidArgumentError(`Name at least one tool. ${orAll}`);
    return names;
  };

/** A command that opens the rooms, does one thing, prints its answer and closes them. */
export const define =
  <Options = object>({ usage, about, example, options = [], run }: CommandDescriptor<Options>): AddCommand =>
  (parent, cli, settle) => {
    const { terminal, stopping } = cli;
    const command = parent.command(usage).description(about);
    for (const one of options) command.addOption(one);
    command.option('--json', 'print one JSON document');
    command.addHelpText('after', `\nExample:\n  ${example}`);
    command.action(async () => {
      const { json, ...given } = command.opts<Options & { json?: true }>();
      const opened = await cli.open();
      try {
        const work: Work = { ...opened, terminal, signal: stopping.signal };
        const answer = await run(work, given as Options, ...command.args);
        const shown = json ? JSON.stringify(answer.json, null, 2) : visibleText(answer.text);
        terminal.output.write(`${shown}\n`);
        settle(answer.failed ? 1 : 0);
      } finally {
        await opened.close();
      }
    });
  };
