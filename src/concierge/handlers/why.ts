import { explainTool } from '../../catalog/explain-tool.ts';
import type { Command } from '../commands.ts';
import { awaitingOf } from '../conversation.ts';
import { code, count, say } from '../reply.ts';
import { reportCheck } from '../report.ts';
import { useTool } from '../tool-use.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';
import { whereaboutsOf } from '../whereabouts.ts';
import { listTools } from './list.ts';
import { agentsIn, pickAgent, pickSandbox, pickSource, placeOf, placeOfAgent } from './pick.ts';
import { help } from './talk.ts';
import { saidElsewhere } from './tool-elsewhere.ts';
import { whyRun } from './why-run.ts';
import { whyText } from './why-text.ts';

type Why = Extract<Command, { command: 'why' }>;

/** Why a tool is missing, a source is as it is, or a run went as it did. */
export async function* why(turn: TurnState, command: Why): Emissions {
  if (command.run !== undefined) return yield* whyRun(turn, command);
  if (command.tool !== undefined) return yield* whyTool(turn, command, command.tool);
  if (command.source !== undefined && command.agent !== undefined) return yield* whyOfAgent(turn, command);
  if (command.source !== undefined) return yield* whySource(turn, command);
  if (command.agent !== undefined)
    return yield* listTools(turn, { command: 'list_tools', agent: command.agent, sandbox: command.sandbox });
  if (awaitingOf(conversationOf(turn)) !== null) return yield* help(turn, { command: 'help' });
  const failing = turn.facts.sources.filter(({ health_error }) => health_error !== null);
  if (failing.length === 1) return yield* whySource(turn, { ...command, source: failing[0]!.data_source_id });
  yield utter(say('answers.why_what'));
}

async function* whyTool(turn: TurnState, command: Why, wanted: string): Emissions {
  const named = yield* pickSandbox(turn, command.sandbox);
  if (named === null) return;
  const hasAgents = (await agentsIn(turn, named ?? turn.facts.sandbox)).length > 0;
  const agent = hasAgents ? yield* pickAgent(turn, command) : null;
  if (hasAgents && !agent) return;
  const said = named ?? (agent === null ? undefined : placeOfAgent(turn, agent));
  const sandbox = said ?? turn.facts.sandbox;
  yield* useTool(turn, 'list_agent_tools', { ...placeOf(said), ...(agent && { agent: agent.slug }) });
  const { catalog } = turn.deps;
  const resolution = agent
    ? await catalog.resolveAgent(turn.caller, agent)
    : await catalog.resolveSandbox(turn.caller, sandbox.sandbox_id);
  const explained = explainTool(resolution, wanted);
  if (explained.kind === 'unknown' && (yield* saidElsewhere(turn, wanted, sandbox))) return;
  yield utter(whyText(turn, explained, { wanted, agent, sandbox, told: said !== undefined }));
  if (explained.kind !== 'unknown') return;
  // A source that is left out may be the one that has it.
  for (const label of resolution.trace.sources_skipped)
    yield utter(
      say('answers.missing_source', { name: label, reason: resolution.trace.skip_reasons[label] ?? '' }),
    );
  yield utter(say('why.ask_for_all', { agent: agent?.slug ?? 'my agent' }));
}

/** Why an agent has, or has not, the tools of a source. */
async function* whyOfAgent(turn: TurnState, command: Why): Emissions {
  const source = yield* pickSource(turn, command);
  const agent = source && (yield* pickAgent(turn, command));
  if (!source || !agent) return;
  const who = code(agent.slug);
  if (source.sandbox_id !== agent.sandbox_id)
    return yield utter(say('why.agent_elsewhere', { who, source: source.name }));
  if (source.status !== 'active')
    return yield* whySource(turn, { ...command, source: source.data_source_id });
  const { tools } = yield* useTool(turn, 'list_agent_tools', {
    ...(command.sandbox !== undefined && { sandbox: agent.sandbox_id }),
    agent: agent.slug,
  });
  const own = tools.filter((tool) => tool.source === source.name);
  if (own.length === 0) return yield utter(say('why.agent_outside', { who, source: source.name }));
  yield utter(say('why.agent_has', { who, tools: count(own.length, 'tool'), source: source.name }));
}

async function* whySource(turn: TurnState, command: Why): Emissions {
  const source = yield* pickSource(turn, command);
  if (!source) return;
  const shown = yield* useTool(turn, 'get_source', { source: source.data_source_id });
  if (shown.status !== 'paused') return yield* reportCheck(turn, shown);
  yield utter(say('why.paused', { ...whereaboutsOf(turn.facts, source), source: shown.name }));
}
