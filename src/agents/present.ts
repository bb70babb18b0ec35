import type { Agent } from '../domain/agent.ts';

/** An agent as outsiders see it: public fields, selected in. */
export const presentAgent = (agent: Agent) => ({
  agent_id: agent.agent_id,
  user_id: agent.user_id,
  sandbox_id: agent.sandbox_id,
  slug: agent.slug,
  name: agent.name,
  description: agent.description,
  system_prompt: agent.system_prompt,
  tool_sources: agent.tool_sources,
  tool_allowlist: agent.tool_allowlist,
  model_settings: agent.model_settings,
  status: agent.status,
  version: agent.version,
  created_at: agent.created_at,
  updated_at: agent.updated_at,
});

export type PublicAgent = ReturnType<typeof presentAgent>;
