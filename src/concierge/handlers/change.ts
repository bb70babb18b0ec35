import type { Source } from '../../domain/source.ts';
import { advance, open } from '../advance.ts';
import type { Command } from '../commands.ts';
import { rememberUndo } from '../remember-undo.ts';
import { count, say } from '../reply.ts';
import { healthLine, reportCheck, reportFailure } from '../report.ts';
import { asShown } from '../shown-source.ts';
import { matchSources, sourcesIn } from '../source-match.ts';
import { useTool } from '../tool-use.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';
import { whereaboutsOf } from '../whereabouts.ts';
import { missed, pickSandbox, pickSource, sayNoSource } from './pick.ts';
import { saidRevoked } from './revoked.ts';

/** Revocation is always its own flow: it names the source and asks. */
export async function* revoke(turn: TurnState, command: Extract<Command, { command: 'revoke' }>): Emissions {
  if (yield* saidRevoked(turn, command)) return;
  const match = matchSources(turn, command);
  if (match.kind !== 'one' && match.kind !== 'several') return void (yield* missed(turn, command, match));
  const source = match.kind === 'one' ? asShown(match.found) : null;
  const candidates = match.kind === 'several' ? match.found.map(({ data_source_id }) => data_source_id) : [];
  const { flow } = conversationOf(turn);
  if (flow?.name === 'revoke' && !turn.started && !turn.moved) {
    const present = flow.context.source?.data_source_id ?? null;
    // Said again, it is the same request: it answers the question which one, or is asked once more.
    if (present === (source?.data_source_id ?? null)) return;
    if (present === null && source) {
      yield* advance(turn, { type: 'source.chosen', source });
      // One more in this message waits its turn.
      turn.started = true;
      return;
    }
  }
  yield* open(turn, 'revoke', { source, candidates }, command);
}

const titled = ({ facts }: TurnState, source: Source) => ({
  ...whereaboutsOf(facts, source),
  name: source.name,
});

/** Nothing was done to this one: what was done to another before it is not what is taken back next. */
const forgetOthers = (turn: TurnState, { data_source_id }: Source): void => {
  // What the same message did before is taken back with it.
  if (turn.did) return;
  const conversation = conversationOf(turn);
  const { undo } = conversation;
  if (undo && 'source' in undo && undo.source !== data_source_id) conversation.undo = undefined;
};

export async function* pause(turn: TurnState, command: Extract<Command, { command: 'pause' }>): Emissions {
  const source = yield* pickSource(turn, command);
  if (!source) return;
  if (source.status !== 'active') forgetOthers(turn, source);
  if (source.status === 'paused') return yield utter(say('answers.already_paused', titled(turn, source)));
  if (source.status === 'error') return yield utter(say('answers.pause_in_error', titled(turn, source)));
  yield* useTool(turn, 'update_source', { source: source.data_source_id, paused: true });
  rememberUndo(turn, { command: 'resume', source: source.data_source_id });
  yield utter(say('answers.paused', titled(turn, source)));
}

export async function* resume(turn: TurnState, command: Extract<Command, { command: 'resume' }>): Emissions {
  const { about, undo } = conversationOf(turn);
  const isGone = !turn.facts.sources.some(({ data_source_id }) => data_source_id === about);
  const isLast = (command.source ?? 'it') === 'it' && isGone;
  // "bring it back" after a revocation: what an "undo" of that is told.
  if (isLast && undo?.command === 'help') return void turn.pending.unshift(undo);
  const source = yield* pickSource(turn, command);
  if (!source) return;
  if (source.status !== 'paused') forgetOthers(turn, source);
  if (source.status === 'error') return yield utter(say('answers.not_working', titled(turn, source)));
  if (source.status !== 'paused') return yield utter(say('answers.not_paused', titled(turn, source)));
  const resumed = yield* useTool(turn, 'update_source', { source: source.data_source_id, paused: false });
  rememberUndo(turn, { command: 'pause', source: source.data_source_id });
  if (resumed.health_error) return yield* reportFailure(turn, resumed);
  yield utter(say('answers.resumed', titled(turn, source)));
}

/** The owner agrees to changed and held tool definitions as they are now. */
export async function* accept(turn: TurnState, command: Extract<Command, { command: 'accept' }>): Emissions {
  const source = yield* pickSource(turn, command);
  if (!source) return;
  yield* useTool(turn, 'update_source', { source: source.data_source_id, accept_tools: true });
  yield utter(say('answers.accepted', titled(turn, source)));
}

export async function* test(turn: TurnState, command: Extract<Command, { command: 'test' }>): Emissions {
  if (command.all) return yield* testAll(turn, command.sandbox);
  // "yes, and test it": it was checked just now, and that has been told.
  const meansIt = command.source === undefined || command.source === 'it';
  if (turn.checked.length > 0 && meansIt) return;
  const source = yield* pickSource(turn, command);
  if (!source || turn.checked.includes(source.data_source_id)) return;
  const checked = yield* useTool(turn, 'test_user_mcp_source', { source: source.data_source_id });
  yield* reportCheck(turn, checked);
}

async function* testAll(turn: TurnState, wanted: string | undefined): Emissions {
  const sandbox = yield* pickSandbox(turn, wanted);
  if (sandbox === null) return;
  const here = sourcesIn(turn.facts, sandbox);
  // "Check all our servers" means those of other sandboxes where this one has none.
  const own = here.length > 0 || sandbox !== undefined ? here : turn.facts.sources;
  if (own.length === 0)
    return yield* sayNoSource(turn, undefined, { kind: 'none', ...(sandbox && { sandbox }) });
  const rows: string[] = [];
  let passed = 0;
  for (const source of own) {
    if (turn.signal.aborted) break;
    const checked = yield* useTool(turn, 'test_user_mcp_source', { source: source.data_source_id });
    if (checked.health_error === null) passed += 1;
    const found = checked.health_error ?? healthLine(checked);
    const place = here.length > 0 ? '' : whereaboutsOf(turn.facts, source).place;
    rows.push(`| ${checked.name}${place} | ${checked.status} | ${found} |`);
  }
  // "It" is none of many.
  if (rows.length > 1) conversationOf(turn).about = undefined;
  yield utter(say('report.table_summary', { passed, of: count(rows.length, 'source') }));
  yield utter([say('report.table_head'), ...rows].join('\n'));
}
