export { clientInfo as serverInfo } from '../upstream/client-info.ts';

export const instructions =
  'The tools of the MCP servers that are connected to this sandbox, named `<source>__<tool>`. They can change at any time: list them again when one is missing.';
