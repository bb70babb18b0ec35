import { listAgents } from '../agents/list.ts';
import type { Agent } from '../domain/agent.ts';
import { getSource } from '../sources/get.ts';
import type { presentSource } from '../sources/present.ts';
import { bullets, code, count, listed, say } from './reply.ts';
import type { ToolContext } from './tools/tool.ts';
import { type Emissions, type TurnState, utter } from './turn-state.ts';

type Presented = ReturnType<typeof presentSource>;

const maxNamesShown = 10;

/** `- a` … for at most ten names, then how many more there are. */
export const nameList = (names: readonly string[]): string => {
  const more = names.length - maxNamesShown;
  const shown = more > 1 ? names.slice(0, maxNamesShown) : names;
  return bullets([...shown.map(code), ...(more > 1 ? [`and ${more} more`] : [])]);
};

/** Status, tools, latency and protocol of a source whose check passed, on one line. */
export const healthLine = ({ health }: Presented): string =>
  health
    ? say('report.health', {
        tools: count(health.tool_count, 'tool'),
        latency_ms: health.latency_ms,
        protocol: health.protocol_version,
      })
    : '';

/** What is asked of the rooms to report on a source. */
type Asker = Pick<ToolContext, 'deps' | 'caller'>;

const callableNames = async (turn: Asker, { sandbox_id, data_source_id }: Presented): Promise<string[]> => {
  const source = await getSource(turn.deps, turn.caller, { sandbox_id, data_source_id });
  const tools = await turn.deps.catalog.toolsOfSource(turn.caller, source);
  return tools.filter(({ status }) => status === 'ok' || status === 'changed').map(({ name }) => name);
};

const sees = (agent: Agent, names: readonly string[]): boolean =>
  agent.status === 'active' &&
  (agent.tool_sources ?? ['user_mcp']).includes('user_mcp') &&
  (agent.tool_allowlist.length === 0 || agent.tool_allowlist.some((name) => names.includes(name)));

const seenBy = async (turn: Asker, sandbox_id: string, names: readonly string[]): Promise<string> => {
  const agents = (await listAgents(turn.deps, turn.caller, { sandbox_id })).filter((agent) =>
    sees(agent, names),
  );
  if (agents.length === 0) return say('report.seen_by_none');
  return say('report.seen_by', { agents: listed(agents.map(({ slug }) => code(slug))) });
};

const failureText = ({ name, status, health_error }: Presented): string =>
  say('report.failed', { name, status, error: health_error ?? '' });

/** Why a check failed and what to do next. */
export async function* reportFailure(source: Presented): Emissions {
  yield utter(failureText(source));
}

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

/** The result of one health check. */
export const checkText = (source: Presented): string =>
  source.health_error
    ? failureText(source)
    : say('report.checked', { name: source.name, status: source.status, health: healthLine(source) });

export async function* reportRegistration(turn: TurnState, source: Presented): Emissions {
  yield utter(await registrationText(turn, source));
}

export async function* reportCheck(source: Presented): Emissions {
  yield utter(checkText(source));
}

export async function* reportRevocation({ name }: Presented): Emissions {
  yield utter(say('report.revoked', { name }));
}

export async function* reportDiscard({ name }: Presented): Emissions {
  yield utter(say('report.discarded', { name }));
}
