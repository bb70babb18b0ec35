import type { Asked, UpdatedSource, Wanted } from '../../../flows/update-rules.ts';
import type { Source } from '../../domain/source.ts';
import { advance, bringBack, cancelFlow, open } from '../advance.ts';
import { plainAuth } from '../ask.ts';
import type { Command } from '../commands.ts';
import { isDoubted, slotsOf } from '../conversation.ts';
import { type Flow, flowAwaiting, statePath, stepFlow } from '../flow.ts';
import { say } from '../reply.ts';
import { reportRename } from '../report.ts';
import { asShown } from '../shown-source.ts';
import { type Given, judgeSlots, type Refusal, type Verdict } from '../slot-rules.ts';
import { useTool } from '../tool-use.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';
import { limit, tellHowToLimit } from './limit.ts';
import { saidOnceRegistered } from './once-registered.ts';
import { pickSource } from './pick.ts';
import { refuse } from './refuse.ts';

type Update = Extract<Command, { command: 'update' }>;

/** What can be undone is done at once; a new URL, scheme or credential is a flow, and so is a question. */
export async function* update(turn: TurnState, command: Update): Emissions {
  if (yield* saidOnceRegistered(turn, command)) return;
  const picked = yield* pickSource(turn, command);
  if (!picked) return;
  if (yield* repairWaiting(turn, picked, command)) return;
  if (command.undo) return yield* takeBack(turn, picked, command);
  const source = command.name === undefined ? picked : yield* rename(turn, picked, command.name);
  yield* limit(turn, source, command);
  const wanted = yield* wantedOf(turn, source, command);
  if (wanted === null) return;
  const asks = askedBy(command);
  if (Object.keys(wanted).length > 0 || asks !== null)
    return yield* openUpdate(turn, { source, wanted, asks }, command);
  if (command.what !== undefined) return yield* tellHowToLimit(turn, source, command.what);
  if (command.auth_kind !== undefined || command.auth_header !== undefined)
    return yield utter(sameAuth(source));
  if (!isBare(command)) return;
  // An address that is said next must not go to what is open.
  if (source.status === 'error' && conversationOf(turn).flow)
    yield* openUpdate(turn, { source, wanted, asks: 'base_url' }, command);
  else yield utter(say('answers.what_can_change', { name: source.name }));
}

const sameAuth = ({ name, auth_kind, auth_header }: Source): string =>
  auth_kind === 'none'
    ? say('answers.same_auth_none', { name })
    : say('answers.same_auth', { name, auth: plainAuth(auth_kind, auth_header) });

const isBare = (command: Update): boolean =>
  Object.keys(command).every((field) => field === 'command' || field === 'source' || field === 'sandbox');

/** A source whose failed registration waits is repaired there: named alone, it comes back and asks. */
async function* repairWaiting(turn: TurnState, source: Source, command: Update): Emissions<boolean> {
  const { parked } = conversationOf(turn);
  const waiting = parked.findLast(
    (flow) => flow.name === 'register' && flow.context.slots.source === source.data_source_id,
  );
  if (!waiting || turn.started || !isBare(command)) return false;
  yield* bringBack(turn, waiting);
  return true;
}

/** The last change of that sort, taken back; without one a limit goes, and a name is asked for. */
async function* takeBack(turn: TurnState, source: Source, { undo: _, ...command }: Update): Emissions {
  const { undo } = conversationOf(turn);
  const { what = null } = command;
  const isLast = undo?.command === 'update' && undo.source === source.data_source_id;
  if (isLast && (what === null ? undo.name === undefined : what in undo)) return yield* update(turn, undo);
  const named = { ...command, source: source.data_source_id };
  if (what !== null) return yield* update(turn, named);
  yield* update(
    turn,
    source.allowed_tools === null
      ? { ...named, what: 'rate_cap_per_minute' }
      : { ...named, allowed_tools: null },
  );
}

/** What is asked for because its new value was not said; limits are said in one go. */
const askedBy = (command: Update): Asked | null => {
  const { what } = command;
  if (what === undefined || what === 'allowed_tools' || what === 'rate_cap_per_minute') return null;
  return command[what] === undefined ? what : null;
};

/** Slot values for a source that is registered, judged where it lives. */
export const judgeFor = (turn: TurnState, source: UpdatedSource, given: Given): Verdict => {
  const { sources, sandboxes } = turn.facts;
  const own = sources.find(({ data_source_id }) => data_source_id === source.data_source_id);
  const place = sandboxes.find(({ sandbox_id }) => sandbox_id === own?.sandbox_id);
  const present = {
    source: source.data_source_id,
    auth_kind: source.auth_kind,
    ...(place && { sandbox: place.name }),
  };
  return judgeSlots(turn.deps.egress, turn.facts, given, present);
};

/** The new connection; null when something said about it cannot be taken, which is said. */
async function* wantedOf(turn: TurnState, source: Source, command: Update): Emissions<Wanted | null> {
  const { base_url, auth_kind, auth_header, rotate } = command;
  const given: Given = {
    ...(base_url !== undefined && { base_url }),
    ...(auth_kind !== undefined && { auth_kind }),
    ...(auth_header !== undefined && { auth_header }),
  };
  const { accepted, refused } = judgeFor(turn, source, given);
  if (refused.length > 0) {
    yield* askAgain(turn, { source, wanted: accepted }, refused);
    return null;
  }
  const isNew = accepted.base_url !== undefined && accepted.base_url !== source.base_url;
  if (base_url !== undefined && !isNew) yield utter(say('answers.same_url', { name: source.name }));
  const kind = accepted.auth_kind ?? source.auth_kind;
  if (rotate && kind === 'none') {
    yield utter(say('answers.no_credential_needed', { name: source.name }));
    return null;
  }
  const { base_url: url, auth_header: header, ...others } = accepted;
  return {
    ...others,
    ...(isNew && url !== undefined && { base_url: url }),
    ...(header !== undefined && header !== source.auth_header && { auth_header: header }),
    ...(rotate && { rotate }),
  };
}

type Opening = { source: Source; wanted: Wanted; asks: Asked | null };

const changesAnything = (wanted: Wanted): boolean => Object.keys(wanted).length > 0;

async function* openUpdate(turn: TurnState, { source, wanted, asks }: Opening, command: Update): Emissions {
  const { flow } = conversationOf(turn);
  const { rotate: _, ...slots } = wanted;
  const isOpen = flow?.name === 'update' && flow.context.source?.data_source_id === source.data_source_id;
  if (isOpen && !turn.started) {
    if (Object.keys(slots).length > 0) return void (yield* advance(turn, { type: 'slots.given', slots }));
    // Said again, it is the same request, and the same is asked.
    if (asks === null && JSON.stringify(wanted) === JSON.stringify(flow.context.wanted)) return;
    // Asked for something else of the same source before anything was said, the question is another.
    if (!changesAnything(flow.context.wanted)) yield* cancelFlow(turn);
  }
  yield* open(turn, 'update', { source: asShown(source), wanted, asks }, command);
}

type Refused = { source: Source; wanted: Wanted };

/** A value that is not taken is asked for again, with what else was wanted. */
async function* askAgain(turn: TurnState, { source, wanted }: Refused, refused: Refusal[]): Emissions {
  const [first] = refused;
  if (first === undefined) return;
  const isAsked = conversationOf(turn).flow?.name === 'update';
  const asks = first.slot === 'sandbox' ? null : first.slot;
  if (!isAsked)
    yield* openUpdate(turn, { source, wanted, asks }, { command: 'update', source: source.data_source_id });
  yield* refuse(turn, refused);
}

/** What is to be confirmed is shown under the new name, and a yes to that counts: it was changed here. */
async function* showRenamed(turn: TurnState, source: Source): Emissions {
  const conversation = conversationOf(turn);
  const event = { type: 'source.chosen', source: asShown(source) } as const;
  const isOnItsWay = (flow: Flow): boolean =>
    flow.name === 'update' && statePath(flow).startsWith('filling.') && !isDoubted(flow);
  const waits = (flow: Flow): boolean =>
    slotsOf(flow).source === source.data_source_id &&
    (flowAwaiting(flow) === 'confirmation' || isOnItsWay(flow));
  conversation.parked = conversation.parked.map((flow) =>
    waits(flow) ? (stepFlow(flow, event)?.flow ?? flow) : flow,
  );
  if (conversation.flow && waits(conversation.flow)) yield* advance(turn, event);
}

/** Asked what to call it, and told "rename Docs to Manual": that is the answer. */
async function* closeNameQuestion(turn: TurnState, { data_source_id }: Source): Emissions {
  const { flow } = conversationOf(turn);
  const isAnswered =
    flow?.name === 'update' &&
    flow.context.source?.data_source_id === data_source_id &&
    flowAwaiting(flow) === 'name' &&
    !changesAnything(flow.context.wanted);
  if (isAnswered) yield* cancelFlow(turn);
}

/** The source as it is called then. */
async function* rename(turn: TurnState, source: Source, wanted: string): Emissions<Source> {
  const { accepted, refused } = judgeFor(turn, source, { name: wanted });
  if (refused.length > 0) {
    yield* askAgain(turn, { source, wanted: {} }, refused);
    return source;
  }
  if (accepted.name === undefined || accepted.name === source.name) {
    yield utter(say('answers.same_name', { name: source.name }));
    return source;
  }
  const renamed = yield* useTool(turn, 'update_source', {
    source: source.data_source_id,
    name: accepted.name,
  });
  yield* reportRename(turn, renamed);
  const now = { ...source, name: renamed.name };
  yield* showRenamed(turn, now);
  yield* closeNameQuestion(turn, source);
  return now;
}
