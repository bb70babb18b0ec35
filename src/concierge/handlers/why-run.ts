import type { Command } from '../commands.ts';
import { code, count, listed, minute, say } from '../reply.ts';
import { useTool } from '../tool-use.ts';
import type { ToolOutput } from '../tools/index.ts';
import { type Emissions, type TurnState, utter } from '../turn-state.ts';
import { missingTools } from './list.ts';
import { pickAgent } from './pick.ts';

type Run = ToolOutput<'list_runs'>['runs'][number];
type TracedRun = ToolOutput<'get_run_trace'>;

/** How far back a failure is looked for when the last run had none. */
const runsRead = 20;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const hasFailed = ({ status }: Run): boolean => status === 'failed' || status === 'timeout';

/** The agent of a run by its slug; one that is archived has none any more. */
const agentOf = ({ facts }: TurnState, { agent_id }: Run): string => {
  const agent = facts.agents.find((one) => one.agent_id === agent_id);
  return agent === undefined ? say('runs.archived_agent') : code(agent.slug);
};

const howItEnded = (turn: TurnState, run: Run): string => {
  const values = { agent: agentOf(turn, run), started: minute(run.started_at) };
  const error = run.error_message ?? '';
  if (run.status === 'succeeded') return say('runs.succeeded', values);
  if (run.status === 'cancelled') return say('runs.cancelled', { ...values, error });
  return hasFailed(run) ? say('runs.failed', { ...values, error }) : say('runs.running', values);
};

const figures = ({ duration_ms, tokens_in, tokens_out, run_id }: TracedRun): string[] => {
  if (duration_ms === null) return [];
  return [say('runs.figures', { seconds: seconds(duration_ms), tokens_in, tokens_out, run: code(run_id) })];
};

const whatItUsed = ({ trace, tools_called, status, error_message }: TracedRun): string[] => {
  if (trace === null) return error_message === null ? [] : [say('runs.no_trace')];
  const given = trace.tool_names_advertised.length;
  if (given === 0) return [say('runs.given_none'), ...missingTools(trace)];
  if (tools_called.length === 0) {
    const none = say('runs.used_none', { tools: count(given, 'tool') });
    return [status === 'succeeded' ? `${none} ${say('runs.answered_without')}` : none];
  }
  const calls = tools_called.map(({ name, is_error }) =>
    is_error ? say('runs.failed_call', { tool: code(name) }) : code(name),
  );
  return [say('runs.used', { tools: count(given, 'tool'), calls: listed(calls) })];
};

/** Why the last run went as it did, of one agent or of any: how it ended, what it had and used, how much it wrote. */
export async function* whyRun(turn: TurnState, command: Extract<Command, { command: 'why' }>): Emissions {
  const agent = command.agent === undefined ? undefined : yield* pickAgent(turn, command);
  if (agent === null) return;
  const of = agent === undefined ? {} : { agent: agent.slug };
  const { runs } = yield* useTool(turn, 'list_runs', { ...of, limit: runsRead });
  const [last] = runs;
  if (last === undefined)
    return yield utter(
      agent === undefined
        ? say('runs.none_at_all', { sandbox: code(turn.facts.sandbox.name) })
        : say('runs.none', { slug: agent.slug }),
    );
  const run = yield* useTool(turn, 'get_run_trace', { run_id: last.run_id });
  const earlier = hasFailed(last) ? undefined : runs.slice(1).find(hasFailed);
  const before = earlier && { started: minute(earlier.started_at), error: earlier.error_message ?? '' };
  yield utter(
    [
      howItEnded(turn, last),
      ...(before === undefined ? [] : [say('runs.earlier_failure', before)]),
      ...whatItUsed(run),
      ...figures(run),
    ].join('\n\n'),
  );
}
