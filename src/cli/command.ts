import { type Command, InvalidArgumentError, Option } from 'commander';
import { visibleText } from '../domain/text.ts';
import type { Inspection } from './doctor/finding.ts';
import type { OpenApi, OpenStore } from './doors.ts';
import { inWordsOfOptions } from './in-words-of-options.ts';
import { paint } from './paint.ts';
import { showProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** What the entry gives to every command. */
export type Cli = {
  terminal: Terminal;
  version: string;
  /** How this program is called here, such as `npx concierge`. */
  calledAs: string;
  openApi(): Promise<OpenApi>;
  /** Errors: `precondition_failed` when the commands work on a server. */
  openStore(): Promise<OpenStore>;
  /** Looks at what commands need. */
  inspect(): Promise<Inspection>;
  serve(): Promise<void>;
  mcp(): Promise<void>;
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

/** What the API answers to a change of state and to a delete. */
export const changed = (json: { success: boolean; message: string }): Answer => ({
  text: json.message,
  json,
});

type AtTerminal = {
  terminal: Terminal;
  signal: AbortSignal;
  /** Says at a terminal what is being waited for, if it takes long. */
  waiting<T>(what: string, work: Promise<T>): Promise<T>;
};
export type Work = OpenApi & AtTerminal;

export type CommandDescriptor<Options, Opened> = {
  /** Name and arguments, such as `show <source>`. */
  usage: string;
  about: string;
  example: string;
  options?: Option[];
  /** `args` holds the arguments in their order; a required one is there. */
  run(work: Opened & AtTerminal, options: Options, ...args: string[]): Promise<Answer>;
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

type Closable = { close(): Promise<void> };

/** A command that opens what it works on, does one thing, prints its answer and closes it. */
const defineOn =
  <Opened extends Closable>(open: (cli: Cli) => Promise<Opened>) =>
  <Options = object>(described: CommandDescriptor<Options, Opened>): AddCommand =>
  (parent, cli, settle) => {
    const { usage, about, example, options = [], run } = described;
    const { terminal, stopping } = cli;
    const command = parent.command(usage).description(about);
    for (const one of options) command.addOption(one);
    command.option('--json', 'print one JSON document');
    command.addHelpText('after', `\nExample:\n  ${example}`);
    command.action(async () => {
      const { json, ...given } = command.opts<Options & { json?: true }>();
      const opened = await open(cli);
      const waiting = <T>(what: string, work: Promise<T>): Promise<T> =>
        work.finally(showProgress(terminal, what));
      try {
        const work = { ...opened, terminal, signal: stopping.signal, waiting };
        const answer = await run(work, given as Options, ...command.args).catch((error: unknown) => {
          throw inWordsOfOptions(error);
        });
        const shown = json ? JSON.stringify(answer.json, null, 2) : paint(terminal, visibleText(answer.text));
        terminal.output.write(`${shown}\n`);
        settle(answer.failed ? 1 : 0);
      } finally {
        await opened.close();
      }
    });
  };

/** A command that speaks to the API. */
export const define = defineOn((cli) => cli.openApi());

/** A command of the operator, on the store itself. */
export const defineOnStore = defineOn((cli) => cli.openStore());

/** A command that looks at things before any of them is opened. */
export const defineDiagnosis = defineOn(async ({ inspect }: Cli) => ({
  inspect,
  close: async () => undefined,
}));
