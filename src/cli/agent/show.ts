import { getAgent } from '../../agents/get.ts';
import { presentAgent } from '../../agents/present.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';
import { agentText } from './fields.ts';

export const showCommand = define<InSandbox>({
  usage: 'show <slug>',
  about: 'Show an agent.',
  example: 'concierge agent show support',
  options: [sandboxOption],
  run: async (work, { sandbox }, slug = '') => {
    const { sandbox_id } = await findSandbox(work, sandbox);
    const agent = await getAgent(work.rooms.agents, work.caller, { sandbox_id, slug });
    return { text: agentText(agent), json: presentAgent(agent) };
  },
});
