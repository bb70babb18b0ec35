import { answerOf } from '../../client/client.ts';
import { inSandbox } from '../api.ts';
import { changed, define } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';

export const suspendCommand = define({
  usage: 'suspend <sandbox>',
  about: 'Suspend a sandbox: it can be read, and has no tools until it is reactivated.',
  example: 'concierge sandbox suspend staging',
  run: async (work, _, wanted) => {
    const { sandbox_id } = await findSandbox(work, wanted);
    return changed(await answerOf(inSandbox(work.client).suspend.$post({ param: { sandbox_id } })));
  },
});
