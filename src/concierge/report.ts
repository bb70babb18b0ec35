import { getSandbox } from '../accounts/get-sandbox.ts';
import { listAgents } from '../agents/list.ts';
import type { Agent } from '../domain/agent.ts';
import type { AuthKind } from '../domain/auth.ts';
import type { FailureCause, Health } from '../domain/health.ts';
import { notCheckedYet, standingOf } from '../domain/source.ts';
import { getSource } from '../sources/get.ts';
import type { presentSource } from '../sources/present.ts';
import { plainAuth } from './ask.ts';
import { rememberUndo } from './remember-undo.ts';
import { bullets, code, count, listed, say } from './reply.ts';
import type { ToolContext } from './tools/tool.ts';
import { type Emissions, type TurnState, utter } from './turn-state.ts';
import { nowhere, type Whereabouts, whereaboutsOf } from './whereabouts.ts';

type Presented = ReturnType<typeof presentSource>;

const maxNamesShown = 10;

/** `- a` … for at most ten names, then how many more there are. */
export const nameList = (names: readonly string[]): string => {
  const more = names.length - maxNamesShown;
  const shown = more > 1 ? names.slice(0, maxNamesShown) : names;
  return bullets([...shown.map(code), ...(more > 1 ? [`and ${more} more`] : [])]);
};

const figures = ({ tool_count, latency_ms, protocol_version }: Health) => ({
  tools: count(tool_count, 'tool'),
  latency_ms,
  protocol: protocol_version,
});

/** After a name that nothing has: which there are. */
export const unknownSourceText = (wanted: string, names: readonly string[]): string =>
  names.length === 1
    ? say('answers.unknown_source_of_one', { wanted, name: names[0]! })
    : say('answers.unknown_source', { wanted, names: bullets(names) });

/** Tools, latency and protocol of a source whose check passed, on one line. */
export const healthLine = ({ health }: Presented): string =>
  health ? say('report.health', figures(health)) : '';

type Listed = Pick<Presented, 'name' | 'status' | 'health'> & {
  health_error?: string | null;
  adapter_config: Pick<Presented['adapter_config'], 'base_url' | 'auth_kind' | 'auth_header'>;
};
/** A source in a list: how it is, where, what it asks callers for, and what is wrong. */
export const sourceLine = (source: Listed): string => {
  const { status, problem } = standingOf(source);
  const tools = source.health ? `, ${count(source.health.tool_count, 'tool')}` : '';
  const { base_url, auth_kind, auth_header } = source.adapter_config;
  const scheme = auth_kind === 'none' ? '' : `, ${plainAuth(auth_kind, auth_header)}`;
  const why = problem === null ? '' : ` (${problem})`;
  return `${source.name}: ${status}${tools}, ${code(base_url)}${scheme}${why}`;
};

/** What is asked of the rooms to report on a source. */
type Asker = Pick<ToolContext, 'deps' | 'caller'>;

type Ref = Pick<Presented, 'sandbox_id' | 'data_source_id'>;

const callableNames = async (turn: Asker, { sandbox_id, data_source_id }: Ref): Promise<string[]> => {
  const source = await getSource(turn.deps, turn.caller, { sandbox_id, data_source_id });
  const tools = await turn.deps.catalog.toolsOfSource(turn.caller, source);
  return tools.filter(({ status }) => status === 'ok' || status === 'changed').map(({ name }) => name);
};

const sees = (agent: Agent, names: readonly string[]): boolean =>
  (agent.tool_sources ?? ['user_mcp']).includes('user_mcp') &&
  (agent.tool_allowlist.length === 0 || agent.tool_allowlist.some((name) => names.includes(name)));

const agentsOf = async ({ deps, caller }: Asker, sandbox_id: string): Promise<Agent[]> =>
  (await listAgents(deps, caller, { sandbox_id })).filter(({ status }) => status === 'active');

/** The slugs of those that can call one of these tools. */
const slugsOfSeeing = (agents: readonly Agent[], names: readonly string[]): string[] =>
  agents.filter((agent) => sees(agent, names)).map(({ slug }) => slug);

/** The slugs of the agents that can call a tool of this source. */
export const agentsWith = async (turn: Asker, source: Ref): Promise<string[]> => {
  const names = await callableNames(turn, source);
  return names.length === 0 ? [] : slugsOfSeeing(await agentsOf(turn, source.sandbox_id), names);
};

const seenBy = async (turn: Asker, sandbox_id: string, names: readonly string[]): Promise<string> => {
  const agents = await agentsOf(turn, sandbox_id);
  const seeing = slugsOfSeeing(agents, names);
  if (seeing.length > 0) return say('report.seen_by', { agents: listed(seeing.map(code)) });
  const sandbox = code((await getSandbox(turn.deps, turn.caller, sandbox_id)).name);
  return say(agents.length === 0 ? 'report.seen_by_none' : 'report.seen_by_none_there', { sandbox });
};

const failureText = ({ name, status, health_error }: Presented, { place } = nowhere(name)): string =>
  say('report.failed', { name, place, status, error: health_error ?? '' });

/** Why a check failed. */
export async function* reportFailure({ facts }: TurnState, source: Presented): Emissions {
  yield utter(failureText(source, whereaboutsOf(facts, source)));
}

const ofCredential: (FailureCause | null)[] = ['unauthorized', 'credential_missing'];
const ofAddress: (FailureCause | null)[] = [
  'name_not_found',
  'not_found',
  'web_page',
  'redirect',
  'protocol_unknown',
  'address_refused',
];

/** What to say next about a source whose check failed, outside of a registration. */
const nextStep = ({ health_cause }: Presented, { said }: Whereabouts): string => {
  if (ofCredential.includes(health_cause)) return say('report.next_credential', { said });
  return ofAddress.includes(health_cause)
    ? say('report.next_address', { said })
    : say('report.next_test', { said });
};

/** What was registered and what can be called now, or why its check failed. */
export const registrationText = async (asker: Asker, source: Presented): Promise<string> => {
  if (source.status !== 'active') return failureText(source);
  const names = await callableNames(asker, source);
  return [
    say('report.registered', { name: source.name, health: healthLine(source) }),
    say('report.names', { names: nameList(names) }),
    await seenBy(asker, source.sandbox_id, names),
  ].join('\n\n');
};

const checkTextAt = (source: Presented, where: Whereabouts): string => {
  if (source.health_error === notCheckedYet) return say('report.unchecked', { ...where, name: source.name });
  if (source.health_error) return `${failureText(source, where)} ${nextStep(source, where)}`;
  const { name, status, health } = source;
  if (status === 'paused' && health)
    return say('report.checked_paused', { ...where, name, ...figures(health) });
  return say('report.checked', { name, status, place: where.place, health: healthLine(source) });
};

/** The result of one health check. */
export const checkText = (source: Presented): string => checkTextAt(source, nowhere(source.name));

export async function* reportRegistration(turn: TurnState, source: Presented): Emissions {
  yield utter(await registrationText(turn, source));
}

export async function* reportCheck({ facts }: TurnState, source: Presented): Emissions {
  yield utter(checkTextAt(source, whereaboutsOf(facts, source)));
}

/** After a new label: the way back, and what the tools' new names break. */
export async function* reportRename(turn: TurnState, renamed: Presented): Emissions {
  const before = turn.facts.sources.find(({ data_source_id }) => data_source_id === renamed.data_source_id);
  if (before === undefined) return;
  rememberUndo(turn, { command: 'update', source: before.data_source_id, name: before.name });
  yield utter(
    say('answers.renamed', {
      ...whereaboutsOf(turn.facts, renamed),
      before: before.name,
      name: renamed.name,
    }),
  );
  const namespace = renamed.adapter_config.app_namespace;
  if (namespace === before.namespace) return;
  yield utter(say('answers.names_changed', { before: `${before.namespace}__`, now: `${namespace}__` }));
  const agents = await listAgents(turn.deps, turn.caller, { sandbox_id: renamed.sandbox_id });
  const lost = agents
    .filter(({ status }) => status === 'active')
    .flatMap(({ slug, tool_allowlist }) =>
      tool_allowlist
        .filter((name) => name.startsWith(`${before.namespace}__`))
        .map((name) => `${code(name)} of ${code(slug)}`),
    );
  if (lost.length > 0) yield utter(say('answers.allowlist_lost', { entries: bullets(lost) }));
}

type Revoked = { name: string; auth_kind: AuthKind };

/** What a revocation took away; a credential only from a source that takes one. */
export const revokedText = ({ name, auth_kind }: Revoked, where = nowhere(name)): string => {
  const and_credential = auth_kind === 'none' ? '' : say('report.and_no_credential');
  return say('report.revoked', { ...where, name, and_credential });
};

/** It cannot be undone, which is what an "undo" after it is told. */
export async function* reportRevocation(turn: TurnState, revoked: Presented): Emissions {
  rememberUndo(turn, { command: 'help', topic: 'revoke' });
  const { auth_kind } = revoked.adapter_config;
  yield utter(revokedText({ name: revoked.name, auth_kind }, whereaboutsOf(turn.facts, revoked)));
}

export async function* reportDiscard({ name }: Presented): Emissions {
  yield utter(say('report.discarded', { name }));
}
