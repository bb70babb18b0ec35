import { presentSource } from '../../sources/present.ts';
import { resumeSource } from '../../sources/resume.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSource } from '../find-source.ts';

export const resumeCommand = define<InSandbox>({
  usage: 'resume <source>',
  about: 'End a pause.',
  example: 'concierge source resume acme',
  options: [sandboxOption],
  run: async (work, { sandbox }, wanted = '') => {
    const source = await resumeSource(
      work.rooms.sources,
      work.caller,
      await findSource(work, wanted, sandbox),
    );
    return {
      text: `${source.name} is resumed and its status is ${source.status}.`,
      json: presentSource(source),
    };
  },
});
