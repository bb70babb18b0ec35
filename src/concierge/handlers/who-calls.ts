import { explainTool, type ToolExplanation } from '../../catalog/explain-tool.ts';
import type { Command } from '../commands.ts';
import { code, listed, say } from '../reply.ts';
import { useTool } from '../tool-use.ts';
import { type Emissions, type TurnState, utter } from '../turn-state.ts';
import { agentsIn, pickSandbox, placeOf } from './pick.ts';
import { saidElsewhere } from './tool-elsewhere.ts';
import { whyText } from './why-text.ts';

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
  if (agents.length === 0) return yield utter(say('answers.no_agents', { sandbox: code(sandbox.name) }));
  const able: string[] = [];
  const reasons = new Set<string>();
  const kinds = new Set<ToolExplanation['kind']>();
  let found: ToolExplanation | null = null;
  for (const agent of agents) {
    const explained = explainTool(await turn.deps.catalog.resolveAgent(turn.caller, agent), wanted);
    kinds.add(explained.kind);
    if (explained.kind === 'available') {
      found = explained;
      able.push(agent.slug);
    } else reasons.add(whyText(turn, explained, { wanted, agent, sandbox }));
  }
  if (found !== null)
    yield utter(
      say('answers.agents_call', {
        agents: listed(able.map(code)),
        tool: code(found.name ?? wanted),
        source: found.source ?? '',
      }),
    );
  const isUnknown = kinds.size === 1 && kinds.has('unknown');
  if (isUnknown && (yield* saidElsewhere(turn, wanted, sandbox))) return;
  for (const reason of reasons) yield utter(reason);
}
