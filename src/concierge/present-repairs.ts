import { advance } from './advance.ts';
import { slotsOf } from './conversation.ts';
import { type Flow, type FlowEvent, statePath, stepFlow } from './flow.ts';
import { say } from './reply.ts';
import { asShown } from './shown-source.ts';
import { dropStagedCredential } from './staged-credential.ts';
import { conversationOf, type Emissions, type TurnState, utter } from './turn-state.ts';

const isRepair = (flow: Flow): boolean => statePath(flow).startsWith('repair');

const sourceOf = ({ facts }: TurnState, flow: Flow) => {
  const { source } = slotsOf(flow);
  return facts.sources.find(({ data_source_id }) => data_source_id === source);
};

/** A repair works on its source as it is now: another request, or somebody elsewhere, may have changed it. */
export const refreshRepairs = (turn: TurnState): void => {
  const conversation = conversationOf(turn);
  const refreshed = (flow: Flow): Flow => {
    const source = isRepair(flow) ? sourceOf(turn, flow) : undefined;
    if (source === undefined) return flow;
    const event: FlowEvent = { type: 'source.refreshed', source: asShown(source) };
    return stepFlow(flow, event)?.flow ?? flow;
  };
  conversation.parked = conversation.parked.map(refreshed);
  if (conversation.flow) conversation.flow = refreshed(conversation.flow);
};

/** A repair has nothing left to do once its source passes its check; one that waits is given up with a word. */
export async function* endMended(turn: TurnState): Emissions {
  const conversation = conversationOf(turn);
  const isMended = (flow: Flow): boolean =>
    statePath(flow) === 'repair.choosing' && sourceOf(turn, flow)?.health_error === null;
  for (const flow of conversation.parked.filter(isMended)) {
    conversation.parked = conversation.parked.filter((one) => one !== flow);
    await dropStagedCredential(turn.deps, conversation, flow);
    yield utter(say('flow.mended', { name: sourceOf(turn, flow)?.name ?? '' }));
  }
  if (conversation.flow && isMended(conversation.flow)) yield* advance(turn, { type: 'check.passed' });
}
