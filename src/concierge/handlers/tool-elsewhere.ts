import { explainTool } from '../../catalog/explain-tool.ts';
import type { Sandbox } from '../../domain/sandbox.ts';
import { code, say } from '../reply.ts';
import { type Emissions, type TurnState, utter } from '../turn-state.ts';

/** Looking further would keep the user waiting. */
const mostSandboxes = 10;

/** Says in which other sandbox a tool is that this one does not have; false when none has it. */
export async function* saidElsewhere(turn: TurnState, wanted: string, here: Sandbox): Emissions<boolean> {
  const others = turn.facts.sandboxes
    .filter(({ sandbox_id, status }) => sandbox_id !== here.sandbox_id && status === 'active')
    .slice(0, mostSandboxes);
  for (const { sandbox_id, name } of others) {
    const found = explainTool(await turn.deps.catalog.resolveSandbox(turn.caller, sandbox_id), wanted);
    if (found.kind === 'unknown' || found.source === undefined) continue;
    yield utter(
      say('why.elsewhere', {
        tool: code(found.name ?? wanted),
        source: found.source,
        there: code(name),
        here: code(here.name),
        place: here.name,
      }),
    );
    return true;
  }
  return false;
}
