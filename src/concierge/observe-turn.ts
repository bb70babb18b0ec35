import type { FlowName } from '../domain/conversation.ts';
import type { Trace } from '../domain/trace.ts';
import type { TurnEvent, TurnRequest } from './events.ts';
import { conversationOf, type TurnState } from './turn-state.ts';

/** What may be told of a turn that ended: how much it did and how it ended, nothing that was said. */
export type EndedTurn = {
  trace: Trace | undefined;
  run_id: string;
  session_id: string;
  user_id: string;
  input: TurnRequest['input']['kind'];
  outcome: 'succeeded' | 'cancelled' | 'failed';
  /** As the turn left them; null too when it failed. */
  flow: FlowName | null;
  awaiting: string | null;
  /** How many commands the message came to. */
  commands: number;
  /** Names of the Concierge's own tools. */
  tools: string[];
  tokens_in: number;
  tokens_out: number;
  ms: number;
};

const note = (ended: EndedTurn, { event, data }: TurnEvent): void => {
  if (event === 'agent_tool_call') ended.tools.push(data.name);
  if (event === 'flow_state') Object.assign(ended, { flow: data.flow, awaiting: data.awaiting });
  if (event === 'agent_finish')
    Object.assign(ended, {
      ...data.usage,
      outcome: data.stop_reason === 'end_turn' ? 'succeeded' : 'cancelled',
    });
};

/** The events of a turn as they are; when the last one is read, `onTurn` is told how it ended. */
export async function* observedTurn(
  turn: TurnState,
  { input, trace }: TurnRequest,
  events: AsyncIterable<TurnEvent>,
): AsyncGenerator<TurnEvent> {
  const startedAt = performance.now();
  const ended: EndedTurn = {
    trace,
    run_id: turn.run_id,
    session_id: conversationOf(turn).session_id,
    user_id: turn.caller.user_id,
    input: input.kind,
    outcome: 'failed',
    flow: null,
    awaiting: null,
    commands: 0,
    tools: [],
    tokens_in: 0,
    tokens_out: 0,
    ms: 0,
  };
  try {
    for await (const event of events) {
      note(ended, event);
      yield event;
    }
  } finally {
    turn.deps.onTurn?.({ ...ended, commands: turn.commands, ms: Math.round(performance.now() - startedAt) });
  }
}
