import { presentSource } from '../../sources/present.ts';
import { updateSource } from '../../sources/update.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSource } from '../find-source.ts';

export const renameCommand = define<InSandbox>({
  usage: 'rename <source> <label>',
  about: 'Give a source another label; its tools are then named after it.',
  example: 'concierge source rename acme "Acme docs"',
  options: [sandboxOption],
  run: async (work, { sandbox }, wanted = '', name = '') => {
    const { sandbox_id, data_source_id } = await findSource(work, wanted, sandbox);
    const source = await updateSource(work.rooms.sources, work.caller, { sandbox_id, data_source_id, name });
    return {
      text: `It is ${source.name} now; its tools are named \`${source.namespace}__…\`.`,
      json: presentSource(source),
    };
  },
});
