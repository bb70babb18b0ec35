import { answerOf } from '../../client/client.ts';
import { anAgent, pathPart } from '../api.ts';
import { define, type InSandbox, option, sandboxOption } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';
import { usageError } from '../usage-error.ts';
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
    if (!allowAll && Object.keys(options).length === 0)
      throw usageError('Say what to change, such as --system-prompt or --allow.');
    const { sandbox_id } = await findSandbox(work, sandbox);
    const param = { sandbox_id, slug: pathPart(slug) };
    const json = agentInput(allowAll ? { ...options, allow: [] } : options);
    const agent = await answerOf(anAgent(work.client).$patch({ param, json }));
    return { text: agentText(agent), json: agent };
  },
});
