import type { Sandbox } from '../../domain/sandbox.ts';
import { type Source, standingOf, whyFailed } from '../../domain/source.ts';
import type { Command } from '../commands.ts';
import { foundIn, lookUp } from '../name-lookup.ts';
import { bullets, code, count, listed, say } from '../reply.ts';
import { agentsWith, nameList, sourceLine } from '../report.ts';
import { named, sourcesIn } from '../source-match.ts';
import { useTool } from '../tool-use.ts';
import type { ToolOutput } from '../tools/index.ts';
import { type Emissions, type TurnState, utter } from '../turn-state.ts';
import { whereaboutsOf } from '../whereabouts.ts';
import {
  agentsIn,
  allSandboxes,
  noAgents,
  pickAgent,
  pickSandbox,
  pickSource,
  placeOf,
  placeOfAgent,
} from './pick.ts';
import { sayWhoCalls } from './who-calls.ts';

export async function* listSources(
  turn: TurnState,
  { status, sandbox: wanted }: Extract<Command, { command: 'list_sources' }>,
): Emissions {
  const place = yield* pickSandbox(turn, wanted);
  if (place === null) return;
  const { sources, sandbox } = yield* useTool(turn, 'list_sources', {
    ...placeOf(place),
    ...(status !== undefined && { status }),
  });
  if (sources.length === 0) {
    const none =
      status === undefined
        ? say('answers.no_sources', { sandbox: code(sandbox) })
        : say('answers.no_sources_of_status', {
            status: status === 'error' ? 'failing' : status,
            sandbox: code(sandbox),
          });
    return yield utter(none);
  }
  yield utter(
    say('answers.sources', {
      sources: count(sources.length, 'source'),
      sandbox: code(sandbox),
      list: bullets(sources.map(sourceLine)),
    }),
  );
}

export async function* listSandboxes(
  turn: TurnState,
  { source }: Extract<Command, { command: 'list_sandboxes' }>,
): Emissions {
  const { sandboxes } = yield* useTool(turn, 'list_sandboxes', {});
  if (source !== undefined) return yield* saySandboxesWith(turn, source);
  const here = turn.facts.sandbox.sandbox_id;
  const lines = sandboxes.map(
    ({ name, status, sandbox_id }) =>
      `${code(name)}: ${status}, \`${sandbox_id}\`${sandbox_id === here ? ' (this conversation)' : ''}`,
  );
  yield utter(say('answers.sandboxes', { list: bullets(lines) }));
}

/** Every source that a name may mean, in whichever sandbox, by label, URL or namespace. */
async function* saySandboxesWith({ facts }: TurnState, wanted: string): Emissions {
  const found = foundIn(lookUp(wanted, facts.sources.map(named)));
  const addresses = new Set(found.map(({ base_url }) => base_url));
  const ids = new Set(found.map(({ data_source_id }) => data_source_id));
  const same = facts.sources.filter((one) => ids.has(one.data_source_id) || addresses.has(one.base_url));
  const lines = same.map((source) => {
    const place = facts.sandboxes.find((one) => one.sandbox_id === source.sandbox_id);
    return `${code(place?.name ?? '')}: ${source.name}, ${standingOf(source).status}, ${code(source.base_url)}`;
  });
  if (lines.length === 0)
    return yield utter(say('answers.in_no_sandbox', { wanted, sandboxes: allSandboxes(facts) }));
  yield utter(say('answers.in_sandboxes', { name: found[0]!.name, list: bullets(lines) }));
}

export async function* listAgents(
  turn: TurnState,
  command: Extract<Command, { command: 'list_agents' }>,
): Emissions {
  if (command.tool !== undefined) return yield* sayWhoCalls(turn, command, command.tool);
  if (command.source !== undefined) return yield* sayAgentsWith(turn, command);
  const { sandbox: wanted } = command;
  const place = yield* pickSandbox(turn, wanted);
  if (place === null) return;
  const { agents, sandbox } = yield* useTool(turn, 'list_agents', placeOf(place));
  if (agents.length === 0) return yield utter(noAgents(turn, { name: sandbox }));
  const lines = agents.map(({ slug, name }) => (slug === name ? code(slug) : `${code(slug)}: ${name}`));
  yield utter(say('answers.agents', { sandbox: code(sandbox), list: bullets(lines) }));
}

/** The agents that have tools of a source, or why none has. */
async function* sayAgentsWith(
  turn: TurnState,
  command: Extract<Command, { command: 'list_agents' }>,
): Emissions {
  const source = yield* pickSource(turn, command);
  if (!source) return;
  const { name, sandbox_id } = source;
  yield* useTool(turn, 'list_agents', { sandbox: sandbox_id });
  const agents = source.status === 'active' ? await agentsWith(turn, source) : [];
  const where = whereaboutsOf(turn.facts, source);
  if (agents.length > 0)
    return yield utter(say('answers.agents_with', { ...where, name, agents: listed(agents.map(code)) }));
  const why = source.status === 'active' ? '' : ` ${whyLeftOut(turn, source)}`;
  yield utter(`${say('answers.no_agent_with', { ...where, name })}${why}`);
}

type AgentTools = ToolOutput<'list_agent_tools'>;

/** What is missing from a list of tools, as counts with reasons. */
export const missingTools = (trace: AgentTools['trace']): string[] => [
  ...(trace.allowlist_filtered_out.length > 0
    ? [say('answers.missing_allowlist', { count: count(trace.allowlist_filtered_out.length, 'more tool') })]
    : []),
  ...trace.sources_skipped.map((label) =>
    say('answers.missing_source', { name: label, reason: trace.skip_reasons[label] ?? '' }),
  ),
  ...trace.unusable_tools.map(({ name, source, reason }) =>
    say('answers.missing_unusable', { name: code(name), source, reason }),
  ),
  ...(trace.held_tools.length > 0
    ? [say('answers.missing_held', { count: count(trace.held_tools.length, 'tool') })]
    : []),
  ...(trace.restricted_tools.length > 0
    ? [say('answers.missing_restricted', { count: count(trace.restricted_tools.length, 'more tool') })]
    : []),
  ...(trace.allowlist_missing_entries.length > 0
    ? [say('answers.missing_entries', { entries: listed(trace.allowlist_missing_entries.map(code)) })]
    : []),
];

const bySource = (tools: AgentTools['tools']): string => {
  const groups = new Map<string, string[]>();
  for (const { source, name } of tools) groups.set(source, [...(groups.get(source) ?? []), name]);
  return [...groups].map(([source, names]) => `${source}:\n${bullets(names.map(code))}`).join('\n\n');
};

/** Of a sandbox that was said, or else of the conversation's. */
async function* sayTools(turn: TurnState, slug: string | undefined, said: Sandbox | undefined): Emissions {
  const of = { ...placeOf(said), ...(slug !== undefined && { agent: slug }) };
  const resolved = yield* useTool(turn, 'list_agent_tools', of);
  const sandbox = code((said ?? turn.facts.sandbox).name);
  const who =
    slug === undefined
      ? say('answers.any_agent', { sandbox })
      : `${code(slug)}${said ? ` of ${sandbox}` : ''}`;
  const none =
    slug === undefined ? say('answers.no_agent_has_tools', { sandbox }) : say('answers.no_tools', { who });
  const answer =
    resolved.count === 0
      ? none
      : say('answers.tools', { who, tools: count(resolved.count, 'tool'), list: bySource(resolved.tools) });
  const missing = missingTools(resolved.trace);
  const isEmpty = resolved.count === 0 && missing.length === 0 && sourcesIn(turn.facts, said).length === 0;
  yield utter(
    [answer, ...missing, ...(isEmpty ? [say('answers.no_sources', { sandbox })] : [])].join('\n\n'),
  );
}

export async function* listTools(
  turn: TurnState,
  command: Extract<Command, { command: 'list_tools' }>,
): Emissions {
  if (command.source !== undefined) return yield* sayToolsOfSource(turn, command);
  const sandbox = yield* pickSandbox(turn, command.sandbox);
  if (sandbox === null) return;
  const agents = await agentsIn(turn, sandbox ?? turn.facts.sandbox);
  if (command.agent === undefined && agents.length !== 1) {
    yield* sayTools(turn, undefined, sandbox);
    const limited = agents.filter((one) => one.tool_allowlist.length > 0 || one.tool_sources !== null);
    const [first] = limited;
    if (first === undefined) return;
    const slugs = listed(limited.map(({ slug }) => code(slug)));
    return yield utter(say('answers.tools_of_some', { agents: slugs, agent: first.slug }));
  }
  const agent = yield* pickAgent(turn, command);
  if (agent) yield* sayTools(turn, agent.slug, sandbox ?? placeOfAgent(turn, agent));
}

/** Why no agent has the tools of a source that is not active. */
const whyLeftOut = ({ facts }: TurnState, source: Source): string =>
  source.status === 'paused'
    ? say('why.paused', { ...whereaboutsOf(facts, source), source: source.name })
    : source.status === 'error'
      ? whyFailed(source)
      : '';

async function* sayToolsOfSource(
  turn: TurnState,
  command: Extract<Command, { command: 'list_tools' }>,
): Emissions {
  const source = yield* pickSource(turn, command);
  if (!source) return;
  const { tools, status, name, adapter_config } = yield* useTool(turn, 'get_source', {
    source: source.data_source_id,
  });
  const allowed = adapter_config.allowed_tools;
  const isAllowed = ({ tool }: (typeof tools)[number]) => allowed === null || allowed.includes(tool);
  const leftOut = tools.filter((tool) => !isAllowed(tool)).length;
  const usable = tools
    .filter((tool) => (tool.status === 'ok' || tool.status === 'changed') && isAllowed(tool))
    .map((tool) => tool.name);
  const rest = tools.filter((tool) => tool.status === 'held' || tool.status === 'unusable');
  const list = { name, status, tools: count(usable.length, 'tool'), list: nameList(usable) };
  const left = status === 'active' ? '' : ` ${whyLeftOut(turn, source)}`;
  yield utter(
    [
      usable.length === 0 || left !== ''
        ? `${say('answers.source_no_tools', { name })}${left}`
        : say('answers.source_tools', list),
      ...(leftOut > 0 ? [say('answers.missing_restricted', { count: count(leftOut, 'tool') })] : []),
      ...rest.map((tool) =>
        say('answers.missing_unusable', {
          name: code(tool.name),
          source: name,
          reason: tool.reason ?? tool.status,
        }),
      ),
    ].join('\n\n'),
  );
}
