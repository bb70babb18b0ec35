import { answerOf } from '../../client/client.ts';
import { aSource } from '../api.ts';
import { changed, define, type InSandbox, sandboxOption } from '../command.ts';
import { findSource } from '../find-source.ts';

export const resumeCommand = define<InSandbox>({
  usage: 'resume <source>',
  about: 'End a pause.',
  example: 'concierge source resume acme',
  options: [sandboxOption],
  run: async (work, { sandbox }, wanted = '') => {
    const { param } = await findSource(work, wanted, sandbox);
    return changed(await answerOf(aSource(work.client).resume.$post({ param })));
  },
});
