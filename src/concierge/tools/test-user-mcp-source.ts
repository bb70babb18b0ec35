import { z } from 'zod';
import { checkSource } from '../../sources/check.ts';
import { presentSource } from '../../sources/present.ts';
import { findSource } from './find.ts';
import { tool } from './tool.ts';

export const testUserMcpSourceTool = tool({
  name: 'test_user_mcp_source',
  description: 'Checks the health of a registered MCP server: connects and lists its tools.',
  read_only: false,
  input: z.strictObject({ source: z.string().describe('data_source_id') }),
  async run(context, input) {
    const source = await findSource(context, input.source);
    return presentSource(await checkSource(context.deps, context.caller, source));
  },
});
