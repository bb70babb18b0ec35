import { explainTool, type ToolExplanation } from '../../catalog/explain-tool.ts';
import type { Resolution } from '../../catalog/port.ts';
import type { Command } from '../commands.ts';
import { code, listed, say } from '../reply.ts';
import { useTool } from '../tool-use.ts';
import { type Emissions, type TurnState, utter } from '../turn-state.ts';
import { agentsIn, noAgents, pickSandbox, placeOf } from './pick.ts';
import { saidElsewhere } from './tool-elsewhere.ts';
import { whyText } from './why-text.ts';

type Called = { name: string; source: string };
/** A tool by its own name may be one of several sources; what is only alike is the one that was found. */
const calledSo = ({ tools }: Resolution, wanted: string, { name, source }: ToolExplanation): Called[] => {
  const same = tools.filter((one) => one.tool === wanted && one.name !== wanted);
  return same.length > 0
    ? same.map((one) => ({ name: one.name, source: one.source_name }))
    : [{ name: name ?? wanted, source: source ?? '' }];
};

/** The agents that can call one tool, and why the others cannot; what holds for all of them is said once. */
export async function* sayWhoCalls(
  turn: TurnState,
  { sandbox: place }: Extract<Command, { command: 'list_agents' }>,
  wanted: string,
): Emissions {
  const said = yield* pickSandbox(turn, place);
  if (said === null) return;
  const sandbox = said ?? turn.facts.sandbox;
  yield* useTool(turn, 'list_agents', placeOf(said));
  const agents = await agentsIn(turn, sandbox);
  if (agents.length === 0) {
    const resolution = await turn.deps.catalog.resolveSandbox(turn.caller, sandbox.sandbox_id);
    const explained = explainTool(resolution, wanted);
    for (const { name, source } of explained.kind === 'available'
      ? calledSo(resolution, wanted, explained)
      : [])
      yield utter(say('answers.tool_of', { tool: code(name), source }));
    return yield utter(noAgents(turn, sandbox));
  }
  const able = new Map<string, { source: string; agents: string[] }>();
  const reasons = new Set<string>();
  const kinds = new Set<ToolExplanation['kind']>();
  for (const agent of agents) {
    const resolution = await turn.deps.catalog.resolveAgent(turn.caller, agent);
    const explained = explainTool(resolution, wanted);
    kinds.add(explained.kind);
    if (explained.kind !== 'available') reasons.add(whyText(turn, explained, { wanted, agent, sandbox }));
    else
      for (const { name, source } of calledSo(resolution, wanted, explained)) {
        const known = able.get(name) ?? { source, agents: [] };
        able.set(name, { source, agents: [...known.agents, agent.slug] });
      }
  }
  for (const [tool, { source, agents }] of able)
    yield utter(say('answers.agents_call', { agents: listed(agents.map(code)), tool: code(tool), source }));
  const isUnknown = kinds.size === 1 && kinds.has('unknown');
  if (isUnknown && (yield* saidElsewhere(turn, wanted, sandbox))) return;
  for (const reason of reasons) yield utter(reason);
}
