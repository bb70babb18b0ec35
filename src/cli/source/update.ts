import { answerOf } from '../../client/client.ts';
import { aSource } from '../api.ts';
import { define, type InSandbox, option, sandboxOption, toolNames, wholeNumber } from '../command.ts';
import { findSource } from '../find-source.ts';
import { readToken } from '../read-token.ts';
import { usageError } from '../usage-error.ts';
import { authKindOf, type ConnectionOptions, connectionOptions } from './connection-options.ts';
import { checkedAnswer } from './present.ts';

type Options = InSandbox &
  ConnectionOptions & {
    name?: string;
    rotate?: true;
    allowedTools?: string[];
    allTools?: true;
    rateCap?: number;
  };

/** A credential is asked for when it is to be replaced, or when another scheme needs one. */
const wantsToken = ({ rotate, tokenStdin, auth }: Options): boolean =>
  rotate === true || tokenStdin === true || (auth !== undefined && auth !== 'none');

export const updateCommand = define<Options>({
  usage: 'update <source>',
  about: 'Change a source. A new address, scheme or credential is checked at once; a failed check is exit 1.',
  example: 'concierge source user-mcp update acme --token-stdin <new-token.txt',
  options: [
    option('--name <label>', 'another label'),
    ...connectionOptions,
    option('--rotate', 'replace the credential'),
    option('--allowed-tools <names>', 'only these, separated by commas, as the server names them').argParser(
      toolNames('To allow all of them, give --all-tools.'),
    ),
    option('--all-tools', 'all of its tools again').conflicts('allowedTools'),
    option('--rate-cap <number>', 'calls a minute').argParser(wholeNumber),
    sandboxOption,
  ],
  run: async (work, options, wanted = '') => {
    const { sandbox, ...changes } = options;
    if (Object.keys(changes).length === 0) throw usageError('Say what to change, such as --url or --rotate.');
    const { source, param } = await findSource(work, wanted, sandbox);
    const { auth, header } = options;
    if (wantsToken(options) && auth === undefined && source.adapter_config.auth_kind === 'none')
      throw usageError(
        `${source.name} takes no credential now. Say how it is to: --auth bearer, or --auth header.`,
      );
    const token = wantsToken(options) ? await readToken(work, options.tokenStdin) : undefined;
    const json = {
      name: options.name,
      base_url: options.url,
      auth_kind: auth === undefined ? undefined : authKindOf[auth],
      auth_header: header,
      app_namespace: options.namespace,
      allowed_tools: options.allTools ? null : options.allowedTools,
      rate_cap_per_minute: options.rateCap,
      token: token?.reveal(),
    };
    const changing = answerOf(aSource(work.client)['user-mcp'].$patch({ param, json }));
    return checkedAnswer(await work.waiting('Checking the server', changing));
  },
});
