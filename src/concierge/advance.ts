import type { FlowName } from '../domain/conversation.ts';
import type { Command } from './commands.ts';
import { flowLabel, holdsCredential, isDoubted, serverLabel, slotsOf } from './conversation.ts';
import { runEffect } from './effects.ts';
import { type Flow, type FlowEvent, type FlowInputs, type Step, startFlow, stepFlow } from './flow.ts';
import { registerCommand, updateCommand } from './hand-over.ts';
import { code, say } from './reply.ts';
import { dropStagedCredential } from './staged-credential.ts';
import { conversationOf, type Emissions, type TurnState, utter } from './turn-state.ts';

const maxParked = 3;

/** Tells the open flow what happened, runs the effects it asks for, feeds their outcome back. False: not taken. */
export async function* advance(turn: TurnState, event: FlowEvent): Emissions<boolean> {
  const { flow } = conversationOf(turn);
  const step = flow && stepFlow(flow, event);
  if (!step) return false;
  yield* dropLostCredential(turn, flow, step.flow, event);
  yield* settle(turn, step);
  return true;
}

/** What a correction took out of a flow, or a doubt that was not confirmed, is destroyed at once (rule S5). */
async function* dropLostCredential(
  turn: TurnState,
  before: Flow,
  after: Flow,
  { type }: FlowEvent,
): Emissions {
  const isTaken = type === 'credential.given' || type === 'credential.doubted' || type === 'confirmed';
  const isLost = holdsCredential(before) && !holdsCredential(after);
  if (isLost || (isDoubted(before) && !isDoubted(after) && !isTaken))
    await dropStagedCredential(turn.deps, conversationOf(turn), before);
  if (isLost && type === 'slots.given') yield utter(say('credential.dropped'));
}

async function* settle(turn: TurnState, step: Step): Emissions {
  const conversation = conversationOf(turn);
  conversation.flow = step.flow;
  conversation.about = slotsOf(step.flow).source ?? conversation.about;
  turn.moved = true;
  for (const effect of step.effects)
    for (const event of yield* runEffect(turn, step.flow, effect)) yield* advance(turn, event);
  if (step.outcome) yield* endFlow(turn, step.flow, step.outcome);
}

/** Starts a flow. One that is open is parked; with `command`, one that this message opened comes first. */
export async function* open<Name extends FlowName>(
  turn: TurnState,
  name: Name,
  input: FlowInputs[Name],
  command: Command,
): Emissions<boolean> {
  const conversation = conversationOf(turn);
  if (conversation.flow && turn.started) {
    conversation.queued.push(command);
    return false;
  }
  if (conversation.flow) yield* park(turn, conversation.flow);
  conversation.question = null;
  conversation.undo = undefined;
  turn.started = true;
  yield* settle(turn, startFlow(name, ++conversation.flow_count, input));
  return true;
}

async function* park(turn: TurnState, flow: Flow): Emissions {
  const conversation = conversationOf(turn);
  conversation.parked.push(flow);
  conversation.flow = null;
  yield utter(say('flow.parked', { label: flowLabel(flow) }));
  while (conversation.parked.length > maxParked) {
    const oldest = conversation.parked.shift()!;
    await dropStagedCredential(turn.deps, conversation, oldest);
    yield utter(say('flow.parked_too_many', { label: flowLabel(oldest) }));
  }
}

/** The command line for what a conversation could not finish. */
const commandFor = ({ facts }: TurnState, flow: Flow): string => {
  if (flow.name !== 'update') return registerCommand(slotsOf(flow));
  const source = facts.sources.find(
    ({ data_source_id }) => data_source_id === flow.context.source?.data_source_id,
  );
  const place = facts.sandboxes.find(({ sandbox_id }) => sandbox_id === source?.sandbox_id);
  return updateCommand(flow.context, facts.sandboxes.length > 1 ? place?.name : undefined);
};

async function* endFlow(turn: TurnState, flow: Flow, outcome: string): Emissions {
  const conversation = conversationOf(turn);
  conversation.flow = null;
  turn.ended = true;
  await dropStagedCredential(turn.deps, conversation, flow);
  if (outcome === 'handed_over')
    yield utter(say('flow.handed_over', { command: code(commandFor(turn, flow)) }));
  if (outcome === 'revoked' || outcome === 'discarded') await dropParkedAbout(turn, slotsOf(flow).source);
  const [next, ...others] = conversation.queued.splice(0);
  if (next?.command === 'register')
    yield utter(say('flow.next', { label: `registering ${serverLabel(next)}` }));
  turn.pending.unshift(...(next ? [next] : []), ...others);
  if (turn.pending.length > 0) turn.started = false;
}

/** What waited to change or revoke a source that is gone has nothing left to do. */
const dropParkedAbout = async (turn: TurnState, source: string | undefined): Promise<void> => {
  const conversation = conversationOf(turn);
  const isAbout = (flow: Flow) => slotsOf(flow).source === source;
  for (const flow of conversation.parked.filter(isAbout))
    await dropStagedCredential(turn.deps, conversation, flow);
  conversation.parked = conversation.parked.filter((flow) => !isAbout(flow));
};

/** Ends the open flow because the user said so; null when there is none. */
export async function* cancelFlow(turn: TurnState): Emissions<Flow | null> {
  const conversation = conversationOf(turn);
  const { flow } = conversation;
  if (!flow) return null;
  conversation.queued = [];
  yield* advance(turn, { type: 'cancelled' });
  return flow;
}

/** Brings back the flow that was parked last. */
export const resumeParked = (turn: TurnState): void => {
  const conversation = conversationOf(turn);
  conversation.question = null;
  conversation.flow = conversation.parked.pop() ?? null;
  turn.moved = true;
};

/** Brings back a flow that waits; what is open waits in its place. */
export async function* bringBack(turn: TurnState, flow: Flow): Emissions {
  const conversation = conversationOf(turn);
  conversation.parked = conversation.parked.filter((one) => one !== flow);
  if (conversation.flow) yield* park(turn, conversation.flow);
  conversation.question = null;
  conversation.flow = flow;
  turn.moved = true;
  turn.started = true;
}

/** Gives up the flow that was parked last, and its credential. */
export const dropParked = async (turn: TurnState): Promise<Flow | null> => {
  const conversation = conversationOf(turn);
  conversation.question = null;
  const flow = conversation.parked.pop() ?? null;
  if (flow) await dropStagedCredential(turn.deps, conversation, flow);
  turn.ended = true;
  return flow;
};

/** When nothing is open but something waits, the user is asked whether to go back to it. */
export const offerParked = (turn: TurnState): void => {
  const conversation = conversationOf(turn);
  const waiting = conversation.parked.at(-1);
  if (conversation.flow || conversation.question || !waiting) return;
  conversation.question = {
    awaiting: 'resume',
    options: [
      { id: 'resume', label: `Back to ${flowLabel(waiting)}` },
      { id: 'discard', label: 'Drop it' },
    ],
  };
};
