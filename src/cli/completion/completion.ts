import { Argument } from 'commander';
import type { AddCommand } from '../command.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { commandTree } from './tree.ts';
import { zshCompletion } from './zsh.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };
type Shell = keyof typeof scripts;

const example = `
Examples:
  eval "$(concierge completion bash)"
  concierge completion fish > ~/.config/fish/completions/concierge.fish`;

export const completion: AddCommand = (parent, { terminal }) => {
  const command = parent
    .command('completion')
    .description('Print a script that completes commands and options in your shell.')
    .addArgument(new Argument('<shell>', 'yours').choices(Object.keys(scripts)))
    .option('--json', 'print one JSON document')
    .addHelpText('after', example);
  command.action((shell: Shell) => {
    const script = scripts[shell](commandTree(parent));
    const { json } = command.opts<{ json?: true }>();
    terminal.output.write(json ? `${JSON.stringify({ shell, script }, null, 2)}\n` : script);
  });
};
