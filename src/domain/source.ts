import type { AuthKind } from './auth.ts';
import type { FailureCause, Health, PastCheck } from './health.ts';

export const sourceStatuses = ['active', 'paused', 'error', 'disconnected'] as const;
export type SourceStatus = (typeof sourceStatuses)[number];

export const notCheckedYet = 'not checked yet';

/** Which handshake a server was found to speak; kept so that it is probed once. */
export type ProtocolEra = 'modern' | 'legacy';

/** One registered MCP server, as stored. The credential is not part of it: it lies sealed in the vault. */
export type Source = {
  data_source_id: string;
  user_id: string;
  sandbox_id: string;
  name: string;
  /** First part of its tools' names. Follows the label unless `app_namespace` was set by hand. */
  namespace: string;
  app_namespace: string | null;
  base_url: string;
  auth_kind: AuthKind;
  auth_header: string | null;
  has_credential: boolean;
  /** Grows by one with every change of URL, auth scheme, header or credential. */
  connection_revision: number;
  /** Names as the server gives them; null means all. */
  allowed_tools: string[] | null;
  rate_cap_per_minute: number;
  /** Kept and returned for clients that send them; nothing acts on them yet. */
  ingest_tool_calls: Record<string, unknown>[] | null;
  webhook_rate_cap_per_minute: number | null;
  status: SourceStatus;
  health: Health | null;
  /** A sentence in our own words, or null. */
  health_error: string | null;
  health_cause: FailureCause | null;
  /** Oldest first; absent on a row that was written before they were kept. */
  recent_checks?: PastCheck[];
  era: ProtocolEra | null;
  /** SHA-256 of each tool definition as the owner agreed to it, by the server's tool name. */
  consented_tools: Record<string, string>;
  /** Grows by one with every change. */
  version: number;
  created_at: string;
  updated_at: string;
};

type Checked = { status: SourceStatus; health_error?: string | null };
/** As it is shown to people: what nobody has checked since it was made or changed has not failed. */
export const standingOf = ({ status, health_error = null }: Checked) => {
  const isUnchecked = health_error === notCheckedYet;
  return {
    status: isUnchecked && status === 'error' ? notCheckedYet : status,
    problem: isUnchecked ? null : health_error,
  };
};

/** Why one that is in `error` offers nothing, in a sentence. */
export const whyFailed = ({ health_error }: Pick<Source, 'health_error'>): string =>
  health_error === notCheckedYet
    ? 'It is not checked yet; test it.'
    : (health_error ?? 'Its last health check failed; test it again.');
