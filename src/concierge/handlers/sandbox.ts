import type { Slots } from '../../domain/conversation.ts';
import type { Source } from '../../domain/source.ts';
import { open } from '../advance.ts';
import type { Command } from '../commands.ts';
import { code, say } from '../reply.ts';
import { judgeSlots, sandboxNameProblem, type Verdict } from '../slot-rules.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';
import { pickSandbox, pickSource } from './pick.ts';
import { refuse } from './refuse.ts';

/** A sandbox is created only after a yes to its name. */
export async function* createSandbox(
  turn: TurnState,
  command: Extract<Command, { command: 'create_sandbox' }>,
): Emissions {
  const wanted = command.name?.trim() ?? null;
  const problem = wanted === null ? null : sandboxNameProblem(turn.facts, wanted);
  if (problem !== null) yield utter(problem);
  yield* open(turn, 'create_sandbox', { name: problem === null ? wanted : null }, command);
}

type Copy = Extract<Command, { command: 'copy' }>;

/** What the same server elsewhere has in common with this one, never its credential; the label is judged where it goes. */
const judgeCopy = (turn: TurnState, source: Source, { sandbox, base_url, name }: Copy): Verdict => {
  const { egress } = turn.deps;
  const connection = {
    base_url: base_url ?? source.base_url,
    auth_kind: source.auth_kind,
    ...(source.auth_header !== null && { auth_header: source.auth_header }),
    ...(sandbox !== undefined && { sandbox }),
  };
  const { accepted, refused } = judgeSlots(egress, turn.facts, connection, {});
  const label = name ?? source.name;
  if (accepted.sandbox === undefined) return { accepted: { ...accepted, name: label }, refused };
  const named = judgeSlots(egress, turn.facts, { name: label }, { sandbox: accepted.sandbox });
  return { accepted: { ...accepted, ...named.accepted }, refused: [...refused, ...named.refused] };
};

/** The same server in another sandbox: a registration like any other, with what is known filled in. */
export async function* copy(turn: TurnState, command: Copy): Emissions {
  const { flow, queued } = conversationOf(turn);
  // The sandbox that it goes to may be the one that this message creates first.
  if (flow?.name === 'create_sandbox' && turn.started) return void queued.push(command);
  const { sandboxes, sandbox } = turn.facts;
  if (sandboxes.length === 1 && command.sandbox === undefined && command.name === undefined)
    return yield utter(say('answers.copy_needs_sandbox', { sandbox: code(sandbox.name) }));
  const source = yield* pickSource(turn, command);
  if (!source || (yield* pickSandbox(turn, command.sandbox)) === null) return;
  const from = sandboxes.find(({ sandbox_id }) => sandbox_id === source.sandbox_id) ?? sandbox;
  // Under another label it stands beside the first one.
  const goes = command.sandbox ?? (command.name === undefined ? undefined : from.name);
  const { accepted, refused } = judgeCopy(turn, source, { ...command, sandbox: goes });
  const place = {
    name: source.name,
    sandbox: code(from.name),
    taken: command.name === undefined ? 'URL, authentication and label' : 'URL and authentication',
  };
  yield utter(say(source.auth_kind === 'none' ? 'answers.copied' : 'answers.copied_sealed', place));
  const input = { slots: accepted satisfies Slots, asks_sandbox: sandboxes.length > 1 };
  if (yield* open(turn, 'register', input, command)) yield* refuse(turn, refused);
}
