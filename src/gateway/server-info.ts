/** How the gateway introduces itself; the version is the package's. */
export const serverInfo = { name: 'concierge', version: '0.1.0' };

export const instructions =
  'The tools of the MCP servers that are connected to this sandbox, named `<source>__<tool>`. They can change at any time: list them again when one is missing.';
