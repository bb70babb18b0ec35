import type { Credential } from '../domain/credential.ts';

/** What the first start prints: the key, and the one command to try with it. */
export const welcome = (api_key: Credential, sandbox_id: string, origin: string): string =>
  [
    '',
    `Your API key, shown only now:  ${api_key.reveal()}`,
    `Your sandbox \`default\`:        ${sandbox_id}`,
    '',
    'Try it:',
    `  curl -N ${origin}/api/v1/storage/sandboxes/${sandbox_id}/concierge/chat \\`,
    `    -H 'Authorization: Bearer ${api_key.reveal()}' -H 'Content-Type: application/json' \\`,
    `    -d '{"message": "add my MCP server at https://mcp.example.com/mcp"}'`,
    '',
  ].join('\n');
