import { z } from 'zod';
import { listOf } from '../domain/answer-fields.ts';
import type { CatalogTool, SourceTool, Trace } from './port.ts';

const publicTool = z
  .object({
    name: z.string().describe('Callable name, unique in the sandbox.'),
    title: z.string().exactOptional(),
    app_slug: z.string().describe("The source's namespace."),
    description: z.string(),
    input_schema: z.record(z.string(), z.unknown()),
    status: z.enum(['ok', 'changed']),
  })
  .meta({ id: 'Tool' });

export const publicTools = listOf('tools', publicTool).meta({ id: 'Tools' });

const publicTrace = z
  .object({
    sources_resolved: z.array(z.string()),
    sources_skipped: z.array(z.string()),
    skip_reasons: z.record(z.string(), z.string()).describe('By label: a sentence to act on.'),
    tool_names_advertised: z.array(z.string()),
    allowlist_filtered_out: z.array(z.string()),
    allowlist_missing_entries: z.array(z.string()),
    duration_ms: z.number(),
    stale_sources: z.array(z.string()).describe('Resolved from an older list.'),
    unusable_tools: z.array(z.object({ name: z.string(), source: z.string(), reason: z.string() })),
    held_tools: z.array(z.string()),
    restricted_tools: z.array(z.string()).describe('Left out by the `allowed_tools` of their source.'),
  })
  .meta({
    id: 'Trace',
    description: 'How the catalog came about; sources by label, tools by callable name.',
  }) satisfies z.ZodType<Trace>;

export const publicAgentTools = publicTools.extend({ trace: publicTrace }).meta({ id: 'AgentTools' });

export const publicSourceTool = z
  .object({
    name: z.string(),
    tool: z.string().describe("The server's own name for it."),
    status: z.enum(['ok', 'changed', 'held', 'unusable']),
    reason: z.string().exactOptional().describe('Why it cannot be called, or what to know about it.'),
  })
  .meta({ id: 'SourceTool' }) satisfies z.ZodType<SourceTool>;

const presentTool = ({
  name,
  title,
  app_slug,
  description,
  input_schema,
  status,
}: CatalogTool): z.output<typeof publicTool> => ({
  name,
  ...(title === undefined ? {} : { title }),
  app_slug,
  description,
  input_schema,
  status,
});

/** Tools as outsiders see them; of one namespace when `app_slug` is given. */
export const presentTools = (
  tools: CatalogTool[],
  app_slug: string | undefined,
): z.output<typeof publicTools> => {
  const shown = app_slug === undefined ? tools : tools.filter((tool) => tool.app_slug === app_slug);
  return { tools: shown.map(presentTool), count: shown.length };
};
