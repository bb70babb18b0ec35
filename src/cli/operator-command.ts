import { visibleText } from '../domain/text.ts';
import type { AddCommand, Answer, CommandDescriptor } from './command.ts';
import type { Operator } from './operator.ts';

type Descriptor<Options> = Omit<CommandDescriptor<Options>, 'run'> & {
  run(operator: Operator, options: Options, ...args: string[]): Promise<Answer>;
};

/** A command that opens the store, does one thing, prints its answer and closes it. */
export const defineForOperator =
  <Options = object>({ usage, about, example, options = [], run }: Descriptor<Options>): AddCommand =>
  (parent, cli, settle) => {
    const command = parent.command(usage).description(about);
    for (const one of options) command.addOption(one);
    command.option('--json', 'print one JSON document');
    command.addHelpText('after', `\nExample:\n  ${example}`);
    command.action(async () => {
      const { json, ...given } = command.opts<Options & { json?: true }>();
      const operator = await cli.openOperator();
      try {
        const answer = await run(operator, given as Options, ...command.args);
        const shown = json ? JSON.stringify(answer.json, null, 2) : visibleText(answer.text);
        cli.terminal.output.write(`${shown}\n`);
        settle(answer.failed ? 1 : 0);
      } finally {
        await operator.close();
      }
    });
  };
