import type { Request } from './commands.ts';
import { conversationOf, type TurnState } from './turn-state.ts';

/** What an "undo" after this turn does: it takes back all that one message did, the latest first. */
export const rememberUndo = (turn: TurnState, request: Request): void => {
  const conversation = conversationOf(turn);
  const { undo, undo_also = [] } = conversation;
  conversation.undo_also = turn.did && undo ? [undo, ...undo_also] : undefined;
  conversation.undo = request;
  turn.did = true;
};
