import type { Agent } from '../../domain/agent.ts';
import type { Source } from '../../domain/source.ts';
import type { Command } from '../commands.ts';
import { slotsOf } from '../conversation.ts';
import type { Facts } from '../facts.ts';
import { type Lookup, lookUp } from '../name-lookup.ts';
import { sourceOption } from '../options.ts';
import { bullets, code, listed, say } from '../reply.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';

type NamedSource = Source & { names: string[] };

export const allSandboxes = ({ sandboxes }: Facts): string => listed(sandboxes.map(({ name }) => code(name)));

/** The sandbox that a name means, as a tool takes it; empty without a name, null when none fits, which is said. */
export async function* pickSandbox(
  { facts }: TurnState,
  wanted: string | undefined,
): Emissions<{ sandbox?: string } | null> {
  if (wanted === undefined) return {};
  const match = lookUp(
    wanted,
    facts.sandboxes.map(({ name }) => ({ name, names: [name] })),
  );
  if (match.kind === 'one') return { sandbox: match.found.name };
  yield utter(say('refused.sandbox', { sandbox: code(wanted), wanted, sandboxes: allSandboxes(facts) }));
  return null;
}

export const named = (source: Source): NamedSource => ({
  ...source,
  names: [source.name, source.namespace, source.data_source_id],
});

/** Without a name, a pause can only mean an active source and a resume a paused one. */
const fits: Partial<Record<Command['command'], Source['status']>> = { pause: 'active', resume: 'paused' };

/** "It" is no name: it means what was spoken of. */
const isPointing = (said: string | undefined): boolean =>
  /^(?:it|this|that|(?:this|that|the same|the last) (?:one|server|source))$/i.test(said?.trim() ?? '');

/** Requests that without a name are about the source spoken of last, such as "fix its credential". */
const followsOn = new Set<Command['command']>(['update', 'copy', 'why', 'show_source']);

/**
 * The source that is meant without its name: that of the open flow ("rename it first"), else the one spoken of last,
 * when the message points at it or the request can only follow on. A revocation takes one only when it is pointed at.
 */
const pointedAt = (turn: TurnState, command: Command['command'], points: boolean): Source | undefined => {
  const { flow, about } = conversationOf(turn);
  const find = (id: string | undefined) =>
    turn.facts.sources.find(({ data_source_id }) => data_source_id === id);
  const open = find(slotsOf(flow).source);
  if (open && (points || command !== 'revoke')) return open;
  return points || followsOn.has(command) ? find(about) : undefined;
};

/** The sources of the conversation's sandbox. */
export const ownSources = ({ facts: { sources, sandbox } }: TurnState): Source[] =>
  sources.filter(({ sandbox_id }) => sandbox_id === sandbox.sandbox_id);

/** Sources that a name may mean: those of the conversation's sandbox, else of any. Without a name: all that fit. */
export const matchSources = (
  turn: TurnState,
  { command, source: said }: Extract<Command, { source?: string | undefined }>,
): Lookup<Source> => {
  const { facts } = turn;
  const wanted = isPointing(said) ? undefined : said;
  const meant = wanted === undefined ? pointedAt(turn, command, said !== undefined) : undefined;
  if (meant) return { kind: 'one', found: meant };
  const own = ownSources(turn);
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
  yield utter(say('answers.unknown_agent', { wanted: wanted ?? '', sandbox: code(sandbox.name), known }));
  return null;
}
