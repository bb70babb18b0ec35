import type { AddCommand } from './command.ts';

const example = `
Example:
  PORT=9000 concierge serve`;

export const serve: AddCommand = (parent, cli) => {
  parent
    .command('serve')
    .description('Serve the HTTP API, as `npm start` does, until it is stopped.')
    .addHelpText('after', example)
    .action(() => cli.serve());
};
