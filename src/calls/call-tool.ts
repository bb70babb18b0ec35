import { closestNames } from '../catalog/closest-names.ts';
import { explainTool } from '../catalog/explain-tool.ts';
import type { Catalog, CatalogTool, Resolution } from '../catalog/port.ts';
import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import type { CredentialUse } from '../domain/credential-use.ts';
import type { Source } from '../domain/source.ts';
import { ConciergeError, conflict, isConciergeError, validationError } from '../errors.ts';
import type { SourcesDeps } from '../sources/deps.ts';
import { readSource } from '../sources/read.ts';
import { sourceTarget } from '../sources/target.ts';

/** One deadline for a call (rule E5). */
const callDeadlineMs = 60_000;

export type CallDeps = Pick<SourcesDeps, 'store' | 'vault' | 'upstream' | 'now'> & {
  catalog: Catalog;
  onUse?: (use: CredentialUse) => void;
};

export type CallInput = {
  /** Callable name. */
  name: string;
  arguments: unknown;
  signal?: AbortSignal;
};

export type CallResult = {
  content: Record<string, unknown>[];
  structured_content?: unknown;
  is_error: boolean;
  duration_ms: number;
};

const isArguments = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const noSuchTool = (wanted: string, resolution: Resolution): ConciergeError => {
  const { kind, name, source, reason } = explainTool(resolution, wanted);
  const names = resolution.tools.map((tool) => tool.name);
  const data = { field: 'name', closest: closestNames(wanted, names) };
  if (kind === 'unknown') return new ConciergeError('not_found', reason, { data });
  const message =
    kind === 'available'
      ? `There is no tool of exactly that name; \`${name}\` is the nearest.`
      : `This tool of ${source} cannot be called. ${reason}`;
  return new ConciergeError('not_found', message, { data });
};

/** The row as it is now, not as the catalog saw it (rules L2, L6). */
const readCallable = async (
  deps: CallDeps,
  caller: Caller,
  agent: Agent,
  tool: CatalogTool,
): Promise<Source> => {
  const { data_source_id, source_name } = tool;
  const gone = (why: string): ConciergeError =>
    new ConciergeError('not_found', `This tool of ${source_name} cannot be called. ${why}`);
  const ref = { sandbox_id: agent.sandbox_id, data_source_id };
  const { value: source } = await readSource(deps.store, caller, ref).catch((error: unknown) => {
    throw isConciergeError(error, 'not_found') ? gone('Its source was deleted.') : error;
  });
  if (source.status === 'disconnected') throw gone('Its source was revoked.');
  if (source.status === 'paused') throw gone('Its source is paused.');
  return source;
};

/**
 * Calls one tool as an agent, once: by its callable name in the agent's catalog, over a source that is checked
 * again right before. Errors: `validation` (arguments), `conflict` (archived agent), `not_found` (no such tool
 * now, with the reason and `data.closest`), `upstream_failed`, `upstream_timeout`, `unavailable`.
 */
export const callTool = async (
  deps: CallDeps,
  caller: Caller,
  agent: Agent,
  input: CallInput,
): Promise<CallResult> => {
  const startedAt = performance.now();
  const { name, arguments: args, signal } = input;
  if (!isArguments(args)) throw validationError('arguments', '`arguments` must be a JSON object.');
  if (agent.status === 'archived')
    throw conflict(`The agent \`${agent.slug}\` is archived and calls no tools.`);
  const resolution = await deps.catalog.resolveAgent(caller, agent);
  const tool = resolution.tools.find((candidate) => candidate.name === name);
  if (tool === undefined) throw noSuchTool(name, resolution);
  const source = await readCallable(deps, caller, agent, tool);
  if (source.has_credential) {
    const { user_id, sandbox_id, data_source_id } = source;
    const at = deps.now().toISOString();
    deps.onUse?.({
      user_id,
      sandbox_id,
      data_source_id,
      kind: 'call',
      tool: tool.tool,
      agent: agent.slug,
      at,
    });
  }
  const result = await deps.upstream.call(sourceTarget(deps, source), tool.tool, args, {
    deadline_ms: callDeadlineMs,
    ...(signal && { signal }),
  });
  return {
    content: result.content,
    ...(result.structuredContent === undefined ? {} : { structured_content: result.structuredContent }),
    is_error: result.isError,
    duration_ms: performance.now() - startedAt,
  };
};
