import type { Source } from '../../domain/source.ts';
import { advance, open } from '../advance.ts';
import type { Command } from '../commands.ts';
import { code, listed, say } from '../reply.ts';
import { healthLine, reportCheck, reportFailure } from '../report.ts';
import { judgeSlots } from '../slot-rules.ts';
import { useTool } from '../tool-use.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';
import { matchSources, pickSource, sayNoSource } from './pick.ts';

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

/** What can be undone is done at once; a new URL or credential is a flow. */
export async function* update(turn: TurnState, command: Extract<Command, { command: 'update' }>): Emissions {
  const source = yield* pickSource(turn, command);
  if (!source) return;
  if (command.rotate || command.base_url !== undefined) return yield* openUpdate(turn, command, source);
  if (command.name !== undefined) yield* rename(turn, source, command.name);
  const { allowed_tools, rate_cap_per_minute } = command;
  if (allowed_tools === undefined && rate_cap_per_minute === undefined) {
    if (command.name === undefined) yield utter(say('answers.what_can_change', { name: source.name }));
    return;
  }
  const changed = yield* useTool(turn, 'update_source', {
    source: source.data_source_id,
    ...(allowed_tools !== undefined && { allowed_tools }),
    ...(rate_cap_per_minute !== undefined && { rate_cap_per_minute }),
  });
  const { allowed_tools: now, rate_cap_per_minute: cap } = changed.adapter_config;
  yield utter(
    say('answers.limits_changed', {
      name: source.name,
      tools: now === null ? 'all' : listed(now.map(code)) || 'none',
      cap,
      before: source.allowed_tools === null ? 'all' : listed(source.allowed_tools.map(code)) || 'none',
      cap_before: source.rate_cap_per_minute,
    }),
  );
}

async function* openUpdate(
  turn: TurnState,
  command: Extract<Command, { command: 'update' }>,
  source: Source,
): Emissions {
  const { data_source_id, name, base_url, auth_kind } = source;
  if (command.rotate && auth_kind === 'none')
    return yield utter(say('answers.no_credential_needed', { name }));
  const wanted: { rotate?: true; base_url?: string } = command.rotate ? { rotate: true } : {};
  if (command.base_url !== undefined) {
    const { accepted, refused } = judgeSlots(
      turn.deps.egress,
      turn.facts,
      { base_url: command.base_url },
      {},
    );
    for (const { detail } of refused) yield utter(detail);
    if (!accepted.base_url) return;
    wanted.base_url = accepted.base_url;
  }
  yield* open(turn, 'update', { source: { data_source_id, name, base_url, auth_kind }, wanted }, command);
}

async function* rename(turn: TurnState, source: Source, wanted: string): Emissions {
  const { accepted, refused } = judgeSlots(
    turn.deps.egress,
    turn.facts,
    { name: wanted },
    { source: source.data_source_id },
  );
  for (const { detail } of refused) yield utter(detail);
  if (accepted.name === undefined) return;
  const renamed = yield* useTool(turn, 'update_source', {
    source: source.data_source_id,
    name: accepted.name,
  });
  yield utter(say('answers.renamed', { before: source.name, name: renamed.name }));
  const namespace = renamed.adapter_config.app_namespace;
  if (namespace === source.namespace) return;
  yield utter(say('answers.names_changed', { before: `${source.namespace}__`, now: `${namespace}__` }));
  const lost = turn.facts.agents.flatMap(({ slug, tool_allowlist }) =>
    tool_allowlist
      .filter((name) => name.startsWith(`${source.namespace}__`))
      .map((name) => `${code(name)} (${slug})`),
  );
  if (lost.length > 0) yield utter(say('answers.allowlist_lost', { entries: listed(lost) }));
}

export async function* pause(turn: TurnState, command: Extract<Command, { command: 'pause' }>): Emissions {
  const source = yield* pickSource(turn, command);
  if (!source) return;
  if (source.status === 'paused') return yield utter(say('answers.already_paused', { name: source.name }));
  if (source.status === 'error') return yield utter(say('answers.pause_in_error', { name: source.name }));
  yield* useTool(turn, 'update_source', { source: source.data_source_id, paused: true });
  yield utter(say('answers.paused', { name: source.name }));
}

export async function* resume(turn: TurnState, command: Extract<Command, { command: 'resume' }>): Emissions {
  const source = yield* pickSource(turn, command);
  if (!source) return;
  if (source.status !== 'paused')
    return yield utter(say('answers.not_paused', { name: source.name, status: source.status }));
  const resumed = yield* useTool(turn, 'update_source', { source: source.data_source_id, paused: false });
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
  const source = yield* pickSource(turn, command);
  if (!source) return;
  const checked = yield* useTool(turn, 'test_user_mcp_source', { source: source.data_source_id });
  yield* reportCheck(checked);
}

async function* testAll(turn: TurnState): Emissions {
  const { sources, sandbox } = turn.facts;
  const own = sources.filter(({ sandbox_id }) => sandbox_id === sandbox.sandbox_id);
  if (own.length === 0) return yield* sayNoSource(turn, undefined);
  const rows: string[] = [];
  for (const { data_source_id } of own) {
    if (turn.signal.aborted) break;
    const checked = yield* useTool(turn, 'test_user_mcp_source', { source: data_source_id });
    const found = checked.health_error ?? healthLine(checked);
    rows.push(`| ${checked.name} | ${checked.status} | ${found} |`);
  }
  yield utter([say('report.table_head'), ...rows].join('\n'));
}
