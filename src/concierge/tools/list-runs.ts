import { z } from 'zod';
import { listRuns } from '../../agents/runs/list.ts';
import { findSandbox } from './find.ts';
import { tool } from './tool.ts';

export const listRunsTool = tool({
  name: 'list_runs',
  description: 'Lists the latest runs of an agent, newest first; without an agent, of the whole sandbox.',
  read_only: true,
  input: z.strictObject({
    agent: z.string().optional().describe('slug'),
    limit: z.int().min(1).max(100).optional(),
    sandbox: z.string().optional(),
  }),
  async run(context, { agent: slug, limit, sandbox }) {
    const { sandbox_id } = await findSandbox(context, sandbox);
    const found = await listRuns(context.deps, context.caller, { sandbox_id, slug, limit });
    const runs = found.map(
      ({ run_id, agent_id, status, started_at, duration_ms, tokens_in, tokens_out, error_message }) => ({
        run_id,
        agent_id,
        status,
        started_at,
        duration_ms,
        tokens_in,
        tokens_out,
        error_message,
      }),
    );
    return { ...(slug === undefined ? {} : { agent: slug }), runs, count: runs.length };
  },
});
