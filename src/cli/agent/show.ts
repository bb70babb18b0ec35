import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findAgent } from '../find-agent.ts';
import { agentText } from './fields.ts';

export const showCommand = define<InSandbox>({
  usage: 'show <slug>',
  about: 'Show an agent.',
  example: 'concierge agent show support',
  options: [sandboxOption],
  run: async (work, { sandbox }, slug = '') => {
    const { agent } = await findAgent(work, slug, sandbox);
    return { text: agentText(agent), json: agent };
  },
});
