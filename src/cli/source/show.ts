import { answerOf } from '../../client/client.ts';
import { aSource } from '../api.ts';
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
    const { param } = await findSource(work, wanted, sandbox);
    const json = await answerOf(aSource(work.client).$get({ param }));
    const rows = json.tools.map(({ name, status, reason = '' }) => [name, status, reason]);
    return {
      text: [sourceText(json), ...(rows.length === 0 ? [] : ['', columns(rows)])].join('\n'),
      json,
    };
  },
});
