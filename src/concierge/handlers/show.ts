import { notCheckedYet, standingOf } from '../../domain/source.ts';
import { authText } from '../ask.ts';
import type { Command } from '../commands.ts';
import { code, count, listed, minute, say } from '../reply.ts';
import { useTool } from '../tool-use.ts';
import type { ToolOutput } from '../tools/index.ts';
import { type Emissions, type TurnState, utter } from '../turn-state.ts';
import { pickSource } from './pick.ts';

type Shown = ToolOutput<'get_source'>;

const lastCheckOf = (shown: Shown): string => {
  const { recent_checks, health, health_error } = shown;
  if (health_error === notCheckedYet) return notCheckedYet;
  const at = recent_checks.at(-1)?.at ?? health?.checked_at;
  if (at === undefined) return health_error ?? 'none yet';
  const passed = health === null ? 'passed' : `passed, protocol ${health.protocol_version}`;
  return `${minute(at)}, ${health_error === null ? passed : `failed: ${health_error}`}`;
};

/** A line on the tools that it may offer, where not all of them. */
const restrictionOf = (allowed: string[] | null): string => {
  if (allowed === null) return '';
  return `\n- Tools: ${allowed.length === 0 ? 'none of them is offered' : `only ${listed(allowed.map(code))}`}`;
};

/** A source as it is stored; of its credential only whether there is one. */
export async function* showSource(
  turn: TurnState,
  command: Extract<Command, { command: 'show_source' }>,
): Emissions {
  const source = yield* pickSource(turn, command);
  if (!source) return;
  const shown = yield* useTool(turn, 'get_source', { source: source.data_source_id });
  const { base_url, auth_kind, auth_header, rate_cap_per_minute } = shown.adapter_config;
  const sandbox = turn.facts.sandboxes.find(({ sandbox_id }) => sandbox_id === shown.sandbox_id);
  yield utter(
    say('answers.source', {
      name: shown.name,
      status: standingOf(shown).status,
      sandbox: code(sandbox?.name ?? ''),
      url: code(base_url),
      scheme: authText(auth_kind, auth_header ?? undefined),
      tools: restrictionOf(source.allowed_tools),
      rate: count(rate_cap_per_minute, 'call'),
      checked: lastCheckOf(shown),
      registered: minute(shown.created_at),
    }),
  );
}
