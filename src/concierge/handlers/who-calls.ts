import { explainEach, type ToolExplanation } from '../../catalog/explain-tool.ts';
import type { Sandbox } from '../../domain/sandbox.ts';
import type { Command } from '../commands.ts';
import { code, listed, say } from '../reply.ts';
import { useTool } from '../tool-use.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';
import { agentsIn, noAgents, pickSandbox, placeOf } from './pick.ts';
import { saidElsewhere } from './tool-elsewhere.ts';
import { whyText } from './why-text.ts';

/** "which source has get_page?", "what is its url?": the one that was the answer is spoken of from now on. */
const speakOfOnly = (turn: TurnState, { sandbox_id }: Sandbox, names: readonly string[]): void => {
  const found = turn.facts.sources.filter(
    (source) => source.sandbox_id === sandbox_id && names.includes(source.name),
  );
  if (found.length === 1) conversationOf(turn).about = found[0]!.data_source_id;
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
    for (const { kind, name = wanted, source = '' } of explainEach(resolution, wanted))
      if (kind === 'available') yield utter(say('answers.tool_of', { tool: code(name), source }));
    return yield utter(noAgents(turn, sandbox));
  }
  const able = new Map<string, { source: string; agents: string[] }>();
  const reasons = new Set<string>();
  const kinds = new Set<ToolExplanation['kind']>();
  for (const agent of agents) {
    const resolution = await turn.deps.catalog.resolveAgent(turn.caller, agent);
    for (const explained of explainEach(resolution, wanted)) {
      const { kind, name = wanted, source = '' } = explained;
      kinds.add(kind);
      if (kind !== 'available') reasons.add(whyText(turn, explained, { wanted, agent, sandbox }));
      else able.set(name, { source, agents: [...(able.get(name)?.agents ?? []), agent.slug] });
    }
  }
  speakOfOnly(
    turn,
    sandbox,
    [...able.values()].map(({ source }) => source),
  );
  for (const [tool, { source, agents }] of able)
    yield utter(say('answers.agents_call', { agents: listed(agents.map(code)), tool: code(tool), source }));
  const isUnknown = kinds.size === 1 && kinds.has('unknown');
  if (isUnknown && (yield* saidElsewhere(turn, wanted, sandbox))) return;
  for (const reason of reasons) yield utter(reason);
}
