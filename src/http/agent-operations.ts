import { z } from 'zod';
import { agentChanges, agentFields, modelSettingsFields } from '../agents/fields.ts';
import { publicAgent } from '../agents/present.ts';
import { wiringAnswer, wiringFields } from '../agents/wire-integration.ts';
import { callAnswer } from '../calls/port.ts';
import { publicAgentTools, publicTools } from '../catalog/present-tools.ts';
import { listOf } from '../domain/answer-fields.ts';
import { operation } from './operation.ts';

const strictSettings = { model_settings: modelSettingsFields.strict().nullish() };
const toolsQuery = z.object({ app_slug: z.string().optional().describe('Only tools of this namespace.') });
const callBody = z.object({ arguments: z.record(z.string(), z.unknown()).default({}) });

export const agentOperations = {
  list: operation({
    id: 'listAgents',
    summary: 'List the agents of a sandbox',
    description: 'Archived ones are left out.',
    answer: listOf('agents', publicAgent),
  }),
  create: operation({
    id: 'createAgent',
    summary: 'Create an agent',
    body: agentFields.extend(strictSettings),
    example: {
      slug: 'support',
      name: 'Support',
      system_prompt: 'Answer from the handbook.',
      model_settings: { backend: 'anthropic', model: 'claude-haiku-5-5' },
    },
    headers: ['Idempotency-Key'],
    status: 201,
    answer: publicAgent,
    errors: ['conflict'],
  }),
  show: operation({ id: 'getAgent', summary: 'Show an agent', answer: publicAgent }),
  update: operation({
    id: 'updateAgent',
    summary: 'Change an agent',
    description: 'What is left out stays; `version` grows by one.',
    body: agentChanges.extend(strictSettings),
    example: { tool_allowlist: ['acme-docs__search_docs'] },
    headers: ['If-Match'],
    answer: publicAgent,
    errors: ['conflict'],
  }),
  updateModelSettings: operation({
    id: 'updateModelSettings',
    summary: 'Change the model settings of an agent',
    body: modelSettingsFields,
    example: { max_turns: 5 },
    headers: ['If-Match'],
    answer: publicAgent,
    errors: ['conflict'],
  }),
  updateToolSources: operation({
    id: 'updateToolSources',
    summary: 'Change which providers an agent has tools of',
    body: agentFields.pick({ tool_sources: true }).required(),
    example: { tool_sources: ['user_mcp'] },
    headers: ['If-Match'],
    answer: publicAgent,
    errors: ['conflict'],
  }),
  archive: operation({
    id: 'archiveAgent',
    summary: 'Archive an agent',
    headers: ['If-Match'],
    status: 204,
    answer: null,
    errors: ['conflict'],
  }),
  wire: operation({
    id: 'wireIntegration',
    summary: 'Report what an agent has of a source',
    description:
      'Tools are wired by themselves. The one thing this changes is to add `user_mcp` back to an agent that had it removed.',
    body: wiringFields,
    example: { app_slug: 'acme-docs' },
    headers: ['If-Match'],
    answer: wiringAnswer,
    errors: ['conflict'],
  }),
  sandboxTools: operation({
    id: 'listTools',
    summary: 'List every callable tool of a sandbox',
    query: toolsQuery,
    answer: publicTools,
  }),
  tools: operation({
    id: 'listAgentTools',
    summary: 'List what an agent can call now, and why the rest is missing',
    query: toolsQuery,
    answer: publicAgentTools,
  }),
  call: operation({
    id: 'callTool',
    summary: 'Call one tool as an agent',
    description:
      "The one route whose rate the sources' caps hold. A call is sent once and never again by us, and anew by each " +
      'request: an `Idempotency-Key` does nothing here.',
    body: callBody,
    example: { arguments: { query: 'holidays' } },
    answer: callAnswer,
    errors: ['conflict', 'upstream_failed', 'upstream_timeout'],
  }),
};
