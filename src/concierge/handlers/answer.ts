import type { AuthKind } from '../../domain/auth.ts';
import { advance, cancelFlow, dropParked, resumeParked } from '../advance.ts';
import { type Command, isDeed, type Request } from '../commands.ts';
import { awaitingOf, flowLabel, isDoubted, onlySuggested, serverLabel, slotsOf } from '../conversation.ts';
import { undoesOfDenied } from '../denied.ts';
import { type Flow, isOptional, statePath } from '../flow.ts';
import { optionsOf } from '../options.ts';
import { corrects } from '../processor.ts';
import { code, listed, say } from '../reply.ts';
import { asShown, isAsShown } from '../shown-source.ts';
import { offeredName } from '../slot-rules.ts';
import { suggestedUrl } from '../suggestion.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';
import { set } from './fill.ts';
import { cannotHandle } from './talk.ts';

/** A yes counts only for the question asked last: none after this message has moved the flow. */
export async function* affirm(turn: TurnState): Emissions {
  const { flow, question } = conversationOf(turn);
  if (question?.awaiting === 'resume') return resumeParked(turn);
  if (turn.moved) return;
  if (question?.awaiting === 'auth_kind') return yield* chooseScheme(turn, 'bearer');
  const only = onlySuggested(question);
  if (only !== null) return yield* choose(turn, { command: 'choose', option: only });
  if (question) return yield* cannotHandle(turn);
  if (turn.aside) return;
  if (flow && isOptional(flow)) return yield* skip(turn);
  const suggested = suggestedUrl(flow);
  if (suggested !== null && awaitingOf(conversationOf(turn)) === 'repair')
    return yield* set(turn, { command: 'set', base_url: suggested });
  if (yield* showAgain(turn)) return;
  if (yield* advance(turn, { type: 'confirmed' })) return;
  if (flow) return yield* cannotHandle(turn);
  yield utter(say('talk.nothing_to_confirm'));
}

/** A yes counts only for what was shown: a source that was changed elsewhere since is shown as it is now. */
async function* showAgain(turn: TurnState): Emissions<boolean> {
  const { flow } = conversationOf(turn);
  if ((flow?.name !== 'revoke' && flow?.name !== 'update') || !statePath(flow).endsWith('confirmation'))
    return false;
  const shown = flow.context.source;
  const now = turn.facts.sources.find(({ data_source_id }) => data_source_id === shown?.data_source_id);
  if (!shown || !now || isAsShown(shown, now)) return false;
  yield utter(say('flow.changed_elsewhere', { before: shown.name, name: now.name }));
  return yield* advance(turn, { type: 'source.chosen', source: asShown(now) });
}

export async function* deny(turn: TurnState): Emissions {
  const conversation = conversationOf(turn);
  const { flow, question } = conversation;
  if (question?.awaiting === 'resume') return yield* discardParked(turn);
  if (question?.awaiting === 'auth_kind') return yield* chooseScheme(turn, 'header_token');
  if (question) {
    conversation.question = null;
    return yield utter(say('talk.left_alone'));
  }
  if (turn.moved) return;
  if (!flow) return yield utter(doneAlready(turn) ?? say('talk.nothing_to_deny'));
  if (isDoubted(flow)) {
    yield* advance(turn, { type: 'denied' });
    return yield utter(say('talk.doubt_dropped'));
  }
  if (yield* advance(turn, { type: 'denied' })) return yield utter(kept(turn, flow));
  if (awaitingOf(conversation) === 'repair' && suggestedUrl(flow) !== null)
    return yield utter(say('talk.suggestion_left'));
  if (statePath(flow) !== 'filling.confirmation') return yield* cannotHandle(turn);
  if (turn.pending.some((next) => corrects(next, slotsOf(flow).base_url))) return;
  turn.asks = false;
  conversation.declined = true;
  yield utter(say('talk.what_to_change'));
}

/** A no to what was done a moment ago comes too late for it: it is said how it is taken back. */
const doneAlready = (turn: TurnState): string | null => {
  const conversation = conversationOf(turn);
  if (conversation.undo === undefined) return null;
  const [undo] = undoesOfDenied(conversation);
  if (undo === undefined) return say('help.left_undone');
  return say(undo.command === 'help' ? 'talk.done_for_good' : 'talk.done_already');
};

/** What a no leaves as it was, by the name that it has now. */
const kept = (turn: TurnState, flow: Flow): string => {
  if (flow.name === 'create_sandbox') return say('talk.not_created', { name: code(flow.context.name ?? '') });
  const asked = flow.name === 'register' ? null : flow.context.source;
  const now = turn.facts.sources.find(({ data_source_id }) => data_source_id === asked?.data_source_id);
  const name = now?.name ?? asked?.name ?? '';
  if (!changesMore(turn)) return say('talk.kept', { name });
  return flow.name === 'revoke' ? say('talk.not_revoked', { name }) : stopped(turn, flow);
};

/** The rest of the message may change what was just left alone: that it stays as it is would be too much. */
const changesMore = ({ pending }: TurnState): boolean => pending.some(isDeed);

/** Names what was stopped. */
const stopped = (turn: TurnState, flow: Flow): string => {
  // What was done while it was open stays done.
  const hasChanged = conversationOf(turn).undo !== undefined;
  const key = changesMore(turn) || hasChanged ? 'flow.stopped' : 'flow.cancelled';
  if (flow.name === 'register' && flow.context.slots.source !== undefined)
    return say(`${key}_in_repair`, { name: flow.context.slots.name ?? '' });
  if (flow.name === 'update' && flow.context.cause !== null)
    return say(`${key}_in_repair`, { name: flow.context.source?.name ?? '' });
  return say(slotsOf(flow).has_credential ? `${key}_with_credential` : key, { label: flowLabel(flow) });
};

async function* discardParked(turn: TurnState): Emissions {
  const dropped = await dropParked(turn);
  if (dropped) yield utter(stopped(turn, dropped));
}

/** Stops what was open and says what it was; nothing registered is touched. */
export async function* cancel(turn: TurnState): Emissions {
  const conversation = conversationOf(turn);
  if (conversation.question?.awaiting === 'resume') return yield* discardParked(turn);
  if (conversation.question) {
    conversation.question = null;
    if (!conversation.flow) return yield utter(say('talk.left_alone'));
  }
  const others = conversation.queued.filter((command) => command.command === 'register');
  const flow = yield* cancelFlow(turn);
  if (!flow) return yield utter(doneAlready(turn) ?? say('talk.nothing_to_cancel'));
  yield utter(stopped(turn, flow));
  if (others.length > 0)
    yield utter(say('flow.cancelled_others', { labels: listed(others.map(serverLabel)) }));
}

export async function* skip(turn: TurnState): Emissions {
  const { flow, question } = conversationOf(turn);
  if (question) return yield utter(say('cannot_skip.other'));
  if (!flow) return yield utter(say('talk.nothing_to_skip'));
  const awaiting = awaitingOf(conversationOf(turn));
  if (!isOptional(flow)) return yield utter(say(skipReason[awaiting ?? ''] ?? 'cannot_skip.other'));
  const value =
    awaiting === 'name' ? { name: offeredName(flow, turn.facts) } : { sandbox: turn.facts.sandbox.name };
  yield* set(turn, { command: 'set', ...value });
}

const skipReason: Record<
  string,
  'cannot_skip.base_url' | 'cannot_skip.auth_kind' | 'cannot_skip.auth_header' | 'cannot_skip.credential'
> = {
  base_url: 'cannot_skip.base_url',
  auth_kind: 'cannot_skip.auth_kind',
  auth_header: 'cannot_skip.auth_header',
  credential: 'cannot_skip.credential',
};

export async function* back(turn: TurnState): Emissions {
  const conversation = conversationOf(turn);
  const { flow, question } = conversation;
  // To go on with a parked flow was our offer: what goes back is what the user did last.
  const isFree = !flow && (!question || question.awaiting === 'resume');
  if (isFree && conversation.undo)
    return void turn.pending.unshift(conversation.undo, ...(conversation.undo_also ?? []));
  // "no, I meant Docs": what was wrong changed nothing, and what is right comes next.
  if (!flow && turn.pending.length > 0) return;
  if (!flow) return yield utter(say('talk.nothing_to_go_back_to'));
  if (question) {
    conversation.question = null;
    return yield utter(say('talk.left_alone'));
  }
  if (!(yield* advance(turn, { type: 'went.back' }))) yield utter(say('talk.first_question'));
}

/** An option of the present question, by id: what a button sends and what a number or a name means. */
export async function* choose(
  turn: TurnState,
  { option }: Extract<Command, { command: 'choose' }>,
): Emissions {
  const conversation = conversationOf(turn);
  const { question } = conversation;
  if (!optionsOf(conversation, turn.facts).some(({ id }) => id === option)) return yield* cannotHandle(turn);
  const [kind = '', ...rest] = option.split(':');
  const value = rest.join(':');
  switch (kind) {
    case 'confirm':
      return yield* affirm(turn);
    case 'deny':
      return yield* deny(turn);
    case 'cancel':
      return yield* cancel(turn);
    case 'skip':
      return yield* skip(turn);
    case 'resume':
      return resumeParked(turn);
    case 'auth':
      return yield* chooseScheme(turn, value as AuthKind);
    case 'sandbox':
      return yield* set(turn, { command: 'set', sandbox: value });
    case 'retry':
      yield* advance(turn, { type: 'retry.chosen' });
      return;
    case 'fix':
      if (value === 'suggested_url') return yield* affirm(turn);
      if (value === 'previous_url') return yield* set(turn, { command: 'set', base_url: previousUrl(turn) });
      yield* advance(turn, { type: 'fix.chosen', slot: value as 'base_url' | 'credential' });
      return;
    case 'discard':
      if (question) return yield* discardParked(turn);
      // As with a yes: what this message led to was not offered yet.
      if (!turn.moved && !turn.aside) yield* advance(turn, { type: 'discard.chosen' });
      return;
    default:
      return yield* chooseNamed(turn, kind, value);
  }
}

/** Where a source was before the change whose check failed. */
const previousUrl = (turn: TurnState): string | undefined => {
  const { flow } = conversationOf(turn);
  return flow?.name === 'update' ? (flow.context.previous_url ?? undefined) : undefined;
};

/** A scheme by its button; asked about `Authorization`, the header is meant as it was said. */
async function* chooseScheme(turn: TurnState, auth_kind: AuthKind): Emissions {
  const conversation = conversationOf(turn);
  const { question } = conversation;
  if (question?.awaiting !== 'auth_kind') return yield* set(turn, { command: 'set', auth_kind });
  conversation.question = null;
  yield* set(turn, { command: 'set', auth_kind });
}

/** The command that was asked about, with what was picked; of two readings, both. */
const withNamed = (command: Command, kind: string, value: string): Command =>
  command.command === 'clarify'
    ? { ...command, readings: command.readings.map((one) => withNamed(one, kind, value) as Request) }
    : ({ ...command, [kind]: value } as Command);

async function* chooseNamed(turn: TurnState, kind: string, value: string): Emissions {
  const conversation = conversationOf(turn);
  const { question } = conversation;
  if (question && question.awaiting !== 'resume') {
    const meant =
      question.awaiting === 'reading'
        ? question.readings[Number(value)]!
        : withNamed(question.command, kind, value);
    turn.pending.unshift(meant);
    conversation.question = null;
    return;
  }
  const source = turn.facts.sources.find(({ data_source_id }) => data_source_id === value);
  if (source) yield* advance(turn, { type: 'source.chosen', source: asShown(source) });
}
