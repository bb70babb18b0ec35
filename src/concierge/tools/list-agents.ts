import { z } from 'zod';
import { listAgents } from '../../agents/list.ts';
import { findSandbox } from './find.ts';
import { tool } from './tool.ts';

export const listAgentsTool = tool({
  name: 'list_agents',
  description: 'Lists the agents of a sandbox.',
  read_only: true,
  input: z.strictObject({ sandbox: z.string().optional() }),
  async run(context, { sandbox }) {
    const { sandbox_id, name } = await findSandbox(context, sandbox);
    const agents = (await listAgents(context.deps, context.caller, { sandbox_id })).map(
      ({ slug, name, description }) => ({ slug, name, description }),
    );
    return { sandbox: name, agents, count: agents.length };
  },
});
