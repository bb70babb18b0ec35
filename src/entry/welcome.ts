import type { Credential } from '../domain/credential.ts';

export type FirstStart = {
  origin: string;
  sandbox_id: string;
  /** The key that was drawn; null when the operator chose it and so has it. */
  drawnKey: Credential | null;
};

/** What the first start prints: the key, and the one command to try with it. */
export const welcome = ({ origin, sandbox_id, drawnKey }: FirstStart): string =>
  [
    '',
    drawnKey === null
      ? 'Your API key is the one in CONCIERGE_API_KEY.'
      : `Your API key, shown only now:  ${drawnKey.reveal()}`,
    `Your sandbox \`default\`:        ${sandbox_id}`,
    '',
    'Try it:',
    `  curl -N ${origin}/api/v1/storage/sandboxes/${sandbox_id}/concierge/chat \\`,
    `    -H "Authorization: Bearer ${drawnKey?.reveal() ?? '$CONCIERGE_API_KEY'}" \\`,
    `    -H "Content-Type: application/json" \\`,
    `    -d '{"message": "add my MCP server at https://mcp.example.com/mcp"}'`,
    '',
  ].join('\n');
