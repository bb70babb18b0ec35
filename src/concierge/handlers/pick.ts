import type { Agent } from '../../domain/agent.ts';
import type { Source } from '../../domain/source.ts';
import type { Command } from '../commands.ts';
import { slotsOf } from '../conversation.ts';
import { type Lookup, lookUp } from '../name-lookup.ts';
import { sourceOption } from '../options.ts';
import { bullets, code, listed, say } from '../reply.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';

type NamedSource = Source & { names: string[] };

const named = (source: Source): NamedSource => ({
  ...source,
  names: [source.name, source.namespace, source.data_source_id],
});

/** Without a name, a pause can only mean an active source and a resume a paused one. */
const fits: Partial<Record<Command['command'], Source['status']>> = { pause: 'active', resume: 'paused' };

/** Sources that a name may mean: those of the conversation's sandbox, else of any. Without a name: all that fit. */
export const matchSources = (
  turn: TurnState,
  { command, source: wanted }: Extract<Command, { source?: string | undefined }>,
): Lookup<Source> => {
  const { facts } = turn;
  const about = slotsOf(conversationOf(turn).flow).source;
  const open = facts.sources.find(({ data_source_id }) => data_source_id === about);
  // "Rename it first": what the open flow is about; a revocation never takes its source from there.
  if (wanted === undefined && open && command !== 'revoke') return { kind: 'one', found: open };
  const own = facts.sources.filter(({ sandbox_id }) => sandbox_id === facts.sandbox.sandbox_id);
  if (wanted !== undefined) {
    const near = lookUp(wanted, own.map(named));
    return near.kind === 'none' ? lookUp(wanted, facts.sources.map(named)) : near;
  }
  const any = own.length > 0 ? own : facts.sources;
  const fitting = any.filter(({ status }) => status === (fits[command] ?? status));
  const all = fitting.length > 0 ? fitting : any;
  if (all.length === 1) return { kind: 'one', found: all[0]! };
  return all.length === 0 ? { kind: 'none' } : { kind: 'several', found: all };
};

/** Says that no source fits, and which there are. */
export async function* sayNoSource({ facts }: TurnState, wanted: string | undefined): Emissions {
  if (facts.sources.length === 0)
    return yield utter(say('answers.no_sources', { sandbox: code(facts.sandbox.name) }));
  const names = bullets(facts.sources.map(({ name }) => name));
  yield utter(say('answers.unknown_source', { wanted: wanted ?? '', names }));
}

/** The source a command means; null when none fits or when the user was asked which. */
export async function* pickSource(
  turn: TurnState,
  command: Extract<Command, { source?: string | undefined }>,
): Emissions<Source | null> {
  const match = matchSources(turn, command);
  if (match.kind === 'one') return match.found;
  if (match.kind === 'none') yield* sayNoSource(turn, command.source);
  else
    conversationOf(turn).question = { awaiting: 'source', command, options: match.found.map(sourceOption) };
  return null;
}

/** The agent a command means; null when none fits or when the user was asked which. */
export async function* pickAgent(
  turn: TurnState,
  command: Extract<Command, { agent?: string | undefined }>,
): Emissions<Agent | null> {
  const { agents, sandbox } = turn.facts;
  const wanted = command.agent;
  const match: Lookup<Agent> =
    wanted !== undefined
      ? lookUp(
          wanted,
          agents.map((agent) => ({ ...agent, names: [agent.slug, agent.name] })),
        )
      : agents.length === 1
        ? { kind: 'one', found: agents[0]! }
        : { kind: 'several', found: agents };
  if (match.kind === 'one') return match.found;
  if (match.kind === 'several') {
    const options = match.found.map(({ slug, name }) => ({
      id: `agent:${slug}`,
      label: slug === name ? slug : `${name} (${slug})`,
    }));
    conversationOf(turn).question = { awaiting: 'agent', command, options };
    return null;
  }
  const known =
    agents.length === 0
      ? say('answers.no_agents', { sandbox: code(sandbox.name) })
      : say('answers.known_agents', { agents: listed(agents.map(({ slug }) => code(slug))) });
  yield utter(say('answers.unknown_agent', { wanted: wanted ?? '', known }));
  return null;
}
