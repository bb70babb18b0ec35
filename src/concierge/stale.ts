import { advance } from './advance.ts';
import type { Conversation } from './conversation.ts';
import { type Flow, type FlowEvent, stepFlow } from './flow.ts';
import { say } from './reply.ts';
import { dropStagedCredential, hasStagedCredential, stagedLifetimeMs } from './staged-credential.ts';
import { conversationOf, type Emissions, type TurnState, utter } from './turn-state.ts';

const lost: FlowEvent = { type: 'credential.lost' };

/** True for a flow that holds a credential which is not yet its source's. */
const holdsStaged = (flow: Flow): boolean => {
  if (flow.name === 'register')
    return (
      flow.context.doubted ||
      (flow.context.slots.has_credential === true && flow.context.slots.source === undefined)
    );
  return flow.name === 'update' && (flow.context.doubted || flow.context.has_credential);
};

const isStale = ({ updated_at }: Conversation, now: Date): boolean =>
  now.getTime() - Date.parse(updated_at) >= stagedLifetimeMs;

/** A conversation left alone for 30 minutes keeps its slots and loses its staged credentials, and says so. */
export async function* expireStaged(turn: TurnState): Emissions {
  const conversation = conversationOf(turn);
  const { deps } = turn;
  const flows = [...conversation.parked, ...(conversation.flow ? [conversation.flow] : [])].filter(
    holdsStaged,
  );
  if (flows.length === 0) return;
  const stale = isStale(conversation, deps.now());
  let told = false;
  for (const flow of flows) {
    if (!stale && (await hasStagedCredential(deps, conversation, flow))) continue;
    await dropStagedCredential(deps, conversation, flow);
    if (!told) yield utter(say('credential.expired'));
    told = true;
    if (flow === conversation.flow) yield* advance(turn, lost);
    else
      conversation.parked = conversation.parked.map((one) =>
        one === flow ? (stepFlow(one, lost)?.flow ?? one) : one,
      );
  }
}
