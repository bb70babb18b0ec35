import type { AddCommand } from './command.ts';

const about = `Serve the Concierge's own tools over MCP on standard input and output.

For MCP clients such as Claude Code. What cannot be undone asks first, and a
credential is given on a page that only you see. With CONCIERGE_URL and
CONCIERGE_API_KEY set it passes on to that server, else it works on the
embedded store.`;

const example = `
Example:
  claude mcp add concierge -- npx concierge mcp`;

export const mcp: AddCommand = (parent, cli) => {
  parent
    .command('mcp')
    .summary("Serve the Concierge's own tools over MCP on standard input and output.")
    .description(about)
    .addHelpText('after', example)
    .action(() => cli.mcp());
};
