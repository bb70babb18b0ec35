import type { Source } from '../domain/source.ts';

/** The one provider offered: the user's own MCP server. */
export const provider = 'user_mcp';
const ingestionMode = 'manual';

/** A source as outsiders see it: public fields, selected in. */
export const presentSource = (source: Source) => ({
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
  version: source.version,
  created_at: source.created_at,
  updated_at: source.updated_at,
});

/** The answer to registering, changing, testing and revoking a source. */
export const presentRegistration = (source: Source) => ({
  data_source_id: source.data_source_id,
  status: source.status,
  name: source.name,
  ingestion_mode: ingestionMode,
  ...(source.health_error !== null && { health_error: source.health_error }),
  source: presentSource(source),
});

export type PublicSource = ReturnType<typeof presentSource>;
export type PublicRegistration = ReturnType<typeof presentRegistration>;
