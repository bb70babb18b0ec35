import { z } from 'zod';
import { getAgent } from '../../agents/get.ts';
import { findSandbox } from './find.ts';
import { tool } from './tool.ts';

export const listAgentToolsTool = tool({
  name: 'list_agent_tools',
  description:
    'Lists the tools an agent can call right now, by their callable names, and why others are missing. Without an agent: those of the whole sandbox.',
  read_only: true,
  input: z.strictObject({ agent: z.string().optional().describe('slug'), sandbox: z.string().optional() }),
  async run(context, { agent: slug, sandbox }) {
    const { deps, caller } = context;
    const { sandbox_id } = await findSandbox(context, sandbox);
    const resolution =
      slug === undefined
        ? await deps.catalog.resolveSandbox(caller, sandbox_id)
        : await deps.catalog.resolveAgent(caller, await getAgent(deps, caller, { sandbox_id, slug }));
    const tools = resolution.tools.map(({ name, source_name, description, status }) => ({
      name,
      source: source_name,
      description,
      status,
    }));
    return {
      ...(slug === undefined ? {} : { agent: slug }),
      tools,
      count: tools.length,
      trace: resolution.trace,
    };
  },
});
