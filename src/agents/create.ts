import type { z } from 'zod';
import { getSandbox, readSandbox } from '../accounts/get-sandbox.ts';
import { assertActive } from '../accounts/require-active-sandbox.ts';
import { auditChange } from '../audit/record.ts';
import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import { createId } from '../domain/id.ts';
import { parseInput } from '../domain/parse.ts';
import { conflict } from '../errors.ts';
import { keys } from '../store/keys.ts';
import { untilFresh } from '../store/until-fresh.ts';
import type { AgentsDeps } from './deps.ts';
import { type AgentFields, agentFields } from './fields.ts';
import { modelSettingsAfter } from './model-settings.ts';

export type CreateAgentInput = z.input<typeof agentFields> & {
  sandbox_id: string;
  /** The same one makes the same agent. */
  attempt?: string | undefined;
};

const newAgent = (
  deps: AgentsDeps,
  caller: Caller,
  sandbox_id: string,
  fields: AgentFields,
): Omit<Agent, 'agent_id'> => {
  const at = deps.now().toISOString();
  return {
    user_id: caller.user_id,
    sandbox_id,
    slug: fields.slug,
    name: fields.name,
    description: fields.description ?? '',
    system_prompt: fields.system_prompt,
    tool_sources: fields.tool_sources ?? null,
    tool_allowlist: fields.tool_allowlist ?? [],
    model_settings: modelSettingsAfter(
      { backend: 'anthropic', model: deps.default_model },
      fields.model_settings,
    ),
    status: 'active',
    version: 1,
    created_at: at,
    updated_at: at,
  };
};

/**
 * Stores a new agent. The slug of an archived one is free again: the new agent, with an id of its own, takes its
 * place; runs of the old one name the old id. Errors: `validation`; `not_found`; `conflict` for a slug in use or
 * a sandbox that is not active.
 */
export const createAgent = async (
  deps: AgentsDeps,
  caller: Caller,
  { sandbox_id, attempt, ...input }: CreateAgentInput,
): Promise<Agent> => {
  await getSandbox(deps, caller, sandbox_id);
  const agent_id = createId('agent', attempt);
  const agent = { agent_id, ...newAgent(deps, caller, sandbox_id, parseInput(agentFields, input)) };
  const key = keys.agent(caller.user_id, sandbox_id, agent.slug);
  return untilFresh(async () => {
    const sandbox = await readSandbox(deps.store, caller, sandbox_id);
    assertActive(sandbox.value);
    const present = await deps.store.get<Agent>(key);
    if (present?.value.agent_id === agent_id) return present.value;
    if (present?.value.status === 'active') {
      throw conflict(`\`slug\`: this sandbox has an agent \`${agent.slug}\` already; choose another.`, {
        field: 'slug',
      });
    }
    const record = auditChange({
      caller,
      action: 'agent.create',
      subject: agent_id,
      sandbox_id,
      detail: { slug: agent.slug },
      at: deps.now(),
    });
    await deps.store.commit([
      // Unchanged, so that no agent is made in a sandbox that is archived or deleted meanwhile.
      { key: sandbox.key, value: sandbox.value, expect: sandbox.version },
      { key, value: agent, expect: present?.version ?? 'absent' },
      record,
    ]);
    return agent;
  });
};
