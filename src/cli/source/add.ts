import { registerSource } from '../../sources/register.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';
import { readToken } from '../read-token.ts';
import { usageError } from '../usage-error.ts';
import { authKind, type ConnectionOptions, connectionOptions } from './connection-options.ts';
import { checkedAnswer } from './present.ts';

export const addCommand = define<InSandbox & ConnectionOptions>({
  usage: 'add <label>',
  about: 'Register an MCP server and check its health. A failed check leaves it in `error` (exit 1).',
  example:
    'concierge source user-mcp add acme --url https://mcp.acme.com/mcp --auth bearer --token-stdin <token.txt',
  options: [...connectionOptions, sandboxOption],
  run: async (work, options, name = '') => {
    const { url, header, namespace, sandbox } = options;
    if (url === undefined) throw usageError('Say where your server is: --url https://…');
    const { sandbox_id } = await findSandbox(work, sandbox);
    const auth_kind = authKind(options) ?? 'none';
    const wantsToken = auth_kind !== 'none' || options.tokenStdin === true;
    const source = await registerSource(work.rooms.sources, work.caller, {
      sandbox_id,
      name,
      base_url: url,
      auth_kind,
      auth_header: header,
      app_namespace: namespace,
      token: wantsToken ? await readToken(work, options.tokenStdin) : undefined,
      signal: work.signal,
    });
    return checkedAnswer(source);
  },
});
