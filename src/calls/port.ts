import { z } from 'zod';
import type { CatalogTool } from '../catalog/port.ts';
import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import { msField } from '../domain/answer-fields.ts';
import { EncodedJson } from '../domain/encoded-json.ts';

/** Whose catalog a call is made from: a whole sandbox's, or one agent's. */
export type CallScope = { kind: 'sandbox'; sandbox_id: string } | { kind: 'agent'; agent: Agent };

export type CallRequest = {
  /** The callable name. */
  name: string;
  arguments: Record<string, unknown>;
  /** Aborted when the caller is gone: the call is cancelled as far as the server's revision can. */
  signal?: AbortSignal;
  /** Told of the server's `notifications/progress` for this call. */
  onProgress?: (progress: { progress: number; total?: number; message?: string }) => void;
  /** Passed on to the server of the tool (W3C Trace Context). */
  traceparent?: string | undefined;
  /** Shown the tool once it is found, before its source is asked anything; what it throws refuses the call. */
  onTool?: (tool: CatalogTool) => void;
};

/** What a tool answered, unchanged in meaning (MCP `CallToolResult`). */
export const callAnswer = z
  .object({
    content: z
      .array(z.record(z.string(), z.unknown()))
      .meta({ description: 'MCP content blocks.', examples: [[{ type: 'text', text: '30 days.' }]] }),
    structured_content: z.unknown().exactOptional(),
    is_error: z.boolean(),
    meta: z
      .record(z.string(), z.unknown())
      .exactOptional()
      .describe("The result's `_meta`, where it has one."),
    duration_ms: msField(120),
  })
  .meta({ id: 'CallAnswer' });

export type CallAnswer = z.output<typeof callAnswer>;

/** The same of a large answer, each value as its JSON. */
export type LargeCallAnswer = {
  content: EncodedJson;
  structured_content?: EncodedJson;
  is_error: boolean;
  meta?: EncodedJson;
  duration_ms: number;
};

export const isLarge = (answer: CallAnswer | LargeCallAnswer): answer is LargeCallAnswer =>
  answer.content instanceof EncodedJson;

/**
 * One tool call, in this order: scope usable → name in its catalog → source not revoked (read fresh) → rate cap →
 * breaker and bulkhead → call with a deadline. Never sent again once bytes may have left (rule L4). One that a
 * revocation ends fails as one that comes after it.
 * Errors: `not_found` with the closest names, or which source a stale name belonged to; `conflict` for a paused
 * source or an archived agent; `rate_limited` with the seconds to wait; `unavailable` while the breaker is open or
 * the queue is full; `upstream_failed`; `upstream_timeout`; `validation`.
 */
export interface Calls {
  call(caller: Caller, scope: CallScope, request: CallRequest): Promise<CallAnswer>;
  /** The same for who passes the answer on, and so need not read a large one. */
  pass(caller: Caller, scope: CallScope, request: CallRequest): Promise<CallAnswer | LargeCallAnswer>;
  /** Drops what is known of a source's health, e.g. after a passed check. */
  forget(data_source_id: string): void;
}
