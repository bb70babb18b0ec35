import type { AgentAnswer } from '../api.ts';
import { fields } from '../columns.ts';
import { option, toolNames } from '../command.ts';

export type AgentOptions = {
  name?: string;
  description?: string;
  systemPrompt?: string;
  model?: string;
  allow?: string[];
};

export const agentOptions = [
  option('--name <name>', 'what people call it'),
  option('--description <text>', 'what it is for'),
  option('--system-prompt <text>', 'what it is told'),
  option('--model <name>', 'the model it runs on'),
  option('--allow <tools>', 'the only tools it may use: callable names, separated by commas').argParser(
    toolNames('Without --allow a new agent may use all; `agent update` has --allow-all.'),
  ),
];

/** Agent options as the API takes them. */
export const agentInput = ({ name, description, systemPrompt, model, allow }: AgentOptions) => ({
  name,
  description,
  system_prompt: systemPrompt,
  tool_allowlist: allow,
  model_settings: model === undefined ? undefined : ({ backend: 'anthropic', model } as const),
});

/** An agent, a line for each thing to know about it. */
export const agentText = (agent: AgentAnswer): string =>
  fields({
    id: agent.agent_id,
    slug: agent.slug,
    name: agent.name,
    description: agent.description || null,
    status: agent.status,
    model: agent.model_settings.model,
    'tool sources': (agent.tool_sources ?? ['user_mcp']).join(', ') || 'none',
    'only tools': agent.tool_allowlist.join(', ') || null,
    'system prompt': agent.system_prompt,
    version: agent.version,
  });
