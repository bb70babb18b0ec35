import { answerOf } from '../../client/client.ts';
import { aSource } from '../api.ts';
import { define, type InSandbox, sandboxOption, type WithYes, yesOption } from '../command.ts';
import { confirm, declined } from '../confirm.ts';
import { findSource } from '../find-source.ts';

export const revokeCommand = define<InSandbox & WithYes>({
  usage: 'revoke <source>',
  about:
    'Forget a source: its credential is destroyed and no agent has its tools. Your server keeps running.',
  example: 'concierge source user-mcp revoke acme --yes',
  options: [yesOption, sandboxOption],
  run: async (work, { sandbox, yes }, wanted = '') => {
    const { source, param } = await findSource(work, wanted, sandbox);
    if (!(await confirm(work, yes, `Revoke ${source.name} and destroy its credential?`))) return declined;
    const json = await answerOf(aSource(work.client)['user-mcp'].revoke.$post({ param }));
    return {
      text: `${json.name} is revoked: its credential is destroyed and no agent has its tools.`,
      json,
    };
  },
});
