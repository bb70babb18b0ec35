export const runStatuses = ['pending', 'running', 'succeeded', 'failed', 'timeout', 'cancelled'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** One call that a run made. */
export type ToolUse = { name: string; is_error: boolean; duration_ms: number };

/** One run of an agent, as stored. Nothing in it is secret; `output_text` is the model's. */
export type Run = {
  run_id: string;
  user_id: string;
  sandbox_id: string;
  agent_id: string;
  agent_version: number;
  status: RunStatus;
  /** The text of the model's last message: the answer of a run that succeeded. */
  output_text: string;
  tokens_in: number;
  tokens_out: number;
  /** Null until it has ended, as is `finished_at`. */
  duration_ms: number | null;
  error_message: string | null;
  started_at: string;
  finished_at: string | null;
  /** The conversation it belongs to: pass it as `session_id` to go on. */
  provider_session_id: string;
  /** The catalog's trace; null when the run ended before its tools were resolved. */
  tool_resolution_trace: Record<string, unknown> | null;
  tools_called: ToolUse[];
};

/** One frame of a run: `run_started` first, a finish or an error last. */
export type RunEvent =
  | { event: 'run_started'; data: { run_id: string; session_id: string } }
  | { event: 'agent_text_delta'; data: { text: string } }
  | {
      event: 'agent_tool_call';
      data: { call_id: string; name: string; arguments: Record<string, unknown> };
    }
  | { event: 'agent_tool_result'; data: { call_id: string; name: string; result: unknown; error?: string } }
  | {
      event: 'agent_finish';
      data: {
        stop_reason: 'end_turn' | 'cancelled';
        session_id: string;
        usage: { tokens_in: number; tokens_out: number };
        run_id: string;
      };
    }
  | { event: 'agent_error'; data: { message: string; type: string; run_id: string } };
