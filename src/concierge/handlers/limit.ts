import type { Source } from '../../domain/source.ts';
import type { Command } from '../commands.ts';
import { rememberUndo } from '../remember-undo.ts';
import { code, count, listed, say } from '../reply.ts';
import { nameList } from '../report.ts';
import { useTool } from '../tool-use.ts';
import { type Emissions, type TurnState, utter } from '../turn-state.ts';
import { whereaboutsOf } from '../whereabouts.ts';

type Update = Extract<Command, { command: 'update' }>;

const toolsNamed = (names: string[] | null): string => (names === null ? 'all' : listed(names.map(code)));

const isSame = (one: string, other: string): boolean =>
  one.toLowerCase().replace(/[^a-z0-9]/g, '') === other.toLowerCase().replace(/[^a-z0-9]/g, '');

type Offered = { tool: string; name: string };
/** The server's own names of what was said, by those or by callable names; null when it has no such tool. */
const ownTools = (offered: Offered[], said: string[]): string[] | null => {
  if (offered.length === 0) return said;
  const own = said.map(
    (wanted) => offered.find(({ tool, name }) => [tool, name].some((one) => isSame(one, wanted)))?.tool,
  );
  return own.every((tool) => tool !== undefined) ? own : null;
};

/** The tools that are to be allowed, from what is allowed now; `unknown` when one is not offered or nothing is known, undefined for no change. */
const wantedTools = (
  present: string[] | null,
  offered: Offered[],
  { allowed_tools, allow_tools = [], withhold_tools = [] }: Update,
): string[] | null | undefined | 'unknown' => {
  const [only, more, less] = [allowed_tools ?? [], allow_tools, withhold_tools].map((said) =>
    ownTools(offered, said),
  );
  if (!only || !more || !less) return 'unknown';
  if (allowed_tools === undefined && more.length + less.length === 0) return undefined;
  const base = allowed_tools === undefined ? present : allowed_tools && only;
  if (base === null && less.length === 0) return null;
  // All but some of what nobody knows would be none at all.
  if (base === null && offered.length === 0) return 'unknown';
  const all = [...new Set([...(base ?? offered.map(({ tool }) => tool)), ...more])];
  return all.filter((tool) => !less.includes(tool));
};

const isUnchanged = (present: string[] | null, tools: string[] | null): boolean =>
  tools === null || present === null
    ? tools === present
    : tools.length === present.length && tools.every((tool) => present.includes(tool));

/** Allowed tools and the rate cap are changed at once, and the way back is told. */
export async function* limit(turn: TurnState, source: Source, command: Update): Emissions {
  const { rate_cap_per_minute } = command;
  const offered = await offeredBy(turn, source, command);
  const before = source.allowed_tools;
  const tools = wantedTools(before, offered, command);
  if (tools === 'unknown') return yield* sayTools(turn, source, 'answers.no_such_tools');
  const { name } = source;
  const max = turn.deps.max_rate_cap_per_minute;
  if (rate_cap_per_minute !== undefined && rate_cap_per_minute > max)
    return yield utter(say('refused.rate_cap', { name, max }));
  if (tools === undefined && rate_cap_per_minute === undefined) return;
  if (tools !== undefined && rate_cap_per_minute === undefined && isUnchanged(before, tools))
    return yield utter(
      tools === null
        ? say('answers.all_tools_already', { name })
        : tools.length === 0
          ? say('answers.no_tools_already', { name })
          : say('answers.limited_already', { name, tools: toolsNamed(tools) }),
    );
  if (tools === undefined && rate_cap_per_minute === source.rate_cap_per_minute)
    return yield utter(say('answers.capped_already', { name, cap: count(rate_cap_per_minute, 'call') }));
  const source_id = { source: source.data_source_id };
  yield* useTool(turn, 'update_source', {
    ...source_id,
    ...(tools !== undefined && { allowed_tools: tools }),
    ...(rate_cap_per_minute !== undefined && { rate_cap_per_minute }),
  });
  rememberUndo(turn, {
    command: 'update',
    ...source_id,
    ...(tools !== undefined && { allowed_tools: before }),
    ...(rate_cap_per_minute !== undefined && { rate_cap_per_minute: source.rate_cap_per_minute }),
  });
  if (tools !== undefined) yield* reportTools(turn, source, tools);
  if (rate_cap_per_minute !== undefined)
    yield utter(
      say('answers.capped', {
        ...whereaboutsOf(turn.facts, source),
        name,
        cap: count(rate_cap_per_minute, 'call'),
        before: source.rate_cap_per_minute,
        before_calls: count(source.rate_cap_per_minute, 'call'),
      }),
    );
}

/** What the server has, only when tools are spoken of. */
const offeredBy = async (
  turn: TurnState,
  source: Source,
  { allowed_tools, allow_tools, withhold_tools }: Update,
): Promise<Offered[]> =>
  allowed_tools || allow_tools || withhold_tools
    ? await turn.deps.catalog.toolsOfSource(turn.caller, source)
    : [];

async function* reportTools({ facts }: TurnState, source: Source, tools: string[] | null): Emissions {
  const { name, allowed_tools: before } = source;
  const { place, said } = whereaboutsOf(facts, source);
  const isNone = (list: string[] | null): boolean => list?.length === 0;
  const undo =
    before === null
      ? say('answers.undo_limit', { said })
      : isNone(before)
        ? say('answers.undo_plain')
        : say('answers.undo_limit_to', { said, tools: listed(before) });
  const now = isNone(tools)
    ? say('answers.no_tools_left', { name, place })
    : tools !== null
      ? say('answers.limited', { name, place, tools: toolsNamed(tools) })
      : isNone(before)
        ? say('answers.all_tools_after_none', { name, place })
        : say('answers.all_tools', { name, place, before: toolsNamed(before) });
  yield utter(`${now} ${undo}`);
}

async function* sayTools(
  turn: TurnState,
  source: Source,
  key: 'answers.no_such_tools' | 'answers.how_to_limit',
): Emissions {
  const tools = (await turn.deps.catalog.toolsOfSource(turn.caller, source)).map(({ tool }) => tool);
  const { name } = source;
  if (tools.length === 0) return yield utter(say('answers.no_tools_known', { name }));
  yield utter(say(key, { name, example: tools[0]!, tools: nameList(tools) }));
}

/** How the limit is said of which the new value was left out, and what it is now. */
export async function* tellHowToLimit(
  turn: TurnState,
  source: Source,
  what: NonNullable<Update['what']>,
): Emissions {
  if (what === 'allowed_tools') return yield* sayTools(turn, source, 'answers.how_to_limit');
  const { name, rate_cap_per_minute } = source;
  const cap = count(rate_cap_per_minute, 'call');
  if (what === 'rate_cap_per_minute')
    yield utter(say('answers.how_to_cap', { name, cap, max: turn.deps.max_rate_cap_per_minute }));
}
