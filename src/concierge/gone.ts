import { listSandboxes } from '../accounts/list-sandboxes.ts';
import type { Source } from '../domain/source.ts';
import { isConciergeError } from '../errors.ts';
import { getSource } from '../sources/get.ts';
import { cancelFlow } from './advance.ts';
import { flowLabel, slotsOf } from './conversation.ts';
import type { Flow } from './flow.ts';
import { say } from './reply.ts';
import { dropStagedCredential } from './staged-credential.ts';
import { conversationOf, type Emissions, type TurnState, utter } from './turn-state.ts';

/** A source that was neither revoked nor deleted; null for any other. */
export const presentSource = async (
  { deps, caller }: TurnState,
  ref: { sandbox_id: string; data_source_id: string },
): Promise<Source | null> => {
  try {
    const source = await getSource(deps, caller, ref);
    return source.status === 'disconnected' ? null : source;
  } catch (error) {
    if (isConciergeError(error, 'not_found')) return null;
    throw error;
  }
};

/** Whether the source that a flow is about was revoked or deleted; the facts leave out those of a suspended sandbox. */
const isGone = async (turn: TurnState, flow: Flow): Promise<boolean> => {
  const { source: data_source_id } = slotsOf(flow);
  if (data_source_id === undefined) return false;
  if (turn.facts.sources.some((source) => source.data_source_id === data_source_id)) return false;
  for (const { sandbox_id } of await listSandboxes(turn.deps, turn.caller, {}))
    if ((await presentSource(turn, { sandbox_id, data_source_id })) !== null) return false;
  return true;
};

/**
 * Ends what is open or waits about a source that somebody revoked or deleted elsewhere, and says so. True when that was
 * the open question: what the message answers is gone with it.
 */
export async function* endGone(turn: TurnState): Emissions<boolean> {
  const conversation = conversationOf(turn);
  for (const flow of [...conversation.parked]) {
    if (!(await isGone(turn, flow))) continue;
    conversation.parked = conversation.parked.filter((one) => one !== flow);
    await dropStagedCredential(turn.deps, conversation, flow);
    yield utter(say('flow.source_gone', { label: flowLabel(flow) }));
  }
  const { flow } = conversation;
  if (flow === null || !(await isGone(turn, flow))) return false;
  yield utter(say('flow.source_gone', { label: flowLabel(flow) }));
  yield* cancelFlow(turn);
  return true;
}
