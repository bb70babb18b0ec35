import { z } from 'zod';
import { getRun } from '../../agents/runs/get.ts';
import type { Trace } from '../../catalog/port.ts';
import { findSandbox } from './find.ts';
import { tool } from './tool.ts';

export const getRunTraceTool = tool({
  name: 'get_run_trace',
  description:
    'Shows one run: how it ended, the tools it was given, why others were missing, and the tools it called.',
  read_only: true,
  input: z.strictObject({ run_id: z.string(), sandbox: z.string().optional() }),
  async run(context, { run_id, sandbox }) {
    const { sandbox_id } = await findSandbox(context, sandbox);
    const run = await getRun(context.deps, context.caller, { sandbox_id, run_id });
    return {
      run_id: run.run_id,
      agent_id: run.agent_id,
      agent_version: run.agent_version,
      status: run.status,
      error_message: run.error_message,
      started_at: run.started_at,
      duration_ms: run.duration_ms,
      tokens_in: run.tokens_in,
      tokens_out: run.tokens_out,
      tools_called: run.tools_called,
      // The floor of runs' rows does not know the catalog, which wrote it.
      trace: run.tool_resolution_trace as Trace | null,
    };
  },
});
