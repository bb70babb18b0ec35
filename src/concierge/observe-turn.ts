import type { EndedTurn, TurnEvent, TurnRequest, Usage } from './events.ts';
import { conversationOf, type TurnState } from './turn-state.ts';

type Noted = Omit<EndedTurn, 'commands' | 'ms' | keyof Usage>;

const note = (ended: Noted, { event, data }: TurnEvent): void => {
  if (event === 'agent_tool_call') ended.tools.push(data.name);
  if (event === 'flow_state') Object.assign(ended, { flow: data.flow, awaiting: data.awaiting });
  if (event === 'agent_finish') ended.outcome = data.stop_reason === 'end_turn' ? 'succeeded' : 'cancelled';
};

/** The events of a turn as they are; when the last one is read, `onTurn` is told how it ended. */
export async function* observedTurn(
  turn: TurnState,
  { input, trace }: TurnRequest,
  events: AsyncIterable<TurnEvent>,
): AsyncGenerator<TurnEvent> {
  const startedAt = performance.now();
  const ended: Noted = {
    trace,
    run_id: turn.run_id,
    session_id: conversationOf(turn).session_id,
    user_id: turn.caller.user_id,
    input: input.kind,
    outcome: 'failed',
    flow: null,
    awaiting: null,
    tools: [],
  };
  try {
    for await (const event of events) {
      note(ended, event);
      yield event;
    }
  } finally {
    const { commands, usage } = turn;
    const ms = Math.round(performance.now() - startedAt);
    turn.deps.onTurn?.({ ...ended, commands, ...usage, ms });
  }
}
