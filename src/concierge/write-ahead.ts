import { saveConversation } from './conversation.ts';
import type { Effect, Flow } from './flow.ts';
import { conversationOf, type TurnState } from './turn-state.ts';

/** One registration a flow: the key of its effect is what makes a second attempt find the first one's source. */
export const effectKey = (session_id: string, flow: Flow, kind: string): string =>
  `${session_id}.${flow.number}.${kind}`;

/**
 * Records an effect before it runs, with the state that asked for it. `end()` says that it has ended; the record goes
 * with the next save of the conversation. Errors: `conflict` when another turn came first.
 */
export const writeAhead = async (
  turn: TurnState,
  flow: Flow,
  { kind, params }: Effect,
): Promise<{ key: string; end(): void }> => {
  const conversation = conversationOf(turn);
  const key = effectKey(conversation.session_id, flow, kind);
  conversation.effect = { key, kind, params, begun_at: turn.deps.now().toISOString() };
  turn.began_effect = true;
  await saveConversation(turn.lock, turn.stored);
  return {
    key,
    end: () => {
      conversation.effect = null;
    },
  };
};
