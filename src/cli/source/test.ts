import { checkSource } from '../../sources/check.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSource } from '../find-source.ts';
import { checkedAnswer } from './present.ts';

export const testCommand = define<InSandbox>({
  usage: 'test <source>',
  about: "Check a source's health: connect and list its tools. A failed check is exit 1.",
  example: 'concierge source user-mcp test acme',
  options: [sandboxOption],
  run: async (work, { sandbox }, wanted = '') => {
    const { sandbox_id, data_source_id } = await findSource(work, wanted, sandbox);
    const ref = { sandbox_id, data_source_id, signal: work.signal };
    return checkedAnswer(await checkSource(work.rooms.sources, work.caller, ref));
  },
});
