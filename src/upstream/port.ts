import type { AuthKind } from '../domain/auth.ts';
import type { Credential } from '../domain/credential.ts';
import type { EncodedJson } from '../domain/encoded-json.ts';
import type { FailureCause } from '../domain/health.ts';
import type { ProtocolEra } from '../domain/source.ts';
import type { ToolDefinition } from '../domain/tool.ts';
import { ConciergeError } from '../errors.ts';

/** A server to talk to. A change of anything but `era` must come with another `revision`. */
export type UpstreamTarget = {
  data_source_id: string;
  /** Pooled connections of an older revision are dropped, never reused. */
  revision: string;
  base_url: string;
  auth_kind: AuthKind;
  auth_header: string | null;
  /** Opened only when a connection is made; null with `none`. */
  credential: () => Promise<Credential | null>;
  /** The verdict of an earlier negotiation, so that it is not probed again. */
  era: ProtocolEra | null;
};

export type Listing = {
  tools: ToolDefinition[];
  /** How long the server says the list stays fresh, in ms; null when it says nothing. */
  ttl_ms: number | null;
  latency_ms: number;
  protocol_version: string;
  server_name: string;
  server_version: string;
  era: ProtocolEra;
};

/** The result of a call, unchanged in meaning (MCP `CallToolResult`). */
export type ToolResult = {
  content: Record<string, unknown>[];
  structuredContent?: unknown;
  isError: boolean;
  _meta?: Record<string, unknown>;
};

/** The same of a large answer, each value as its JSON: it is passed on unread. */
export type LargeToolResult = {
  content: EncodedJson;
  structuredContent?: EncodedJson;
  isError: boolean;
  _meta?: EncodedJson;
};

export type ExchangeOptions = { signal?: AbortSignal; deadline_ms?: number };

export type CallOptions = Pick<ExchangeOptions, 'signal'> & {
  /** Null where `signal` keeps the deadline. */
  deadline_ms?: number | null;
  /** Sent as the header of that name (W3C Trace Context); in order already. */
  traceparent?: string | undefined;
  /** Told of the server's `notifications/progress` for this call. */
  onProgress?: ((progress: { progress: number; total?: number; message?: string }) => void) | undefined;
};

/** A failure to use a user's server: its cause from a closed set and our own words, never the server's. */
export class UpstreamError extends ConciergeError {
  readonly failure: FailureCause;
  /** For `redirect`: where to, when it is safe to show. */
  readonly location: string | null;
  /** The HTTP status that was the failure; null where it was something else. */
  readonly http_status: number | null;
  /** True when we ended it ourselves, so that it says nothing about the server. */
  readonly ours: boolean;

  constructor(
    failure: FailureCause,
    message: string,
    options: { location?: string | null; http_status?: number | null; ours?: boolean; cause?: unknown } = {},
  ) {
    super(failure === 'timed_out' ? 'upstream_timeout' : 'upstream_failed', message, {
      data: { failure },
      ...(options.cause === undefined ? {} : { cause: options.cause }),
    });
    this.name = 'UpstreamError';
    this.failure = failure;
    this.location = options.location ?? null;
    this.http_status = options.http_status ?? null;
    this.ours = options.ours ?? false;
  }
}

/** The MCP client side: one pooled connection per source and revision. All methods throw `UpstreamError`. */
export interface Upstream {
  /** Connects (or reuses a connection) and lists every page of tools. */
  list(target: UpstreamTarget, options?: ExchangeOptions): Promise<Listing>;
  /** One `tools/call`, by the server's own tool name. Never sent twice once bytes may have left. */
  call(
    target: UpstreamTarget,
    tool: string,
    args: Record<string, unknown>,
    options?: CallOptions,
  ): Promise<ToolResult | LargeToolResult>;
  /** Drops the connections of a source: after a revoke, a rotation, a new URL. */
  forget(data_source_id: string): Promise<void>;
  /** Ends every connection as a good guest: older servers are told that their sessions may go. */
  leave(): Promise<void>;
  close(): Promise<void>;
}
