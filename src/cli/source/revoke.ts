import { presentRegistration } from '../../sources/present.ts';
import { revokeSource } from '../../sources/revoke.ts';
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
    const found = await findSource(work, wanted, sandbox);
    if (!(await confirm(work, yes, `Revoke ${found.name} and destroy its credential?`))) return declined;
    const source = await revokeSource(work.rooms.sources, work.caller, found);
    return {
      text: `${source.name} is revoked: its credential is destroyed and no agent has its tools.`,
      json: presentRegistration(source),
    };
  },
});
