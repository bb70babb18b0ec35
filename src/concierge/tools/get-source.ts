import { z } from 'zod';
import { presentSource } from '../../sources/present.ts';
import { findSource } from './find.ts';
import { tool } from './tool.ts';

export const getSourceTool = tool({
  name: 'get_source',
  description: 'Shows one registered MCP server: status, health and its tools.',
  read_only: true,
  input: z.strictObject({ source: z.string().describe('data_source_id') }),
  async run(context, input) {
    const source = await findSource(context, input.source);
    const tools = await context.deps.catalog.toolsOfSource(context.caller, source);
    return { ...presentSource(source), tools };
  },
});
