import type { Run } from '../../domain/run.ts';

/** A run as outsiders see it: public fields, selected in. */
export const presentRun = (run: Run) => ({
  run_id: run.run_id,
  agent_id: run.agent_id,
  agent_version: run.agent_version,
  status: run.status,
  output_text: run.output_text,
  tokens_in: run.tokens_in,
  tokens_out: run.tokens_out,
  duration_ms: run.duration_ms,
  error_message: run.error_message,
  started_at: run.started_at,
  finished_at: run.finished_at,
  provider_session_id: run.provider_session_id,
  tool_resolution_trace: run.tool_resolution_trace,
  tools_called: run.tools_called,
});
