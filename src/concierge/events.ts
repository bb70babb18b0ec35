import type { Caller } from '../domain/account.ts';
import type { Awaiting, FlowName, Option, Slots, TranscriptEntry } from '../domain/conversation.ts';
import type { Credential } from '../domain/credential.ts';
import type { Expecting } from '../domain/expected-version.ts';
import type { Trace } from '../domain/trace.ts';

/** What a client shows of a conversation's state; the last one of a turn is final. */
export type FlowState = {
  version: number;
  flow: FlowName | null;
  awaiting: Awaiting | null;
  slots: Slots;
  options: Option[];
  secret_input: boolean;
  interrupted: { flow: FlowName; label: string }[];
};

export type Usage = { tokens_in: number; tokens_out: number };

/** One frame of a turn, in the order that interfaces.md gives: `run_started` first, a finish or an error last. */
export type TurnEvent =
  | { event: 'run_started'; data: { run_id: string; session_id: string } }
  | { event: 'user_message'; data: { text: string } }
  | { event: 'agent_text_delta'; data: { text: string } }
  | {
      event: 'agent_tool_call';
      data: { call_id: string; name: string; arguments: Record<string, unknown> };
    }
  | {
      event: 'agent_tool_result';
      data: { call_id: string; name: string; result: unknown; error?: string };
    }
  | { event: 'flow_state'; data: FlowState }
  | {
      event: 'agent_finish';
      data: {
        stop_reason: 'end_turn' | 'cancelled';
        session_id: string;
        usage: Usage;
        run_id: string;
      };
    }
  | { event: 'agent_error'; data: { message: string; type: string; run_id: string } };

export type TurnInput =
  /** `echo`: a `user_message` gives back the text as it is kept, without its secrets, before it is interpreted. */
  | { kind: 'message'; text: string; echo?: boolean }
  | { kind: 'credential'; value: Credential }
  /** An option's id or label; `version` is that of the `flow_state` that showed it. */
  | { kind: 'reply'; id: string; version?: number };

export type TurnRequest = Expecting & {
  sandbox_id: string;
  /** Left out: a fresh conversation. */
  session_id?: string;
  input: TurnInput;
  /** Aborted when the client is gone: no effect starts after that. */
  signal: AbortSignal;
  /** Of the request that asked, for the log. */
  trace?: Trace;
};

/** `events` must be read to its end, also when nobody listens any more: what has begun is finished there. */
export type Turn = { run_id: string; session_id: string; events: AsyncIterable<TurnEvent> };

/** What may be told of a turn that ended: how much it did and how it ended, nothing that was said. */
export type EndedTurn = Usage & {
  trace: Trace | undefined;
  run_id: string;
  session_id: string;
  user_id: string;
  input: TurnInput['kind'];
  outcome: 'succeeded' | 'cancelled' | 'failed';
  /** As the turn left them; null too when it failed. */
  flow: FlowName | null;
  awaiting: Awaiting | null;
  /** How many commands the message came to. */
  commands: number;
  /** Names of the Concierge's own tools. */
  tools: string[];
  ms: number;
};

export type SessionSummary = {
  session_id: string;
  flow: FlowName | null;
  awaiting: Awaiting | null;
  title: string;
  updated_at: string;
};

export type SessionView = FlowState & {
  session_id: string;
  transcript: TranscriptEntry[];
  /** A turn has the conversation: its answer is not in here yet. */
  busy: boolean;
};

/** The conversation, as every edge sees it. */
export interface Concierge {
  /** Rejects with `ConciergeError` (`validation`, `not_found`, `conflict`, `precondition_failed`) before any event. */
  beginTurn(caller: Caller, request: TurnRequest): Promise<Turn>;
  /** Newest first. Errors: `not_found` for the sandbox. */
  listSessions(caller: Caller, sandbox_id: string): Promise<SessionSummary[]>;
  /** Nothing secret in it. Errors: `not_found`. */
  getSession(caller: Caller, sandbox_id: string, session_id: string): Promise<SessionView>;
}
