import { z } from 'zod';
import { sourceStatuses } from '../../domain/source.ts';
import { listSources } from '../../sources/list.ts';
import { presentSource } from '../../sources/present.ts';
import { findSandbox } from './find.ts';
import { tool } from './tool.ts';

export const listSourcesTool = tool({
  name: 'list_sources',
  description: 'Lists the registered MCP servers of a sandbox with their status.',
  read_only: true,
  input: z.strictObject({ sandbox: z.string().optional(), status: z.enum(sourceStatuses).optional() }),
  async run(context, { sandbox, status }) {
    const { sandbox_id, name } = await findSandbox(context, sandbox);
    const found = await listSources(context.deps, context.caller, {
      sandbox_id,
      ...(status === undefined ? {} : { status }),
    });
    const shown = status === undefined ? found.filter((source) => source.status !== 'disconnected') : found;
    return { sandbox: name, sources: shown.map(presentSource), count: shown.length };
  },
});
