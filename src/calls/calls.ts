import type { Catalog } from '../catalog/port.ts';
import type { CredentialUse } from '../domain/credential-use.ts';
import type { Source } from '../domain/source.ts';
import { validationError } from '../errors.ts';
import type { SourceGates } from '../limits/source-gates.ts';
import type { SourcesDeps } from '../sources/deps.ts';
import { sourceTarget } from '../sources/target.ts';
import { type LargeToolResult, type ToolResult, UpstreamError } from '../upstream/port.ts';
import { findTool, readCallable, sandboxOfScope } from './find-tool.ts';
import { type CallAnswer, type Calls, isLarge, type LargeCallAnswer } from './port.ts';

export type { Calls } from './port.ts';

/** One deadline for a call (rule E5). */
const callDeadlineMs = 60_000;

export type CallsDeps = Pick<SourcesDeps, 'store' | 'vault' | 'upstream' | 'now'> & {
  catalog: Catalog;
  gates: SourceGates;
  /** Told of every call that took out a credential, before it is sent. */
  onUse?: (use: CredentialUse) => void;
};

const isArguments = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Result = ToolResult | LargeToolResult;

const answerOf = (result: Result, duration_ms: number): CallAnswer | LargeCallAnswer =>
  ({
    content: result.content,
    structured_content: result.structuredContent,
    is_error: result.isError,
    meta: result._meta,
    duration_ms,
  }) as CallAnswer | LargeCallAnswer;

/** For who looks into an answer, however large it is. */
const readWhole = (answer: CallAnswer | LargeCallAnswer): CallAnswer => {
  if (!isLarge(answer)) return answer;
  const { content, structured_content, is_error, meta, duration_ms } = answer;
  return {
    content: content.value() as CallAnswer['content'],
    ...(structured_content && { structured_content: structured_content.value() }),
    is_error,
    ...(meta && { meta: meta.value() as Record<string, unknown> }),
    duration_ms,
  };
};

/** The calls of tools, over the catalog and behind the gates of their sources (see `Calls`). */
export const createCalls = (deps: CallsDeps): Calls => {
  const { store, gates, upstream, now, onUse } = deps;

  const reportUse = (source: Source, tool: string, agent: string | null): void => {
    if (!source.has_credential) return;
    const { user_id, sandbox_id, data_source_id } = source;
    onUse?.({ user_id, sandbox_id, data_source_id, kind: 'call', tool, agent, at: now() });
  };

  const pass: Calls['pass'] = async (
    caller,
    scope,
    { name, arguments: args, signal: callerSignal, onTool, onProgress, traceparent },
  ) => {
    const startedAt = performance.now();
    if (!isArguments(args)) throw validationError('arguments', '`arguments` must be a JSON object.');
    const { tool: found, source: row } = await findTool(deps, caller, scope, name);
    onTool?.(found);
    const { tool } = found;
    const counted = gates.count(row);
    if (counted !== undefined) await counted;
    const send = (source: Source, signal: AbortSignal): Promise<Result> => {
      reportUse(source, tool, scope.kind === 'agent' ? scope.agent.slug : null);
      const options = { signal, deadline_ms: null, onProgress, traceparent };
      return upstream.call(sourceTarget(deps, source), tool, args, options);
    };
    const result = await gates.run(row, {
      deadline_ms: callDeadlineMs,
      signal: callerSignal,
      work: async ({ signal, waited }) => {
        const readNow = () => readCallable(store, caller, sandboxOfScope(scope), found);
        try {
          return await send(waited ? await readNow() : row, signal);
        } catch (error) {
          // Ended by a revocation, it is told what a call is told that comes after it.
          if (error instanceof UpstreamError && error.ours && !signal.aborted) await readNow();
          throw error;
        }
      },
    });
    return answerOf(result, Math.round(performance.now() - startedAt));
  };

  return {
    pass,
    call: async (...asked) => readWhole(await pass(...asked)),
    forget: gates.forget,
  };
};
