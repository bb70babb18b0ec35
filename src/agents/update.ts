import type { z } from 'zod';
import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import { parseInput } from '../domain/parse.ts';
import { conflict } from '../errors.ts';
import { changeAgent } from './change.ts';
import type { AgentRef, AgentsDeps } from './deps.ts';
import { type AgentChanges, agentChanges } from './fields.ts';
import { modelSettingsAfter } from './model-settings.ts';

export type UpdateAgentInput = z.input<typeof agentChanges> & AgentRef;

const changed = (present: Agent, wanted: AgentChanges): Agent => ({
  ...present,
  name: wanted.name ?? present.name,
  description: wanted.description === undefined ? present.description : (wanted.description ?? ''),
  system_prompt: wanted.system_prompt ?? present.system_prompt,
  tool_sources: wanted.tool_sources === undefined ? present.tool_sources : wanted.tool_sources,
  tool_allowlist:
    wanted.tool_allowlist === undefined ? present.tool_allowlist : (wanted.tool_allowlist ?? []),
  model_settings: modelSettingsAfter(present.model_settings, wanted.model_settings),
});

/**
 * Changes what is named; what is different then bumps `version`. Errors: `validation`; `not_found`; `conflict` for an archived agent
 * or a sandbox that is not active; `precondition_failed` when it has not an expected version.
 */
export const updateAgent = async (
  deps: AgentsDeps,
  caller: Caller,
  { sandbox_id, slug, expected_versions, ...input }: UpdateAgentInput,
): Promise<Agent> => {
  await requireActiveSandbox(deps, caller, sandbox_id);
  const wanted = parseInput(agentChanges, input);
  return changeAgent(deps, caller, { sandbox_id, slug, expected_versions }, 'agent.update', (present) => {
    if (present.status === 'archived') {
      throw conflict(`The agent \`${slug}\` is archived and cannot be changed; create it again to use it.`);
    }
    const next = changed(present, wanted);
    return JSON.stringify(next) === JSON.stringify(present) ? null : next;
  });
};
