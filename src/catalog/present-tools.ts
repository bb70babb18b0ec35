import { z } from 'zod';
import { listOf, msField, textField } from '../domain/answer-fields.ts';
import type { CatalogTool, SourceTool, Trace } from './port.ts';

const publicTool = z
  .object({
    name: textField('acme-docs__search_docs').describe('Callable name, unique in the sandbox.'),
    title: z.string().exactOptional(),
    app_slug: textField('acme-docs').describe("The source's namespace."),
    description: textField('Searches the handbook.'),
    input_schema: z
      .record(z.string(), z.unknown())
      .meta({ examples: [{ type: 'object', properties: { query: { type: 'string' } } }] }),
    status: z.enum(['ok', 'changed']),
  })
  .meta({ id: 'Tool' });

export const publicTools = listOf('tools', publicTool).meta({ id: 'Tools' });

/** Names of what is rarely there. */
const rareNames = () => z.array(z.string()).meta({ examples: [[]] });

export const publicTrace = z
  .object({
    sources_resolved: z.array(textField('Acme Docs')),
    sources_skipped: z.array(textField('Wiki')),
    skip_reasons: z
      .record(z.string(), z.string())
      .meta({ description: 'By label: a sentence to act on.', examples: [{ Wiki: 'It is paused.' }] }),
    tool_names_advertised: z.array(textField('acme-docs__search_docs')),
    allowlist_filtered_out: rareNames(),
    allowlist_missing_entries: rareNames(),
    duration_ms: msField(12),
    stale_sources: rareNames().describe('Resolved from an older list.'),
    unusable_tools: z
      .array(z.object({ name: z.string(), source: z.string(), reason: z.string() }))
      .meta({ examples: [[]] }),
    held_tools: rareNames(),
    restricted_tools: rareNames().describe('Left out by the `allowed_tools` of their source.'),
  })
  .meta({
    id: 'Trace',
    description: 'How the catalog came about; sources by label, tools by callable name.',
  }) satisfies z.ZodType<Trace>;

export const publicAgentTools = publicTools.extend({ trace: publicTrace }).meta({ id: 'AgentTools' });

export const publicSourceTool = z
  .object({
    name: textField('acme-docs__search_docs'),
    tool: textField('search_docs').describe("The server's own name for it."),
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

export type PublicTool = z.output<typeof publicTool>;
export type PublicTools = z.output<typeof publicTools>;
export type PublicAgentTools = z.output<typeof publicAgentTools>;

/** Tools as outsiders see them; of one namespace when `app_slug` is given. */
export const presentTools = (
  tools: CatalogTool[],
  app_slug: string | undefined,
): z.output<typeof publicTools> => {
  const shown = app_slug === undefined ? tools : tools.filter((tool) => tool.app_slug === app_slug);
  return { tools: shown.map(presentTool), count: shown.length };
};
