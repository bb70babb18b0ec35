import type { ToolAnnotations } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { publicAgent } from '../../agents/present.ts';
import { publicSourceTool, publicTrace } from '../../catalog/present-tools.ts';
import { type ConciergeToolName, conciergeTools, type ToolOutput } from '../../concierge/tools/index.ts';
import { listOf } from '../../domain/answer-fields.ts';
import { runStatuses } from '../../domain/run.ts';
import { sandboxStatuses } from '../../domain/sandbox.ts';
import { publicSource } from '../../sources/present.ts';

/** How an MCP client sees one of the Concierge's tools; what it does is in `src/concierge/tools/`. */
export type Shape = {
  title: string;
  annotations: ToolAnnotations;
  input: z.ZodObject;
  output: z.ZodObject;
};

const reads: ToolAnnotations = { readOnlyHint: true, openWorldHint: false };
const asksServer: ToolAnnotations = { readOnlyHint: true, openWorldHint: true };

/** What a change answers: it may wait for its user, who is asked on a page. */
export const changeAnswer = z.object({
  outcome: z.enum(['done', 'waiting', 'declined']),
  source: publicSource.exactOptional(),
  link: z
    .object({ url: z.string(), expires_at: z.string() })
    .exactOptional()
    .describe('The page on which the user agrees; give it to them.'),
});
export type ChangeAnswer = z.output<typeof changeAnswer>;

const anywhere = { sandbox: z.string().optional().describe('name or id; left out: the first active one') };
const source = z.string().describe('label or data_source_id');

/** The arguments of the descriptor, in any sandbox of the account. Its objects are strict, so these are. */
const inputOf = (name: ConciergeToolName, further: z.ZodRawShape = {}): z.ZodObject =>
  (conciergeTools[name].input as unknown as z.ZodObject).extend(further);

const run = z.object({
  run_id: z.string(),
  agent_id: z.string(),
  status: z.enum(runStatuses),
  started_at: z.string(),
  duration_ms: z.number().nullable(),
  tokens_in: z.int(),
  tokens_out: z.int(),
  error_message: z.string().nullable(),
});

const agentTool = z.object({
  name: z.string(),
  source: z.string(),
  description: z.string(),
  status: z.enum(['ok', 'changed']),
});

const answers = {
  list_sandboxes: listOf(
    'sandboxes',
    z.object({ sandbox_id: z.string(), name: z.string(), status: z.enum(sandboxStatuses) }),
  ),
  list_sources: listOf('sources', publicSource).extend({ sandbox: z.string() }),
  get_source: publicSource.extend({ tools: z.array(publicSourceTool) }),
  // Extended by nothing, it is shown whole: a schema that is a reference has no type.
  test_user_mcp_source: publicSource.extend({}),
  list_agents: listOf(
    'agents',
    z.object({ slug: z.string(), name: z.string(), description: z.string() }),
  ).extend({ sandbox: z.string() }),
  get_agent: publicAgent.extend({}),
  list_agent_tools: listOf('tools', agentTool).extend({
    agent: z.string().exactOptional(),
    trace: publicTrace,
  }),
  get_run_trace: run.extend({
    agent_version: z.int(),
    tools_called: z.array(z.object({ name: z.string(), is_error: z.boolean(), duration_ms: z.number() })),
    trace: publicTrace.nullable(),
  }),
  list_runs: listOf('runs', run).extend({ agent: z.string().exactOptional() }),
} satisfies { [Name in ConciergeToolName]?: z.ZodType<ToolOutput<Name>> };

const changes = { add_user_mcp_source: true, revoke_user_mcp_source: true, update_source: true } as const;
export type ChangeName = keyof typeof changes;
export const isChange = (name: ConciergeToolName): name is ChangeName => Object.hasOwn(changes, name);

export const shapes: Record<ConciergeToolName, Shape> = {
  list_sandboxes: {
    title: 'List sandboxes',
    annotations: reads,
    input: inputOf('list_sandboxes'),
    output: answers.list_sandboxes,
  },
  list_sources: {
    title: 'List registered MCP servers',
    annotations: reads,
    input: inputOf('list_sources', anywhere),
    output: answers.list_sources,
  },
  get_source: {
    title: 'Show a registered MCP server',
    annotations: asksServer,
    input: inputOf('get_source', { source, ...anywhere }),
    output: answers.get_source,
  },
  add_user_mcp_source: {
    title: 'Register an MCP server',
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
    input: inputOf('add_user_mcp_source', anywhere),
    output: changeAnswer,
  },
  test_user_mcp_source: {
    title: 'Check the health of an MCP server',
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    input: inputOf('test_user_mcp_source', { source, ...anywhere }),
    output: answers.test_user_mcp_source,
  },
  revoke_user_mcp_source: {
    title: 'Revoke an MCP server',
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    input: inputOf('revoke_user_mcp_source', { source, ...anywhere }).omit({ discard: true }),
    output: changeAnswer,
  },
  update_source: {
    title: 'Change a registered MCP server',
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
    input: inputOf('update_source', {
      source,
      rotate: z.literal(true).optional().describe('ask the user for a new credential'),
      ...anywhere,
    }),
    output: changeAnswer,
  },
  list_agents: {
    title: 'List agents',
    annotations: reads,
    input: inputOf('list_agents', anywhere),
    output: answers.list_agents,
  },
  get_agent: {
    title: 'Show an agent',
    annotations: reads,
    input: inputOf('get_agent', anywhere),
    output: answers.get_agent,
  },
  list_agent_tools: {
    title: 'List the tools an agent can call now',
    annotations: asksServer,
    input: inputOf('list_agent_tools', anywhere),
    output: answers.list_agent_tools,
  },
  get_run_trace: {
    title: 'Show a run',
    annotations: reads,
    input: inputOf('get_run_trace', anywhere),
    output: answers.get_run_trace,
  },
  list_runs: {
    title: 'List runs',
    annotations: reads,
    input: inputOf('list_runs', anywhere),
    output: answers.list_runs,
  },
};
