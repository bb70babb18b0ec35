/** Why a user's server could not be used. Each has its sentence with the next step in `src/upstream/sentences.ts`. */
export const failureCauses = [
  'name_not_found',
  'connection_refused',
  'timed_out',
  'tls',
  'unauthorized',
  'not_found',
  'web_page',
  'redirect',
  'protocol_too_old',
  'protocol_unknown',
  'address_refused',
  'no_tools',
  'server_error',
  'too_large',
  'connection_lost',
  'credential_missing',
] as const;
export type FailureCause = (typeof failureCauses)[number];

/** One of the last checks; null: it failed. */
export type PastCheck = { at: string; latency_ms: number | null };

/** What a check that passed, or a tool listing, learned about a server. */
export type Health = {
  /** ISO-8601 UTC. */
  checked_at: string;
  latency_ms: number;
  tool_count: number;
  protocol_version: string;
  server_name: string;
  server_version: string;
};
