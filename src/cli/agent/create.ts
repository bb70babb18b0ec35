import { answerOf } from '../../client/client.ts';
import { inSandbox } from '../api.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';
import { type AgentOptions, agentInput, agentOptions, agentText } from './fields.ts';

const defaultPrompt = (name: string): string =>
  `You are ${name}. Use your tools to answer, and say so when they do not give you what you need.`;

export const createCommand = define<InSandbox & AgentOptions>({
  usage: 'create <slug>',
  about: 'Create an agent. It has the tools of every source in its sandbox, unless --allow names some.',
  example: 'concierge agent create support',
  options: [...agentOptions, sandboxOption],
  run: async (work, { sandbox, ...options }, slug = '') => {
    const { sandbox_id } = await findSandbox(work, sandbox);
    const { name = slug, system_prompt = defaultPrompt(name), ...rest } = agentInput(options);
    const json = { ...rest, slug, name, system_prompt };
    const agent = await answerOf(inSandbox(work.client).agents.$post({ param: { sandbox_id }, json }));
    return { text: agentText(agent), json: agent };
  },
});
