import { answerOf } from '../../client/client.ts';
import { aSource } from '../api.ts';
import { changed, define, type InSandbox, sandboxOption } from '../command.ts';
import { findSource } from '../find-source.ts';

export const pauseCommand = define<InSandbox>({
  usage: 'pause <source>',
  about: 'Take the tools of a source away from every agent until it is resumed.',
  example: 'concierge source pause acme',
  options: [sandboxOption],
  run: async (work, { sandbox }, wanted = '') => {
    const { param } = await findSource(work, wanted, sandbox);
    return changed(await answerOf(aSource(work.client).pause.$post({ param })));
  },
});
