import type { UpdateContext, Wanted } from '../../../flows/update-rules.ts';
import type { Slots } from '../../domain/conversation.ts';
import { advance, open } from '../advance.ts';
import type { Command } from '../commands.ts';
import { type Question, slotsOf } from '../conversation.ts';
import { flowAwaiting } from '../flow.ts';
import { justFailed } from '../just-failed.ts';
import { bearerOrHeader } from '../options.ts';
import { say } from '../reply.ts';
import { type Given, judgeSlots, type Refusal, sandboxNameProblem, type Verdict } from '../slot-rules.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';
import { sayCorrections } from './corrections.ts';
import { refuse } from './refuse.ts';
import { cannotHandle } from './talk.ts';
import { judgeFor, update } from './update.ts';

const givenSlots = ({ command: _, ...slots }: Extract<Command, { command: 'register' | 'set' }>): Given =>
  Object.fromEntries(Object.entries(slots).filter(([, value]) => value !== undefined));

/** Another label was wanted, or the new sandbox has this one already: the old one goes, and it is asked for again. */
async function* dropRefusedName(turn: TurnState, refused: Refusal[]): Emissions {
  const { name } = slotsOf(conversationOf(turn).flow);
  if (name !== undefined && refused.some(({ slot }) => slot === 'name'))
    yield* advance(turn, { type: 'slot.cleared', slot: 'name' });
}

const judge = (turn: TurnState, given: Given, present: Slots) =>
  judgeSlots(turn.deps.egress, turn.facts, given, present);

/**
 * The header `Authorization` nearly always carries a bearer token: it is taken out of what was said and offered as
 * that, unless it was offered a moment ago.
 */
const offerOfBearer = (turn: TurnState, accepted: Verdict['accepted']): Question | null => {
  const { auth_header } = accepted;
  if (turn.insists !== null || auth_header === undefined || !/^authorization$/i.test(auth_header))
    return null;
  delete accepted.auth_header;
  delete accepted.auth_kind;
  return {
    awaiting: 'auth_kind',
    command: { command: 'set', auth_kind: 'header_token', auth_header },
    options: bearerOrHeader(auth_header),
  };
};

/** Nothing but an address, as an answer gives it. */
const bareAddress =
  /^(?:\W|(?:try|use|it|is|its|s|the|this|that|right|correct|new|other|url|address|sorry|ok|oh|no|now|with|instead|here|at|should|be)\b)*\b[a-z][a-z+.-]*:\/\/\S+\W*$/i;
/** True for a registration of nothing but an address, said as an answer. */
export const isBareAddress = (
  turn: TurnState,
  command: Extract<Command, { command: 'register' }>,
): boolean => {
  const said = conversationOf(turn).transcript.findLast(({ role }) => role === 'user')?.text ?? '';
  return Object.keys(givenSlots(command)).join() === 'base_url' && bareAddress.test(said);
};

/** Starts a registration with what was said at once. */
export async function* register(
  turn: TurnState,
  command: Extract<Command, { command: 'register' }>,
): Emissions {
  const { flow } = conversationOf(turn);
  const given = givenSlots(command);
  const goesOn =
    flow?.name === 'register' &&
    (given.base_url === undefined || given.base_url === flow.context.slots.base_url);
  if (goesOn) return yield* set(turn, { ...command, command: 'set' });
  // The source that an address alone is for: the one that was just said to fail.
  const mended = isBareAddress(turn, command) ? justFailed(turn)?.data_source_id : undefined;
  if (mended !== undefined)
    return yield* update(turn, { command: 'update', source: mended, base_url: given.base_url });
  const only = turn.facts.sandboxes.length === 1 ? turn.facts.sandboxes[0]?.name : undefined;
  const present: Slots = only === undefined ? {} : { sandbox: only };
  const { accepted, refused } = judge(turn, given, present);
  const offered = offerOfBearer(turn, accepted);
  const input = { slots: { ...present, ...accepted } as Slots, asks_sandbox: only === undefined };
  if (!(yield* open(turn, 'register', input, command))) return;
  conversationOf(turn).question ??= offered;
  yield* refuse(turn, refused);
}

/** New values for the open flow: answers and corrections alike. */
export async function* set(turn: TurnState, command: Extract<Command, { command: 'set' }>): Emissions {
  const { flow } = conversationOf(turn);
  const given = givenSlots(command);
  // A value that it has already is seen in what is shown.
  turn.whole = true;
  if (flow?.name === 'register') {
    if (given.auth_kind === 'header_token' && turn.insists !== null) given.auth_header ??= turn.insists;
    if (flow.context.slots.source !== undefined && given.sandbox !== undefined) {
      delete given.sandbox;
      yield utter(say('refused.move', { name: flow.context.slots.name ?? '' }));
    }
    const { accepted, refused } = judge(turn, given, slotsOf(flow));
    conversationOf(turn).question ??= offerOfBearer(turn, accepted);
    yield* sayCorrections(turn, flow, accepted);
    if (Object.keys(accepted).length > 0) yield* advance(turn, { type: 'slots.given', slots: accepted });
    yield* refuse(turn, refused);
    return yield* dropRefusedName(turn, refused);
  }
  if (flow?.name === 'update' && flow.context.source) return yield* setWanted(turn, flow.context, given);
  if (flow?.name === 'create_sandbox') return yield* nameSandbox(turn, given);
  if (!flow && given.base_url !== undefined)
    return yield* register(turn, { ...command, command: 'register' });
  yield* cannotHandle(turn);
}

/** New values for what an update changes; a source stays in its sandbox. */
async function* setWanted(
  turn: TurnState,
  { source, wanted }: UpdateContext,
  { sandbox, ...given }: Given,
): Emissions {
  if (source === null) return;
  if (sandbox !== undefined) yield utter(say('refused.move', { name: source.name }));
  const { accepted, refused } = judgeFor(turn, source, given);
  const isNew = ([slot, value]: [string, string]) => value !== wanted[slot as keyof Wanted];
  const slots = Object.fromEntries(Object.entries(accepted).filter(isNew)) as Slots;
  if (Object.keys(slots).length > 0) yield* advance(turn, { type: 'slots.given', slots });
  yield* refuse(turn, refused);
  yield* sayRename(turn, slots.name);
}

/** A new label is shown by the confirmation that follows; where none follows yet, it is said. */
async function* sayRename(turn: TurnState, name: string | undefined): Emissions {
  const { flow } = conversationOf(turn);
  if (name === undefined || flow?.name !== 'update' || flow.context.wanted.name !== name) return;
  if (flowAwaiting(flow) !== 'confirmation')
    yield utter(say('flow.renamed_with_it', { before: flow.context.source?.name ?? '', name }));
}

async function* nameSandbox(turn: TurnState, { name, sandbox }: Given): Emissions {
  const wanted = name ?? sandbox;
  if (wanted === undefined) return yield* cannotHandle(turn);
  const problem = sandboxNameProblem(turn.facts, wanted);
  if (problem !== null) return yield utter(problem);
  yield* advance(turn, { type: 'slots.given', slots: { name: wanted.trim() } });
}

export async function* clear(turn: TurnState, { slot }: Extract<Command, { command: 'clear' }>): Emissions {
  if (!(yield* advance(turn, { type: 'slot.cleared', slot }))) yield* cannotHandle(turn);
}
