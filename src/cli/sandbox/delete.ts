import { answerOf } from '../../client/client.ts';
import { inSandbox } from '../api.ts';
import { changed, define, type WithYes, yesOption } from '../command.ts';
import { confirm, declined } from '../confirm.ts';
import { findSandbox } from '../find-sandbox.ts';

export const deleteCommand = define<WithYes>({
  usage: 'delete <sandbox>',
  about: 'Delete a sandbox with its sources, credentials, agents and conversations.',
  example: 'concierge sandbox delete staging --yes',
  options: [yesOption],
  run: async (work, { yes }, wanted) => {
    const { sandbox_id, name } = await findSandbox(work, wanted);
    if (!(await confirm(work, yes, `Delete the sandbox ${name} with everything in it?`))) return declined;
    return changed(await answerOf(inSandbox(work.client).$delete({ param: { sandbox_id } })));
  },
});
