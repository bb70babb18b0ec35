import { z } from 'zod';
import type { ModelTool } from '../../agents/loop/model.ts';
import { visibleText } from '../../domain/text.ts';
import type { Inquiry, View } from '../interpreter.ts';
import { lookUp } from '../name-lookup.ts';
import { conciergeTools } from '../tools/index.ts';

type Schema = { properties?: Record<string, object>; required?: string[] };

/** A model names sources as the user does; ids stay here. */
const named = ({ properties = {}, ...schema }: Schema): Schema => ({
  ...schema,
  properties: 'source' in properties ? { ...properties, source: { type: 'string' } } : properties,
});

/** The Concierge's read-only tools as a model is given them. */
export const readTools: ModelTool[] = Object.values(conciergeTools)
  .filter(({ read_only }) => read_only)
  .map(({ name, description, input }) => {
    const { properties, required } = named(z.toJSONSchema(input) as Schema);
    return {
      name,
      description,
      input_schema: { type: 'object', properties, ...(required === undefined ? {} : { required }) },
    };
  });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The reading that a model asks for; a sentence when it cannot be made. */
export const inquiryOf = (tool: string, input: unknown, view: View): Inquiry | string => {
  if (!readTools.some(({ name }) => name === tool)) return 'There is no such tool.';
  if (!isRecord(input)) return 'The arguments of a tool are a JSON object.';
  if (typeof input.source !== 'string') return { tool, input };
  const sources = view.sources.map((source) => ({ ...source, names: [source.name, source.namespace] }));
  const match = lookUp(input.source, sources);
  if (match.kind === 'none') return 'No source has that name.';
  if (match.kind === 'several') return 'Several sources may be meant: give the whole name.';
  return { tool, input: { ...input, source: match.found.data_source_id } };
};

/** All that a model is shown of a result. Ids are not among it, but that of a run, by which its trace is asked for. */
const shown = new Set(
  `sandbox sandboxes sources agents agent tools runs trace count name slug tool source status reason description
  adapter_config base_url auth_kind auth_header app_namespace allowed_tools rate_cap_per_minute has_credential
  health checked_at latency_ms tool_count protocol_version server_name server_version health_error
  tool_sources tool_allowlist model_settings model max_tokens max_turns timeout_s
  run_id agent_version started_at duration_ms tokens_in tokens_out error_message tools_called is_error
  sources_resolved sources_skipped skip_reasons tool_names_advertised allowlist_filtered_out
  allowlist_missing_entries held_tools restricted_tools unusable_tools`.split(/\s+/),
);
/** Keyed by labels. */
const byLabel = 'skip_reasons';
const maxLength = 16_000;

const project = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(project);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => shown.has(key))
      .map(([key, inner]) => [key, key === byLabel ? inner : project(inner)]),
  );
};

/** A result as a model reads it: allowed fields, visible characters, bounded; other people's text is in it. */
export const shownResult = (result: unknown): string => {
  const text = visibleText(JSON.stringify(project(result)));
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}\n[cut here: the rest is not shown]`;
};
