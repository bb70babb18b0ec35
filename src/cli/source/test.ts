import { answerOf } from '../../client/client.ts';
import { aSource } from '../api.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSource } from '../find-source.ts';
import { checkedAnswer } from './present.ts';

export const testCommand = define<InSandbox>({
  usage: 'test <source>',
  about: "Check a source's health: connect and list its tools. A failed check is exit 1.",
  example: 'concierge source user-mcp test acme',
  options: [sandboxOption],
  run: async (work, { sandbox }, wanted = '') => {
    const { source, param } = await findSource(work, wanted, sandbox);
    const checking = answerOf(aSource(work.client)['user-mcp'].test.$post({ param }));
    return checkedAnswer(await work.waiting(`Checking ${source.name}`, checking));
  },
});
