import { z } from 'zod';
import { idField, msField, textField, timeField } from '../domain/answer-fields.ts';
import { authKinds } from '../domain/auth.ts';
import { failureCauses, type Health, type PastCheck } from '../domain/health.ts';
import { type Source, sourceStatuses } from '../domain/source.ts';

/** The one provider offered: the user's own MCP server. */
export const provider = 'user_mcp';
const ingestionMode = 'manual';

const publicHealth = z
  .object({
    checked_at: timeField,
    latency_ms: msField(84),
    tool_count: z.int().meta({ examples: [4] }),
    protocol_version: textField('2026-07-28'),
    server_name: textField('acme-docs'),
    server_version: textField('1.4.0'),
  })
  .meta({
    id: 'Health',
    description: 'What the last check that passed learned.',
  }) satisfies z.ZodType<Health>;

const pastCheck = z.object({
  at: timeField,
  latency_ms: z
    .number()
    .nullable()
    .meta({ description: 'Null: it failed.', examples: [84] }),
}) satisfies z.ZodType<PastCheck>;

export const publicSource = z
  .object({
    data_source_id: idField('source'),
    user_id: idField('account'),
    sandbox_id: idField('sandbox'),
    provider: z.literal(provider),
    name: textField('Acme Docs'),
    ingestion_mode: z.literal(ingestionMode),
    status: z.enum(sourceStatuses),
    kind: z.literal('durable'),
    adapter_config: z.object({
      base_url: textField('https://mcp.acme.com/mcp'),
      auth_kind: z.enum(authKinds),
      auth_header: z
        .string()
        .nullable()
        .meta({ examples: [null] }),
      app_namespace: textField('acme-docs').describe("First part of its tools' names."),
      allowed_tools: z
        .array(z.string())
        .nullable()
        .meta({ description: 'Null means all.', examples: [null] }),
      rate_cap_per_minute: z.int().meta({ examples: [60] }),
      ingest_tool_calls: z
        .array(z.record(z.string(), z.unknown()))
        .nullable()
        .meta({ description: 'Kept and returned; nothing acts on it.', examples: [null] }),
      webhook_rate_cap_per_minute: z
        .int()
        .nullable()
        .meta({ description: 'Kept and returned; nothing acts on it.', examples: [null] }),
      has_credential: z.boolean(),
    }),
    health: publicHealth.nullable(),
    health_error: z
      .string()
      .nullable()
      .meta({ description: 'Why the last check failed, and what to do next.', examples: [null] }),
    health_cause: z
      .enum(failureCauses)
      .nullable()
      .meta({ examples: [null] }),
    recent_checks: z.array(pastCheck).describe('The last checks, at most 20, oldest first.'),
    version: z.int(),
    created_at: timeField,
    updated_at: timeField,
  })
  .meta({ id: 'Source' });

export const publicRegistration = z
  .object({
    data_source_id: idField('source'),
    status: z.enum(sourceStatuses),
    name: textField('Acme Docs'),
    ingestion_mode: z.literal(ingestionMode),
    health_error: z.string().exactOptional(),
    source: publicSource,
  })
  .meta({ id: 'Registration' });

/** The answer to a test. */
export const publicCheck = publicRegistration
  .extend({ health: publicHealth.nullable() })
  .meta({ id: 'CheckedRegistration' });

export type PublicSource = z.output<typeof publicSource>;
export type PublicRegistration = z.output<typeof publicRegistration>;

/** A source as outsiders see it: public fields, selected in. */
export const presentSource = (source: Source): PublicSource => ({
  data_source_id: source.data_source_id,
  user_id: source.user_id,
  sandbox_id: source.sandbox_id,
  provider,
  name: source.name,
  ingestion_mode: ingestionMode,
  status: source.status,
  kind: 'durable',
  adapter_config: {
    base_url: source.base_url,
    auth_kind: source.auth_kind,
    auth_header: source.auth_header,
    app_namespace: source.namespace,
    allowed_tools: source.allowed_tools,
    rate_cap_per_minute: source.rate_cap_per_minute,
    ingest_tool_calls: source.ingest_tool_calls,
    webhook_rate_cap_per_minute: source.webhook_rate_cap_per_minute,
    has_credential: source.has_credential,
  },
  health: source.health,
  health_error: source.health_error,
  health_cause: source.health_cause,
  recent_checks: source.recent_checks ?? [],
  version: source.version,
  created_at: source.created_at,
  updated_at: source.updated_at,
});

/** The answer to registering, changing, testing and revoking a source. */
export const presentRegistration = (source: Source): PublicRegistration => ({
  data_source_id: source.data_source_id,
  status: source.status,
  name: source.name,
  ingestion_mode: ingestionMode,
  ...(source.health_error !== null && { health_error: source.health_error }),
  source: presentSource(source),
});
