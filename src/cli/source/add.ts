import { answerOf } from '../../client/client.ts';
import { inSandbox } from '../api.ts';
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
    const auth_kind = authKind(options) ?? 'none';
    if (auth_kind === 'header_token' && header === undefined)
      throw usageError('Say which header the credential goes into: --header X-Api-Key');
    const { sandbox_id } = await findSandbox(work, sandbox);
    const wantsToken = auth_kind !== 'none' || options.tokenStdin === true;
    const token = wantsToken ? await readToken(work, options.tokenStdin) : undefined;
    const json = {
      name,
      base_url: url,
      auth_kind,
      auth_header: header,
      app_namespace: namespace,
      token: token?.reveal(),
    };
    const registering = inSandbox(work.client).sources['user-mcp'].$post({ param: { sandbox_id }, json });
    return checkedAnswer(await work.waiting('Checking the server', answerOf(registering)));
  },
});
