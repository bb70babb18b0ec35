import { advance } from './advance.ts';
import { isDoubted } from './conversation.ts';
import { stepFlow } from './flow.ts';
import type { Heard } from './hear.ts';
import { say } from './reply.ts';
import { stageCredential } from './staged-credential.ts';
import { conversationOf, type Emissions, type TurnState, utter } from './turn-state.ts';

/** Gives the open flow the credential of this message, sealed; one that nothing can take is dropped, with a word. */
export async function* takeCredential(turn: TurnState, { credential, problem, kind }: Heard): Emissions {
  if (!credential || turn.signal.aborted) return;
  const conversation = conversationOf(turn);
  const { flow } = conversation;
  const event = {
    type: kind === 'doubtful' ? ('credential.doubted' as const) : ('credential.given' as const),
  };
  if (!flow || !stepFlow(flow, event)) return yield utter(say('credential.not_needed'));
  if (problem) {
    yield utter(problem);
    yield* advance(turn, { type: 'slot.refused' });
    return;
  }
  await stageCredential(turn.deps, conversation, flow, credential);
  if (!isDoubted(flow) && kind !== 'doubtful') yield utter(say('credential.received'));
  yield* advance(turn, event);
}
