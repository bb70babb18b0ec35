import type { AuthKind } from '../domain/auth.ts';
import type { Source } from '../domain/source.ts';
import { keys } from '../store/keys.ts';
import { advance } from './advance.ts';
import { type BegunEffect, saveConversation } from './conversation.ts';
import { checkOutcome } from './effects.ts';
import { loadFacts } from './facts.ts';
import type { FlowEvent } from './flow.ts';
import { presentSource } from './gone.ts';
import { say } from './reply.ts';
import { reportCheck, reportRegistration, revokedText } from './report.ts';
import { dropStagedCredential } from './staged-credential.ts';
import { useTool } from './tool-use.ts';
import { conversationOf, type Emissions, type TurnState, utter } from './turn-state.ts';

type Named = { name?: string; auth_kind?: AuthKind };

const interrupted: FlowEvent[] = [{ type: 'effect.interrupted' }];

/** What a registration made: null for nothing, `gone` when it was revoked or deleted since. */
const sourceMade = async (turn: TurnState, key: string): Promise<Source | 'gone' | null> => {
  const claim = await turn.deps.store.get<{ sandbox_id: string; data_source_id: string }>(
    keys.idempotency(turn.caller.user_id, key),
  );
  if (!claim) return null;
  return (await presentSource(turn, claim.value)) ?? 'gone';
};

const sourceOf = (turn: TurnState, { params }: BegunEffect): Source | null => {
  const { slots, source } = params as { slots?: { source?: string }; source?: { data_source_id: string } };
  const id = slots?.source ?? source?.data_source_id;
  return turn.facts.sources.find(({ data_source_id }) => data_source_id === id) ?? null;
};

/** A sandbox of that name that is no older than the effect is the one that it made. */
async function* sandboxMade(turn: TurnState, { params, begun_at }: BegunEffect): Emissions<FlowEvent[]> {
  const name = String(params.name);
  const made = turn.facts.sandboxes.some((one) => one.name === name && one.created_at >= begun_at);
  if (!made) return interrupted;
  yield utter(say('report.sandbox_created', { name }));
  return [{ type: 'sandbox.created' }];
}

/**
 * What the effect did may not have reached a replica. A final commit behind it takes it along; what is seen after that
 * may be told as done.
 */
const makeLasting = async (turn: TurnState): Promise<void> => {
  const { deps, caller, stored } = turn;
  await saveConversation(turn.lock, stored, [], { final: true });
  turn.facts = await loadFacts(deps, caller, stored.conversation.sandbox_id);
};

/** Looks at what an interrupted effect did, and finishes only its check: nothing is done a second time. */
async function* whatHappened(turn: TurnState, effect: BegunEffect): Emissions<FlowEvent[]> {
  if (effect.kind === 'registerSource') {
    const made = await sourceMade(turn, effect.key);
    if (!made) return interrupted;
    if (made === 'gone') {
      yield utter(say('flow.gone_meanwhile'));
      return [...interrupted, { type: 'cancelled' }];
    }
    const checked = yield* useTool(turn, 'test_user_mcp_source', { source: made.data_source_id });
    const { flow } = conversationOf(turn);
    if (flow) await dropStagedCredential(turn.deps, conversationOf(turn), flow);
    yield* reportRegistration(turn, checked);
    return [{ type: 'source.kept', source: made.data_source_id }, checkOutcome(checked)];
  }
  if (effect.kind === 'createSandbox') return yield* sandboxMade(turn, effect);
  const source = sourceOf(turn, effect);
  if (effect.kind === 'revokeSource' || effect.kind === 'discardSource') {
    if (source) return interrupted;
    const isDiscard = effect.kind === 'discardSource';
    const { slots, source: revoked } = effect.params as { slots?: Named; source?: Named };
    const { name = '', auth_kind = 'none' } = (isDiscard ? slots : revoked) ?? {};
    yield utter(isDiscard ? say('report.discarded', { name }) : revokedText({ name, auth_kind }));
    return [{ type: isDiscard ? 'source.discarded' : 'source.revoked' }];
  }
  if (!source || source.updated_at < effect.begun_at) return interrupted;
  const checked = yield* useTool(turn, 'test_user_mcp_source', { source: source.data_source_id });
  yield* reportCheck(turn, checked);
  return [checkOutcome(checked)];
}

/** Resolves an effect that a crash cut off, before the message of this turn is looked at. */
export async function* recover(turn: TurnState): Emissions {
  const conversation = conversationOf(turn);
  const { effect } = conversation;
  if (!effect || turn.signal.aborted) return;
  await makeLasting(turn);
  yield utter(say('flow.interrupted'));
  const events = yield* whatHappened(turn, effect);
  conversation.effect = null;
  if (events === interrupted) yield utter(say('flow.nothing_done'));
  for (const event of events) yield* advance(turn, event);
}
