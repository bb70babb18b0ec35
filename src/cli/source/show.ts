import { presentSource } from '../../sources/present.ts';
import { columns } from '../columns.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSource } from '../find-source.ts';
import { sourceText } from './present.ts';

export const showCommand = define<InSandbox>({
  usage: 'show <source>',
  about: 'Show a source, by id or label, and its tools.',
  example: 'concierge source show acme',
  options: [sandboxOption],
  run: async (work, { sandbox }, wanted = '') => {
    const source = await findSource(work, wanted, sandbox);
    const tools = await work.rooms.catalog.toolsOfSource(work.caller, source);
    const rows = tools.map(({ name, status, reason = '' }) => [name, status, reason]);
    return {
      text: [sourceText(source), ...(rows.length === 0 ? [] : ['', columns(rows)])].join('\n'),
      json: { ...presentSource(source), tools },
    };
  },
});
