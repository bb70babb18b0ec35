import { z } from 'zod';
import { deleteSource } from '../../sources/delete.ts';
import { presentSource } from '../../sources/present.ts';
import { revokeSource } from '../../sources/revoke.ts';
import { findSource } from './find.ts';
import { tool } from './tool.ts';

export const revokeUserMcpSourceTool = tool({
  name: 'revoke_user_mcp_source',
  description:
    'Revokes a registered MCP server: its credential is destroyed and its tools are gone. Cannot be undone. With `discard` the entry itself is deleted too.',
  read_only: false,
  input: z.strictObject({
    source: z.string().describe('data_source_id'),
    discard: z.literal(true).optional(),
  }),
  async run(context, input) {
    const { sandbox_id, data_source_id } = await findSource(context, input.source);
    const place = { sandbox_id, data_source_id, ...context.expecting };
    // Each is one commit: a crash, or replicas that are away, leave no half of it.
    const take = input.discard ? deleteSource : revokeSource;
    return presentSource(await take(context.deps, context.caller, place));
  },
});
