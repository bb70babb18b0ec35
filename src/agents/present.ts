import { z } from 'zod';
import type { Agent } from '../domain/agent.ts';
import { idField, textField, timeField } from '../domain/answer-fields.ts';
import { modelSettingsFields } from './fields.ts';

export const publicAgent = z
  .object({
    agent_id: idField('agent'),
    user_id: idField('account'),
    sandbox_id: idField('sandbox'),
    slug: textField('support'),
    name: textField('Support'),
    description: textField('Answers questions of staff.'),
    system_prompt: textField('Answer from the handbook.'),
    tool_sources: z
      .array(z.string())
      .nullable()
      .meta({ description: 'Null means the default, `["user_mcp"]`; `[]` means none.', examples: [null] }),
    tool_allowlist: z
      .array(z.string())
      .meta({ description: 'Callable names; `[]` means all.', examples: [[]] }),
    model_settings: modelSettingsFields
      .required({ backend: true, model: true })
      .meta({ examples: [{ backend: 'anthropic', model: 'claude-haiku-5-5' }] }),
    status: z.enum(['active', 'archived']),
    version: z.int(),
    created_at: timeField,
    updated_at: timeField,
  })
  .meta({ id: 'Agent' });

export type PublicAgent = z.output<typeof publicAgent>;

/** An agent as outsiders see it: public fields, selected in. */
export const presentAgent = (agent: Agent): PublicAgent => ({
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
