import { z } from 'zod';
import { getAgent } from '../../agents/get.ts';
import { presentAgent } from '../../agents/present.ts';
import { tool } from './tool.ts';

export const getAgentTool = tool({
  name: 'get_agent',
  description: 'Shows one agent of the sandbox.',
  read_only: true,
  input: z.strictObject({ agent: z.string().describe('slug') }),
  run: async ({ deps, caller, sandbox_id }, { agent }) =>
    presentAgent(await getAgent(deps, caller, { sandbox_id, slug: agent })),
});
