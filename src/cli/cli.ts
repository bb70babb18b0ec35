import { Command, CommanderError } from 'commander';
import { accountCommands } from './account/commands.ts';
import { agentCommands } from './agent/commands.ts';
import { apikeyCommands } from './apikey/commands.ts';
import { chat } from './chat.ts';
import type { AddCommand, Cli } from './command.ts';
import { completion } from './completion/completion.ts';
import { doctor } from './doctor/doctor.ts';
import { mcp } from './mcp.ts';
import { moveCommands } from './move/commands.ts';
import { sandboxCommands } from './sandbox/commands.ts';
import { serve } from './serve.ts';
import { sourceCommands, userMcpCommands } from './source/commands.ts';
import { isUsageError } from './usage-error.ts';
import { vaultCommands } from './vault/commands.ts';

const usageExit = 2;
/** Columns, where there is no terminal. */
const helpWidth = 80;
const example = `
Commands work on the store of this machine, in CONCIERGE_DATA_DIR (./.concierge),
or with CONCIERGE_URL and CONCIERGE_API_KEY on that server.

Examples:
  concierge chat
  concierge source user-mcp add acme --url https://mcp.acme.com/mcp --auth bearer
  concierge agent tools`;
const noSecrets =
  'A credential is never taken as an argument: leave it out to be asked for it, or give it on standard input with --token-stdin.\n';

/** The parser repeats what it does not understand, which may be a secret in the wrong place. */
const withoutValues = (text: string): string => {
  if (/^error: unknown option '--?(?:token|credential|secret|password|api-?key)\b/i.test(text))
    return noSecrets;
  return text
    .replace(/^(error: unknown option '[^=]*)=.*'/s, "$1'")
    .replace(/^(error: too many arguments .* but got \d+): .*/s, '$1.\n');
};

/** What is done with a server of one's own lies deeper than one looks for it first; the parser knows neighbours only. */
const withWholeName = (text: string, { commands }: Command): string =>
  text.replace(/(unknown command '([a-z]+)')(?:\n\(Did you mean [^)]*\))?/, (found, unknown, name) =>
    commands.some((own) => own.name() === name)
      ? `${unknown}\n(Did you mean concierge source user-mcp ${name}?)`
      : found,
  );

const buildProgram = (cli: Cli, settle: (code: number) => void): Command => {
  const { output, errors } = cli.terminal;
  const program = new Command('concierge')
    .description('Connect your own MCP server to your agents by talking.')
    .version(cli.version)
    .exitOverride()
    .showHelpAfterError('Add --help to see how it is used.')
    .configureOutput({
      writeOut: (text) => void output.write(text),
      writeErr: (text) => void errors.write(text),
      getOutHelpWidth: () => output.columns ?? helpWidth,
      getErrHelpWidth: () => errors.columns ?? helpWidth,
      outputError: (text, write) => write(withWholeName(withoutValues(text), userMcp)),
    })
    .addHelpText('after', example);
  const add = (parent: Command, commands: AddCommand[]): Command => {
    for (const addCommand of commands) addCommand(parent, cli, settle);
    return parent;
  };
  const group = (name: string, about: string): Command => program.command(name).description(about);

  add(program, [chat, serve, mcp, doctor]);
  const sources = add(
    group('source', 'List, show, rename, pause, resume and delete data sources.'),
    sourceCommands,
  );
  const userMcp = add(
    sources.command('user-mcp').description('Add, test, update and revoke MCP servers of your own.'),
    userMcpCommands,
  );
  add(group('agent', 'Manage agents, talk to them, list and call their tools.'), agentCommands);
  add(group('sandbox', 'Manage sandboxes, which keep dev, staging and prod apart.'), sandboxCommands);
  add(group('account', 'Create accounts.'), accountCommands);
  add(group('apikey', 'Manage keys for the HTTP API.'), apikeyCommands);
  add(group('vault', 'Move the stored credentials to another master key.'), vaultCommands);
  add(program, [...moveCommands, completion]);
  return program;
};

/**
 * Runs one command line, without the program's name. Resolves to the exit code: 0 done, 1 failed, 2 usage. What a
 * command throws otherwise is thrown.
 */
export const runCli = async (args: string[], cli: Cli): Promise<number> => {
  let code = 0;
  const program = buildProgram(cli, (settled) => {
    code = settled;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (isUsageError(error)) cli.terminal.errors.write(`${error.message}\n`);
    return error.exitCode === 0 ? 0 : usageExit;
  }
};
