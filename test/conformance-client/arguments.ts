import type { ToolDefinition } from '../../src/domain/tool.ts';

type Context = { toolCalls?: { name: string; arguments: Record<string, unknown> }[] };

const examples: Record<string, unknown> = {
  string: 'text',
  number: 1,
  integer: 1,
  boolean: true,
  array: [],
  object: {},
};

/** What a scenario wants a tool called with: as it says, else the focal schema to echo, else an example of each required type. */
export const argumentsFor = (
  { name, inputSchema }: ToolDefinition,
  offered: readonly ToolDefinition[],
): Record<string, unknown> => {
  const { toolCalls = [] } = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}') as Context;
  const wanted = toolCalls.find((call) => call.name === name);
  if (wanted !== undefined) return wanted.arguments;
  if (name === 'json_schema_echo') return { schema: offered[0]!.inputSchema };
  const required = (inputSchema.required ?? []) as string[];
  const properties = (inputSchema.properties ?? {}) as Record<string, { type?: string }>;
  return Object.fromEntries(required.map((key) => [key, examples[properties[key]?.type ?? 'string']]));
};
