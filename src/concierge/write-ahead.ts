import { keys } from '../store/keys.ts';
import { saveConversation } from './conversation.ts';
import type { Effect, Flow } from './flow.ts';
import { conversationOf, type TurnState } from './turn-state.ts';

/** A running effect shows a sign of life this often, in ms; without one for `beatLifetimeMs` its process is gone. */
const beatEveryMs = 1000;
export const beatLifetimeMs = 3000;

/** One registration a flow: the key of its effect is what makes a second attempt find the first one's source. */
export const effectKey = (session_id: string, flow: Flow, kind: string): string =>
  `${session_id}.${flow.number}.${kind}`;

/**
 * Records an effect before it runs, with the state that asked for it, and keeps a sign of life in the store while
 * it runs. `end()` stops that; the record itself goes with the next save of the conversation.
 * Errors: `conflict` when another turn came first.
 */
export const writeAhead = async (
  turn: TurnState,
  flow: Flow,
  { kind, params }: Effect,
): Promise<{ key: string; end(): Promise<void> }> => {
  const { store, log } = turn.deps;
  const conversation = conversationOf(turn);
  const key = effectKey(conversation.session_id, flow, kind);
  const beat = {
    key: keys.sessionBeat(conversation.user_id, conversation.session_id),
    value: turn.run_id,
    ttl_ms: beatLifetimeMs,
  };
  await store.commit([beat]);
  conversation.effect = { key, kind, params, begun_at: turn.deps.now().toISOString() };
  await saveConversation(store, turn.stored);
  const timer = setInterval(() => {
    store
      .commit([beat])
      .catch((error: unknown) => log.warn({ error: String(error) }, 'a sign of life was not written'));
  }, beatEveryMs);
  return {
    key,
    end: async () => {
      clearInterval(timer);
      conversation.effect = null;
      await store.commit([{ key: beat.key, value: undefined }]);
    },
  };
};
