import type { UpdateParams as MachineParams, UpdatedSource } from '../../flows/update-rules.ts';
import type { Slots } from '../domain/conversation.ts';
import type { FailureCause } from '../domain/health.ts';
import type { PublicSource } from '../sources/present.ts';
import type { Request } from './commands.ts';
import { isAnswerable } from './conversation.ts';
import type { Effect, Flow, FlowEvent } from './flow.ts';
import { rememberUndo } from './remember-undo.ts';
import { say } from './reply.ts';
import {
  reportCheck,
  reportDiscard,
  reportFailure,
  reportRegistration,
  reportRename,
  reportRevocation,
} from './report.ts';
import { reportConnection } from './report-connection.ts';
import { dropStagedCredential, openStagedCredential } from './staged-credential.ts';
import { useTool } from './tool-use.ts';
import { conversationOf, type Emissions, type TurnState, utter } from './turn-state.ts';
import { writeAhead } from './write-ahead.ts';

type PresentedSource = {
  data_source_id: string;
  status: string;
  health_cause: FailureCause | null;
};

/** What a check said, as the machines hear it. */
export const checkOutcome = ({ status, health_cause }: PresentedSource): FlowEvent =>
  status === 'error' || health_cause
    ? { type: 'check.failed', cause: health_cause ?? 'server_error' }
    : { type: 'check.passed' };

const staged = (turn: TurnState, flow: Flow) => openStagedCredential(turn.deps, conversationOf(turn), flow);

async function* registerSource(
  turn: TurnState,
  flow: Flow,
  key: string,
  { slots }: { slots: Slots },
): Emissions<FlowEvent[]> {
  const { base_url = '', auth_kind = 'none', auth_header, name = '', sandbox = '' } = slots;
  const source = yield* useTool(
    turn,
    'add_user_mcp_source',
    { base_url, auth_kind, ...(auth_header && { auth_header }), name, sandbox },
    { credential: auth_kind === 'none' ? null : await staged(turn, flow), idempotency_key: key },
  );
  await dropStagedCredential(turn.deps, conversationOf(turn), flow);
  turn.checked.push(source.data_source_id);
  yield* reportRegistration(turn, source);
  return [{ type: 'source.kept', source: source.data_source_id }, checkOutcome(source)];
}

async function* checkSource(
  turn: TurnState,
  _flow: Flow,
  _key: string,
  params: { slots: Slots } | { source: UpdatedSource },
): Emissions<FlowEvent[]> {
  const id = 'slots' in params ? params.slots.source : params.source.data_source_id;
  const source = yield* useTool(turn, 'test_user_mcp_source', { source: id ?? '' });
  turn.checked.push(source.data_source_id);
  yield* 'slots' in params ? reportRegistration(turn, source) : reportChecked(turn, source);
  return [checkOutcome(source)];
}

async function* discardSource(
  turn: TurnState,
  _flow: Flow,
  _key: string,
  { slots }: { slots: Slots },
): Emissions<FlowEvent[]> {
  const source = yield* useTool(turn, 'revoke_user_mcp_source', {
    source: slots.source ?? '',
    discard: true,
  });
  yield* reportDiscard(source);
  return [{ type: 'source.discarded' }];
}

async function* revokeSource(
  turn: TurnState,
  _flow: Flow,
  _key: string,
  { source }: { source: { data_source_id: string } },
): Emissions<FlowEvent[]> {
  const revoked = yield* useTool(turn, 'revoke_user_mcp_source', { source: source.data_source_id });
  yield* reportRevocation(turn, revoked);
  return [{ type: 'source.revoked' }];
}

/** A repair changes the source to what the slots say; an update to what was wanted. Both are checked at once. */
async function* updateSource(
  turn: TurnState,
  flow: Flow,
  _key: string,
  params: UpdateParams,
): Emissions<FlowEvent[]> {
  const changes = 'slots' in params ? repaired(params.slots) : changed(params);
  const source = yield* useTool(turn, 'update_source', changes, { credential: await staged(turn, flow) });
  turn.checked.push(source.data_source_id);
  await dropStagedCredential(turn.deps, conversationOf(turn), flow);
  yield* flow.name === 'register'
    ? reportRegistration(turn, source)
    : reportUpdate(turn, flow, source, params);
  return [isOnlyRename(flow, params) ? { type: 'check.passed' } : checkOutcome(source)];
}

type UpdateParams = { slots: Slots } | (MachineParams & { source: UpdatedSource });

const changed = ({ source, wanted: { rotate: _, ...slots } }: MachineParams & { source: UpdatedSource }) => ({
  source: source.data_source_id,
  ...slots,
});

/** A new label alone is no check: what an earlier one said is no outcome of it, unless that is being repaired. */
const isOnlyRename = (flow: Flow, params: UpdateParams): boolean =>
  flow.name === 'update' &&
  flow.context.cause === null &&
  'wanted' in params &&
  Object.keys(params.wanted).join() === 'name';

/** A failure is followed by the question how to go on, which offers what a bare check would advise. */
async function* reportChecked(turn: TurnState, source: PublicSource): Emissions {
  yield* source.health_error ? reportFailure(turn, source) : reportCheck(turn, source);
}

/** A new URL that works is taken back by the question that gave it, unless a scheme or a credential came with it. */
const rememberMove = (turn: TurnState, previous_url: string | null, updated: PublicSource): void => {
  const { data_source_id, adapter_config } = updated;
  if (previous_url !== null && previous_url !== adapter_config.base_url)
    rememberUndo(turn, { command: 'update', source: data_source_id, base_url: previous_url });
};

/** An "undo" of a change that is more than a new label and a new URL takes back the label, and says what stays. */
const rememberWhatStays = (turn: TurnState, name: string): void => {
  const conversation = conversationOf(turn);
  const said: Request = { command: 'help', topic: 'only_label_undone', names: [name] };
  conversation.undo_also = [...(conversation.undo_also ?? []), said];
};

/** Where the source was before a change, and the failed ones before it. */
const urlBefore = ({ facts }: TurnState, flow: Flow, { data_source_id }: PublicSource): string | null => {
  const before = facts.sources.find((source) => source.data_source_id === data_source_id);
  return (flow.name === 'update' && flow.context.previous_url) || before?.base_url || null;
};

/** A new label changes names and is no check; whatever else was changed has been checked. */
async function* reportUpdate(
  turn: TurnState,
  flow: Flow,
  updated: PublicSource,
  params: UpdateParams,
): Emissions {
  const { name, ...others } = 'wanted' in params ? params.wanted : {};
  if (name !== undefined) yield* reportRename(turn, updated);
  const isNew = flow.name === 'update' && flow.context.has_credential;
  if (name !== undefined && Object.keys(others).length === 0 && !isNew) return;
  const previous_url = urlBefore(turn, flow, updated);
  yield* reportConnection(turn, updated, { previous_url, isNew });
  yield* reportChecked(turn, updated);
  const isMove = Object.keys(others).join() === 'base_url' && !isNew;
  if (isMove && updated.health_error === null) rememberMove(turn, previous_url, updated);
  else if (name !== undefined) rememberWhatStays(turn, name);
}

const repaired = ({ source = '', name, base_url, auth_kind, auth_header }: Slots) => ({
  source,
  ...(name && { name }),
  ...(base_url && { base_url }),
  ...(auth_kind && { auth_kind }),
  ...(auth_header && { auth_header }),
});

async function* createSandbox(
  turn: TurnState,
  _flow: Flow,
  _key: string,
  { name }: { name: string },
): Emissions<FlowEvent[]> {
  const made = yield* useTool(turn, 'create_sandbox', { name });
  yield utter(say('report.sandbox_created', { name: made.name }));
  return [{ type: 'sandbox.created' }];
}

const runners = {
  createSandbox,
  registerSource,
  checkSource,
  discardSource,
  revokeSource,
  updateSource,
} as unknown as Record<
  string,
  (turn: TurnState, flow: Flow, key: string, params: unknown) => Emissions<FlowEvent[]>
>;

const refusedSlots = new Set(['base_url', 'auth_header', 'name', 'sandbox']);

/**
 * Runs one effect of a machine and gives back what happened as events. It is written down before it runs; a
 * refusal (a label taken meanwhile, a full sandbox) is an outcome, a fault of ours is thrown. Nothing runs once
 * the client is gone.
 */
export async function* runEffect(turn: TurnState, flow: Flow, effect: Effect): Emissions<FlowEvent[]> {
  if (turn.signal.aborted) return [{ type: 'effect.interrupted' }];
  const begun = await writeAhead(turn, flow, effect);
  try {
    return yield* runners[effect.kind]!(turn, flow, begun.key, effect.params);
  } catch (error) {
    if (!isAnswerable(error)) throw error;
    const field = error.data.field ?? null;
    const slot = field === 'token' ? 'credential' : field !== null && refusedSlots.has(field) ? field : null;
    yield utter(say('flow.effect_refused', { reason: error.message }));
    return [{ type: 'effect.refused', slot } as FlowEvent];
  } finally {
    begun.end();
  }
}
