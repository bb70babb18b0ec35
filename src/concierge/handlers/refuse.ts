import type { WordSlot } from '../../domain/conversation.ts';
import { advance } from '../advance.ts';
import type { Flow } from '../flow.ts';
import { say } from '../reply.ts';
import type { Refusal } from '../slot-rules.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';

const refusalsBeforeExample = 2;

/** Says why values are not taken. The open flow counts them: the second adds an example, the third hands over. */
export async function* refuse(turn: TurnState, refused: Refusal[]): Emissions {
  for (const { slot, detail } of refused) {
    yield utter(detail);
    yield* advance(turn, { type: 'slot.refused' });
    const { flow } = conversationOf(turn);
    const counts = flow?.name === 'register' || flow?.name === 'update';
    if (counts && flow.context.refusals === refusalsBeforeExample) yield utter(say(exampleOf(flow, slot)));
  }
}

/** A label has a default only while one registers. */
const exampleOf = ({ name }: Flow, slot: WordSlot) =>
  slot === 'name' && name === 'update' ? 'example.new_name' : (`example.${slot}` as const);
