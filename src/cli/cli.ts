import { Command, CommanderError } from 'commander';
import { chat } from './chat.ts';
import type { AddCommand, Cli } from './command.ts';
import { serve } from './serve.ts';

const usageError = 2;

/**
 * Runs one command line, without the program's name. Resolves to the exit code: 0 done, 1 failed, 2 usage. What a
 * command throws is thrown.
 */
export const runCli = async (args: string[], cli: Cli): Promise<number> => {
  const { output, errors } = cli.terminal;
  let code = 0;
  const program = new Command('concierge')
    .description('Connect your own MCP server to your agents by talking.')
    .version(cli.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.write(text),
      writeErr: (text) => errors.write(text),
    });
  const add = (parent: Command, commands: AddCommand[]): void => {
    for (const one of commands)
      one(parent, cli, (settled) => {
        code = settled;
      });
  };
  add(program, [serve, chat]);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : usageError;
  }
};
