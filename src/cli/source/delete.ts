import { answerOf } from '../../client/client.ts';
import { aSource } from '../api.ts';
import { changed, define, type InSandbox, sandboxOption, type WithYes, yesOption } from '../command.ts';
import { confirm, declined } from '../confirm.ts';
import { findSource } from '../find-source.ts';

export const deleteCommand = define<InSandbox & WithYes>({
  usage: 'delete <source>',
  about: 'Remove a source with its credential, for good.',
  example: 'concierge source delete acme --yes',
  options: [yesOption, sandboxOption],
  run: async (work, { sandbox, yes }, wanted = '') => {
    const { source, param } = await findSource(work, wanted, sandbox);
    if (!(await confirm(work, yes, `Delete ${source.name} and its credential?`))) return declined;
    return changed(await answerOf(aSource(work.client).$delete({ param })));
  },
});
