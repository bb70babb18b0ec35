import { pauseSource } from '../../sources/pause.ts';
import { presentSource } from '../../sources/present.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSource } from '../find-source.ts';

export const pauseCommand = define<InSandbox>({
  usage: 'pause <source>',
  about: 'Take the tools of a source away from every agent until it is resumed.',
  example: 'concierge source pause acme',
  options: [sandboxOption],
  run: async (work, { sandbox }, wanted = '') => {
    const source = await pauseSource(
      work.rooms.sources,
      work.caller,
      await findSource(work, wanted, sandbox),
    );
    return {
      text: `${source.name} is paused: no agent has its tools until you resume it.`,
      json: presentSource(source),
    };
  },
});
