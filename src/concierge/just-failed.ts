import type { Source } from '../domain/source.ts';
import { conversationOf, type TurnState } from './turn-state.ts';

/** The source whose failed check the last answer told of, with nothing open since: what comes next may mend it. */
export const justFailed = (turn: TurnState): Source | undefined => {
  const { flow, about, transcript } = conversationOf(turn);
  const source = turn.facts.sources.find(({ data_source_id }) => data_source_id === about);
  const answered = transcript.findLast(({ role }) => role === 'concierge')?.text ?? '';
  const isTold = source?.health_error != null && answered.includes(source.health_error);
  return flow === null && isTold ? source : undefined;
};
