import type { FailureCause } from '../domain/health.ts';

/** One sentence per cause, each with its next step; `health_error` shows it. `status` is an HTTP status or JSON-RPC code. */
export const sentences: Record<FailureCause, (status: string) => string> = {
  name_not_found: () => 'The name of your server was not found: check the spelling of the address.',
  connection_refused: () =>
    'The connection was refused: nothing listens at this address. Check that your server runs and that the port is right.',
  timed_out: () => 'Your server did not answer in time: check that it runs, then try again.',
  tls: () => 'The TLS certificate of your server was not accepted: check that it is valid for this name.',
  unauthorized: (status) => `Your server refused the credential${status}: check it, or give a new one.`,
  not_found: () => 'There is no MCP endpoint at this path: check the path; many servers use /mcp.',
  web_page: () =>
    'This address answers with a web page instead of MCP: check the path; many servers use /mcp.',
  redirect: () => 'Your server redirects elsewhere: register the address it redirects to.',
  protocol_too_old: () =>
    'Your server speaks MCP of 2024-11-05, which is no longer supported: update it to Streamable HTTP.',
  protocol_unknown: () =>
    'This address does not answer with a revision of MCP that Concierge speaks: check the address, or update your server.',
  address_refused: () =>
    'This address may not be reached: use another address, or ask whoever runs Concierge.',
  no_tools: () => 'Your server offers no tools: add one, then check again.',
  server_error: (status) => `Your server answered with an error${status}: look into its log.`,
  too_large: () => 'The answer of your server is larger than allowed: make it smaller.',
  connection_lost: () => 'The connection to your server was lost before it answered: try again.',
  credential_missing: () => 'The credential of this source is missing: give it again.',
};

/** `unauthorized`, of a source that has no credential. */
export const credentialWanted =
  'Your server asks for a credential: choose bearer token or custom header, and give it.';

/** `connection_lost`, because the source was changed or the process ends; who hears it of a revoked one is told so. */
export const closedByUs =
  'Concierge closed the connection, because this source was changed or Concierge stops: try again.';

/** `address_refused`, of a server that says it is Concierge. */
export const gatewayOfOurs =
  'This is the gateway of a Concierge, which offers the tools of other servers: register those servers themselves.';
