import { presentAgent } from '../../agents/present.ts';
import { updateAgent } from '../../agents/update.ts';
import { define, type InSandbox, option, sandboxOption } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';
import { type AgentOptions, agentInput, agentOptions, agentText } from './fields.ts';

export const updateCommand = define<InSandbox & AgentOptions & { allowAll?: true }>({
  usage: 'update <slug>',
  about: 'Change an agent.',
  example: 'concierge agent update support --allow acme__search_docs,acme__get_page',
  options: [
    ...agentOptions,
    option('--allow-all', 'let it use every tool again').conflicts('allow'),
    sandboxOption,
  ],
  run: async (work, { sandbox, allowAll, ...options }, slug = '') => {
    const { sandbox_id } = await findSandbox(work, sandbox);
    const agent = await updateAgent(work.rooms.agents, work.caller, {
      ...agentInput(allowAll ? { ...options, allow: [] } : options),
      sandbox_id,
      slug,
    });
    return { text: agentText(agent), json: presentAgent(agent) };
  },
});
