import { loggedFailure } from '../log.ts';
import { keys } from '../store/keys.ts';
import type { Change } from '../store/port.ts';
import { saveConversation } from './conversation.ts';
import type { Effect, Flow } from './flow.ts';
import { conversationOf, type TurnState } from './turn-state.ts';

/** A running effect shows a sign of life this often, in ms; without one for `beatLifetimeMs` its process is gone. */
const beatEveryMs = 1000;
export const beatLifetimeMs = 3000;

/** One registration a flow: the key of its effect is what makes a second attempt find the first one's source. */
export const effectKey = (session_id: string, flow: Flow, kind: string): string =>
  `${session_id}.${flow.number}.${kind}`;

const beatKey = (turn: TurnState): string => {
  const { user_id, session_id } = conversationOf(turn);
  return keys.sessionBeat(user_id, session_id);
};

/** Ends the signs of life: part of the commit that saves the outcome, so that nobody takes the effect for lost. */
export const endOfBeat = (turn: TurnState): Change => ({ key: beatKey(turn), value: undefined });

/**
 * Records an effect before it runs, with the state that asked for it, and shows signs of life while it runs.
 * `end()` stops showing them; the record goes with the next save of the conversation.
 * Errors: `conflict` when another turn came first.
 */
export const writeAhead = async (
  turn: TurnState,
  flow: Flow,
  { kind, params }: Effect,
): Promise<{ key: string; end(): void }> => {
  const { store, log, now } = turn.deps;
  const conversation = conversationOf(turn);
  const key = effectKey(conversation.session_id, flow, kind);
  const beat: Change = { key: beatKey(turn), value: turn.run_id, ttl_ms: beatLifetimeMs };
  conversation.effect = { key, kind, params, begun_at: now().toISOString() };
  await saveConversation(store, turn.stored, [beat]);
  const timer = setInterval(() => {
    store
      .commit([beat])
      .catch((error: unknown) =>
        log.warn({ failure: loggedFailure(error) }, 'a sign of life was not written'),
      );
  }, beatEveryMs);
  return {
    key,
    end: () => {
      clearInterval(timer);
      conversation.effect = null;
    },
  };
};
