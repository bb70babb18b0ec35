import { type Command, Option } from 'commander';
import type { OpenRooms } from './rooms.ts';
import type { Terminal } from './terminal.ts';

/** What the entry gives to every command. */
export type Cli = {
  terminal: Terminal;
  version: string;
  open(): Promise<OpenRooms>;
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

export type Work = OpenRooms & Pick<Cli, 'terminal'> & { signal: AbortSignal };

export type CommandOptions = { json?: true; sandbox?: string };

export type CommandDescriptor<Options> = {
  /** Name and arguments, such as `show <source>`. */
  usage: string;
  about: string;
  example: string;
  options?: Option[];
  run(work: Work, args: string[], options: Options & CommandOptions): Promise<Answer>;
};

/** Adds a command to its group; `settle` hears what it answered. */
export type AddCommand = (parent: Command, cli: Cli, settle: (code: number) => void) => void;

export const option = (flags: string, about: string): Option => new Option(flags, about);

/** For commands about what lies in a sandbox. */
export const sandboxOption = option('--sandbox <name or id>', 'the sandbox; default: the first active one');

const print = ({ output }: Terminal, { text, json }: Answer, asJson: boolean): void => {
  output.write(`${asJson ? JSON.stringify(json, null, 2) : text}\n`);
};

/** A command that opens the rooms, does one thing, prints its answer and closes them. */
export const define =
  <Options = object>(descriptor: CommandDescriptor<Options>): AddCommand =>
  (parent, cli, settle) => {
    const command = parent.command(descriptor.usage).description(descriptor.about);
    for (const one of descriptor.options ?? []) command.addOption(one);
    command.option('--json', 'print one JSON document');
    command.addHelpText('after', `\nExample:\n  ${descriptor.example}`);
    command.action(async () => {
      const options = command.opts<Options & CommandOptions>();
      const opened = await cli.open();
      try {
        const work = { ...opened, terminal: cli.terminal, signal: cli.stopping.signal };
        const answer = await descriptor.run(work, command.args, options);
        print(cli.terminal, answer, options.json === true);
        settle(answer.failed === true ? 1 : 0);
      } finally {
        await opened.close();
      }
    });
  };
