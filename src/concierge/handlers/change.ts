import { advance, open } from '../advance.ts';
import type { Command } from '../commands.ts';
import { count, say } from '../reply.ts';
import { healthLine, reportCheck, reportFailure } from '../report.ts';
import { useTool } from '../tool-use.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';
import { matchSources, ownSources, pickSource, sayNoSource } from './pick.ts';

/** Revocation is always its own flow: it names the source and asks. */
export async function* revoke(turn: TurnState, command: Extract<Command, { command: 'revoke' }>): Emissions {
  const match = matchSources(turn, command);
  if (match.kind === 'none') return yield* sayNoSource(turn, command.source);
  const source =
    match.kind === 'one' ? { data_source_id: match.found.data_source_id, name: match.found.name } : null;
  const candidates = match.kind === 'several' ? match.found.map(({ data_source_id }) => data_source_id) : [];
  const { flow } = conversationOf(turn);
  if (flow?.name === 'revoke' && !turn.started && !turn.moved) {
    const present = flow.context.source?.data_source_id ?? null;
    // Said again, it is the same request: it answers the question which one, or is asked once more.
    if (present === (source?.data_source_id ?? null)) return;
    if (present === null && source) return void (yield* advance(turn, { type: 'source.chosen', source }));
  }
  yield* open(turn, 'revoke', { source, candidates }, command);
}

export async function* pause(turn: TurnState, command: Extract<Command, { command: 'pause' }>): Emissions {
  const source = yield* pickSource(turn, command);
  if (!source) return;
  if (source.status === 'paused') return yield utter(say('answers.already_paused', { name: source.name }));
  if (source.status === 'error') return yield utter(say('answers.pause_in_error', { name: source.name }));
  yield* useTool(turn, 'update_source', { source: source.data_source_id, paused: true });
  conversationOf(turn).undo = { command: 'resume', source: source.data_source_id };
  yield utter(say('answers.paused', { name: source.name }));
}

export async function* resume(turn: TurnState, command: Extract<Command, { command: 'resume' }>): Emissions {
  const source = yield* pickSource(turn, command);
  if (!source) return;
  if (source.status === 'error') return yield utter(say('answers.not_working', { name: source.name }));
  if (source.status !== 'paused') return yield utter(say('answers.not_paused', { name: source.name }));
  const resumed = yield* useTool(turn, 'update_source', { source: source.data_source_id, paused: false });
  conversationOf(turn).undo = { command: 'pause', source: source.data_source_id };
  if (resumed.health_error) return yield* reportFailure(resumed);
  yield utter(say('answers.resumed', { name: source.name }));
}

/** The owner agrees to changed and held tool definitions as they are now. */
export async function* accept(turn: TurnState, command: Extract<Command, { command: 'accept' }>): Emissions {
  const source = yield* pickSource(turn, command);
  if (!source) return;
  yield* useTool(turn, 'update_source', { source: source.data_source_id, accept_tools: true });
  yield utter(say('answers.accepted', { name: source.name }));
}

export async function* test(turn: TurnState, command: Extract<Command, { command: 'test' }>): Emissions {
  if (command.all) return yield* testAll(turn);
  // "yes, and test it": it was checked just now, and that has been told.
  const meansIt = command.source === undefined || command.source === 'it';
  if (turn.checked.length > 0 && meansIt) return;
  const source = yield* pickSource(turn, command);
  if (!source || turn.checked.includes(source.data_source_id)) return;
  const checked = yield* useTool(turn, 'test_user_mcp_source', { source: source.data_source_id });
  yield* reportCheck(checked);
}

async function* testAll(turn: TurnState): Emissions {
  const own = ownSources(turn);
  if (own.length === 0) return yield* sayNoSource(turn, undefined);
  const rows: string[] = [];
  let passed = 0;
  for (const { data_source_id } of own) {
    if (turn.signal.aborted) break;
    const checked = yield* useTool(turn, 'test_user_mcp_source', { source: data_source_id });
    if (checked.health_error === null) passed += 1;
    const found = checked.health_error ?? healthLine(checked);
    rows.push(`| ${checked.name} | ${checked.status} | ${found} |`);
  }
  yield utter(say('report.table_summary', { passed, of: count(rows.length, 'source') }));
  yield utter([say('report.table_head'), ...rows].join('\n'));
}
