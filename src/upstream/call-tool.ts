import { EncodedJson } from '../domain/encoded-json.ts';
import type { CallOptions } from './call-door.ts';
import { ownMeta, withoutForeign } from './call-result.ts';
import type { Connection } from './connection.ts';
import { LargeResult } from './exchange-call.ts';
import { RpcError, upstreamFailure } from './failure.ts';
import type { UpstreamLimits } from './limits.ts';
import { listTools } from './list-tools.ts';
import { repeatedParams } from './param-headers.ts';
import type { LargeToolResult, ToolResult } from './port.ts';

export type ToolCall = Pick<CallOptions, 'onProgress'> & {
  tool: string;
  args: Record<string, unknown>;
  traceparent?: string | undefined;
};

/** `-32020` HeaderMismatch (MCP 2026-07-28): refused before anything ran, for a header that was missing or stale. */
const headerMismatch = -32020;

const toResult = (result: Record<string, unknown>): ToolResult => {
  const { content, structuredContent, isError, resultType, _meta } = result;
  // We announce no capability to be asked for input, so a server that asks anyway has failed.
  if (resultType !== undefined && resultType !== 'complete') throw upstreamFailure('server_error');
  return {
    content: withoutForeign(content),
    ...(structuredContent === undefined ? {} : { structuredContent }),
    isError: isError === true,
    ...ownMeta(_meta),
  };
};

const toLargeResult = ({ parts }: LargeResult): LargeToolResult => ({
  content: new EncodedJson(parts.content),
  ...(parts.structuredContent && { structuredContent: new EncodedJson(parts.structuredContent) }),
  isError: parts.isError,
  ...(parts._meta && { _meta: new EncodedJson(parts._meta) }),
});

/**
 * One `tools/call`. A tool that failed is a result with `isError`; a JSON-RPC error means the call itself was
 * refused (MCP, tools, error handling) and is thrown. `signal` keeps the deadline.
 */
export const callTool = async (
  connection: Connection,
  { tool, args, onProgress, traceparent }: ToolCall,
  limits: UpstreamLimits,
  signal: AbortSignal,
): Promise<ToolResult | LargeToolResult> => {
  const send = (): Promise<Record<string, unknown> | LargeResult> => {
    const declared = connection.era === 'modern' ? connection.paramHeaders.get(tool) : undefined;
    const headers = repeatedParams(declared ?? [], args);
    if (traceparent !== undefined) headers.traceparent = traceparent;
    const bounds = { deadline_ms: null, max_bytes: limits.call_bytes };
    return connection.callTool(
      { name: tool, arguments: args },
      { signal, onProgress, limits: bounds, headers },
    );
  };
  let result: Record<string, unknown> | LargeResult;
  try {
    result = await send();
  } catch (error) {
    if (!(error instanceof RpcError) || error.code !== headerMismatch) throw error;
    await listTools(connection, limits, signal);
    result = await send();
  }
  return result instanceof LargeResult ? toLargeResult(result) : toResult(result);
};
