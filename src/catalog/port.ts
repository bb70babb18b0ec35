import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import type { Source } from '../domain/source.ts';
import type { SourceRef } from '../sources/deps.ts';

/** `changed`: not as the owner agreed to it. `held`: changed and suspicious, not callable until the owner agrees. */
export type ToolStatus = 'ok' | 'changed' | 'held' | 'unusable';

/** A tool that can be called right now. Its texts are the server's, made visible and bounded. */
export type CatalogTool = {
  /** Callable name, unique in the sandbox. */
  name: string;
  /** The source's namespace. */
  app_slug: string;
  title?: string;
  description: string;
  input_schema: Record<string, unknown>;
  output_schema?: Record<string, unknown>;
  annotations?: Record<string, unknown>;
  data_source_id: string;
  source_name: string;
  /** The server's own name for it. */
  tool: string;
  status: 'ok' | 'changed';
};

/** How a catalog came about; sources are named by label, tools by callable name unless said otherwise. */
export type Trace = {
  sources_resolved: string[];
  sources_skipped: string[];
  /** By label: a sentence the owner can act on. No prototype: labels are the user's text. */
  skip_reasons: Record<string, string>;
  tool_names_advertised: string[];
  allowlist_filtered_out: string[];
  /** Entries of the allowlist that no callable tool of the sandbox has. */
  allowlist_missing_entries: string[];
  duration_ms: number;
  /** Resolved from an older list, because the server did not give a new one. */
  stale_sources: string[];
  /** `name` is the server's own. */
  unusable_tools: { name: string; source: string; reason: string }[];
  held_tools: string[];
  /** Left out by the `allowed_tools` of their source. */
  restricted_tools: string[];
};

export type AbsenceKind =
  | 'outside_allowlist'
  | 'source_paused'
  | 'source_error'
  | 'source_revoked'
  | 'source_skipped'
  | 'held'
  | 'unusable'
  | 'restricted';

/** A tool that is known and cannot be called, and why. */
export type AbsentTool = {
  kind: AbsenceKind;
  /** The callable name it has or would have; null for one that cannot have any. */
  name: string | null;
  tool: string;
  source: string;
  reason: string;
};

/** A source without tools in this catalog; revoked ones are named too, last. */
export type AbsentSource = { kind: AbsenceKind; source: string; namespace: string; reason: string };

export type Resolution = {
  tools: CatalogTool[];
  trace: Trace;
  absent_tools: AbsentTool[];
  absent_sources: AbsentSource[];
};

export type SourceTool = {
  /** Callable name; for an unusable tool the server's own, made visible. */
  name: string;
  tool: string;
  status: ToolStatus;
  /** Why it cannot be called, or what to know about it. */
  reason?: string;
};

/**
 * The resolution that a call of `tool` needs, and no more: only the source its name points at is waited for, and
 * a list younger than the configured TTL will do, whatever its server said.
 */
export type ResolveOptions = { for_call_of?: string };

/**
 * What can be called right now. Rows are read on every resolve, so a pause, rename or revoke acts at once; only
 * the tool lists of servers are kept, in memory, and can be dropped at any time.
 */
export interface Catalog {
  /** Every callable tool of a sandbox. Errors: `not_found`, `unavailable`. */
  resolveSandbox(caller: Caller, sandbox_id: string, options?: ResolveOptions): Promise<Resolution>;
  /** The same as one agent sees it. Errors: `not_found`, `unavailable`. */
  resolveAgent(caller: Caller, agent: Agent, options?: ResolveOptions): Promise<Resolution>;
  /**
   * A tool of the last resolution of a sandbox with the row of its source, read now; null unless both are still as
   * that resolution saw them and its list is recent. A fraction of a resolve, which is needed when it is null.
   * Errors: `not_found`, `unavailable`.
   */
  recall(
    caller: Caller,
    sandbox_id: string,
    name: string,
  ): Promise<{ tool: CatalogTool; source: Source } | null>;
  /**
   * Every tool of a source, callable or not; of one that is paused or failed, as far as known.
   * Errors: `not_found`, `unavailable`.
   */
  toolsOfSource(caller: Caller, source: SourceRef): Promise<SourceTool[]>;
  /** Forgets the tool list of a source. */
  invalidate(data_source_id: string): void;
  /** How many tool lists are kept in memory, and how many tools they hold. */
  size(): { sources: number; tools: number };
  /** Resolves when nothing runs behind: no list is fetched and no failed source checked. */
  settled(): Promise<void>;
  /** Stops what runs behind. */
  close(): Promise<void>;
}
