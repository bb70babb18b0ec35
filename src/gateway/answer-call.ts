import { INVALID_PARAMS } from '@modelcontextprotocol/server';
import type { CallRequest, Calls } from '../calls/port.ts';
import { explainTool } from '../catalog/explain-tool.ts';
import type { Catalog } from '../catalog/port.ts';
import { traceparentIn } from '../domain/trace.ts';
import { isConciergeError, validationError } from '../errors.ts';
import { resolveCatalog } from './list-tools.ts';
import { answered, failed, type Outcome } from './outcome.ts';
import { paramHeaderProblem } from './param-headers.ts';
import type { ToolCall } from './recognise-call.ts';
import type { Session } from './session.ts';

export type AnswerDeps = {
  catalog: Catalog;
  calls: Pick<Calls, 'pass'>;
  /** Told of what went wrong on our side; the caller reads a constant sentence. */
  onError: (error: unknown) => void;
};

/** `-32020` HeaderMismatch (MCP 2026-07-28). */
const headerMismatch = -32020;
const internalSentence = 'Something went wrong on our side, and the call was not answered. Try again.';

export type AnswerOptions = Pick<CallRequest, 'signal' | 'onProgress'>;
type Call = Pick<ToolCall, 'era' | 'name' | 'arguments' | 'header'>;

/** Whether no tool of this catalog is meant, also none that is absent for now. */
const isUnknown = async (deps: AnswerDeps, session: Session, name: string): Promise<boolean> => {
  const { kind } = explainTool(await resolveCatalog(deps.catalog, session), name);
  return kind === 'unknown' || kind === 'available';
};

/**
 * Makes one call and says how it ended. An unknown tool is refused; every other failure is a result with
 * `isError` and our sentence, so that the model sees it.
 */
export const answerCall = async (
  deps: AnswerDeps,
  session: Session,
  call: Call,
  options: AnswerOptions,
): Promise<Outcome> => {
  const { era, name, arguments: args, header } = call;
  let mismatch: string | null = null;
  try {
    const answer = await deps.calls.pass(session.caller, session.scope, {
      name,
      arguments: args,
      traceparent: traceparentIn(header('traceparent')),
      ...options,
      onTool: ({ input_schema }) => {
        mismatch = era === 'modern' ? paramHeaderProblem(input_schema, args, header) : null;
        if (mismatch !== null) throw validationError('headers', mismatch);
      },
    });
    return answered(answer, era);
  } catch (error) {
    if (mismatch !== null) return { kind: 'refusal', status: 400, code: headerMismatch, message: mismatch };
    if (isConciergeError(error, 'not_found') && (await isUnknown(deps, session, name)))
      return { kind: 'refusal', status: 200, code: INVALID_PARAMS, message: error.message };
    if (isConciergeError(error) && error.code !== 'internal') return failed(error.message, era);
    deps.onError(error);
    return failed(internalSentence, era);
  }
};
