import { answerOf } from '../../client/client.ts';
import { inSandbox } from '../api.ts';
import { changed, define } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';

export const reactivateCommand = define({
  usage: 'reactivate <sandbox>',
  about: 'Make a suspended sandbox active again.',
  example: 'concierge sandbox reactivate staging',
  run: async (work, _, wanted) => {
    const { sandbox_id } = await findSandbox(work, wanted);
    return changed(await answerOf(inSandbox(work.client).reactivate.$post({ param: { sandbox_id } })));
  },
});
