import { listAgents } from '../../agents/list.ts';
import type { Agent } from '../../domain/agent.ts';
import type { Sandbox } from '../../domain/sandbox.ts';
import type { Source } from '../../domain/source.ts';
import type { Command } from '../commands.ts';
import type { Facts } from '../facts.ts';
import { type Lookup, lookUp } from '../name-lookup.ts';
import { sourceOption } from '../options.ts';
import { areOf, code, listed, say } from '../reply.ts';
import { unknownSourceText } from '../report.ts';
import { noSandboxText } from '../slot-rules.ts';
import {
  matchSources,
  type SourceCommand,
  type SourceMatch,
  sandboxNamed,
  sourcesIn,
} from '../source-match.ts';
import { conversationOf, type Emission, type Emissions, type TurnState, utter } from '../turn-state.ts';
import { whereaboutsOf } from '../whereabouts.ts';
import { saidRevoked } from './revoked.ts';

export const allSandboxes = ({ sandboxes }: Facts): string => listed(sandboxes.map(({ name }) => code(name)));

const sayNoSandbox = (facts: Facts, wanted: string): Emission => utter(noSandboxText(facts, wanted));

/** The sandbox that a name means; undefined without a name, null when none fits, which is said. */
export async function* pickSandbox(
  { facts }: TurnState,
  wanted: string | undefined,
): Emissions<Sandbox | undefined | null> {
  if (wanted === undefined) return undefined;
  const found = sandboxNamed(facts, wanted);
  if (found === undefined) yield sayNoSandbox(facts, wanted);
  return found ?? null;
}

/** As a tool takes it. */
export const placeOf = (sandbox: Sandbox | undefined): { sandbox?: string } =>
  sandbox === undefined ? {} : { sandbox: sandbox.name };

/** Where each of these is, when the account has more than one sandbox. */
const titles = (facts: Facts, sources: readonly Source[]): string[] =>
  sources.map((source) => `${source.name}${whereaboutsOf(facts, source).place}`);

/** Says that no source fits, and which there are. */
export async function* sayNoSource(
  { facts }: TurnState,
  wanted: string | undefined,
  match: SourceMatch = { kind: 'none' },
): Emissions {
  if (match.kind === 'no_sandbox') return yield sayNoSandbox(facts, match.wanted);
  if (match.kind === 'elsewhere') {
    const there = sourcesIn(facts, match.sandbox).map(({ name }) => name);
    const values = { wanted: wanted ?? match.found[0]!.name, sandbox: code(match.sandbox.name) };
    const others = there.length > 0 ? ` ${say('answers.only_there', { names: listed(there) })}` : '';
    const found = listed(titles(facts, match.found));
    const are = areOf(match.found);
    return yield utter(`${say('answers.elsewhere', { ...values, are, found })}${others}`);
  }
  const { name } = (match.kind === 'none' && match.sandbox) || facts.sandbox;
  const known = match.kind === 'none' && match.sandbox ? sourcesIn(facts, match.sandbox) : facts.sources;
  if (known.length === 0) return yield utter(say('answers.no_sources', { sandbox: code(name) }));
  yield utter(unknownSourceText(wanted ?? '', titles(facts, known)));
}

/** Asks which one is meant; with `wanted`, after a name that none of them has. */
const askWhich = (
  turn: TurnState,
  command: Command,
  found: readonly Source[],
  wanted?: string | undefined,
): void => {
  const options = found.map((source) => sourceOption(turn.facts, source));
  conversationOf(turn).question = {
    awaiting: 'source',
    command,
    options,
    ...(wanted !== undefined && { wanted }),
  };
};

/**
 * True when nothing fits, which is said; a name that is nearly one that exists is asked about, and `asked` is what is
 * done with the answer.
 */
export async function* missed(
  turn: TurnState,
  command: SourceCommand,
  match: SourceMatch,
  asked: Command = command,
): Emissions<boolean> {
  const isMissed = match.kind !== 'one' && match.kind !== 'several';
  // What was spoken of before that name is not what "it" means behind it.
  if (isMissed && command.source !== undefined) conversationOf(turn).about = null;
  if (match.kind === 'near') askWhich(turn, asked, match.found, command.source ?? '');
  else if (isMissed) yield* sayNoSource(turn, command.source, match);
  return isMissed;
}

/** The source a command means; null when none fits, when it was revoked, or when the user was asked which. */
export async function* pickSource(turn: TurnState, command: SourceCommand): Emissions<Source | null> {
  if (yield* saidRevoked(turn, command)) return null;
  const match = matchSources(turn, command);
  if (match.kind === 'one') return match.found;
  turn.missed = true;
  if (match.kind === 'several') askWhich(turn, command, match.found);
  else yield* missed(turn, command, match);
  return null;
}

/** "My agent" is no name: any of them may be meant. */
const isAnyAgent = (said: string): boolean => /^(?:(?:my|our|the) )?(?:agent|bot|assistant)$/i.test(said);

type AgentCommand = Extract<Command, { agent?: string | undefined }>;

/** The agents of the sandbox that a command says, or of the conversation's. */
export const agentsIn = async ({ facts, deps, caller }: TurnState, sandbox: Sandbox): Promise<Agent[]> =>
  sandbox.sandbox_id === facts.sandbox.sandbox_id
    ? facts.agents
    : (await listAgents(deps, caller, { sandbox_id: sandbox.sandbox_id })).filter(
        ({ status }) => status === 'active',
      );

/** Looking further would keep the user waiting. */
const mostSandboxes = 10;
/** The one agent of that name that another sandbox has. */
const agentElsewhere = async (turn: TurnState, wanted: string): Promise<Agent | null> => {
  const others = turn.facts.sandboxes
    .filter(({ sandbox_id, status }) => sandbox_id !== turn.facts.sandbox.sandbox_id && status === 'active')
    .slice(0, mostSandboxes);
  const agents = (await Promise.all(others.map((sandbox) => agentsIn(turn, sandbox)))).flat();
  const match = lookUp(
    wanted,
    agents.map((agent) => ({ ...agent, names: [agent.slug, agent.name] })),
  );
  return match.kind === 'one' ? match.found : null;
};

/** That there is none, and the command that makes one there. */
export const noAgents = ({ facts }: TurnState, { name }: Pick<Sandbox, 'name'>): string =>
  say('answers.no_agents', {
    sandbox: code(name),
    place: facts.sandboxes.length > 1 ? ` --sandbox ${name}` : '',
  });

/** The sandbox of an agent that was found in another one than the conversation's. */
export const placeOfAgent = ({ facts }: TurnState, { sandbox_id }: Agent): Sandbox | undefined =>
  sandbox_id === facts.sandbox.sandbox_id
    ? undefined
    : facts.sandboxes.find((sandbox) => sandbox.sandbox_id === sandbox_id);

/** The agent a command means; null when none fits or when the user was asked which. */
export async function* pickAgent(turn: TurnState, command: AgentCommand): Emissions<Agent | null> {
  const said = yield* pickSandbox(turn, command.sandbox);
  if (said === null) return null;
  const sandbox = said ?? turn.facts.sandbox;
  const agents = await agentsIn(turn, sandbox);
  const wanted = command.agent !== undefined && isAnyAgent(command.agent) ? undefined : command.agent;
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
  const elsewhere =
    command.sandbox === undefined && wanted !== undefined ? await agentElsewhere(turn, wanted) : null;
  if (elsewhere !== null) return elsewhere;
  const known =
    agents.length === 0
      ? noAgents(turn, sandbox)
      : say('answers.known_agents', {
          agents: listed(
            agents.map(({ slug }) => code(slug)),
            'or',
          ),
        });
  if (wanted !== undefined) conversationOf(turn).about = null;
  yield utter(say('answers.unknown_agent', { wanted: wanted ?? '', sandbox: code(sandbox.name), known }));
  return null;
}
