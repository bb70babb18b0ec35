import { METHOD_NOT_FOUND } from '@modelcontextprotocol/client';
import type { ToolDefinition } from '../domain/tool.ts';
import type { Connection } from './connection.ts';
import { RpcError, upstreamFailure } from './failure.ts';
import type { UpstreamLimits } from './limits.ts';
import { paramHeadersOf, paramHeadersProblem } from './param-headers.ts';

type Page = { tools: unknown[]; nextCursor: string | null; ttlMs: number | null };

const longestTtlMs = 24 * 60 * 60 * 1000;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The entry as far as it has the right form; null when it has no name to call it by. */
const toDefinition = (entry: unknown, { era }: Connection): ToolDefinition | null => {
  if (!isObject(entry) || typeof entry.name !== 'string' || entry.name === '') return null;
  const { name, title, description, inputSchema, outputSchema, annotations } = entry;
  const forbidden = era === 'modern' ? paramHeadersProblem(inputSchema) : null;
  return {
    name,
    inputSchema: isObject(inputSchema) ? inputSchema : {},
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(isObject(outputSchema) ? { outputSchema } : {}),
    ...(isObject(annotations) ? { annotations } : {}),
    ...(forbidden === null ? {} : { forbidden }),
  };
};

const toPage = (result: Record<string, unknown>): Page => {
  const { tools, nextCursor, ttlMs } = result;
  if (!Array.isArray(tools)) throw upstreamFailure('protocol_unknown');
  return {
    tools,
    nextCursor: typeof nextCursor === 'string' && nextCursor !== '' ? nextCursor : null,
    ttlMs: typeof ttlMs === 'number' && ttlMs >= 0 ? Math.min(ttlMs, longestTtlMs) : null,
  };
};

const tooLarge = (what: string): Error =>
  upstreamFailure('too_large', { message: `Your server lists more than ${what}: offer fewer tools.` });

/**
 * Every page of `tools/list`. Of two tools of one name the first counts; entries without a name are left out.
 * A cursor seen before ends the list. Throws `too_large` beyond the limits.
 */
export const listTools = async (
  connection: Connection,
  limits: UpstreamLimits,
  signal: AbortSignal,
): Promise<{ tools: ToolDefinition[]; ttl_ms: number | null }> => {
  const tools = new Map<string, ToolDefinition>();
  const seen = new Set<string>();
  const ttls: number[] = [];
  let cursor: string | null = null;
  let bytesLeft = limits.list_bytes;
  let entries = 0;
  do {
    const exchange = { signal, limits: { deadline_ms: limits.list_ms, max_bytes: bytesLeft } };
    const result: Record<string, unknown> = await connection
      .request('tools/list', cursor === null ? {} : { cursor }, exchange)
      .catch((error: unknown) => {
        const hasNone =
          error instanceof RpcError && error.code === METHOD_NOT_FOUND && !connection.advertisesTools;
        if (hasNone) return { tools: [] };
        throw error;
      });
    const page = toPage(result);
    bytesLeft -= JSON.stringify(result).length;
    entries += page.tools.length;
    if (bytesLeft <= 0) throw tooLarge(`${limits.list_bytes} bytes`);
    if (entries > limits.tools) throw tooLarge(`${limits.tools} tools`);
    for (const entry of page.tools) {
      const tool = toDefinition(entry, connection);
      if (tool !== null && !tools.has(tool.name)) tools.set(tool.name, tool);
    }
    if (page.ttlMs !== null) ttls.push(page.ttlMs);
    cursor = page.nextCursor;
    if (cursor !== null && seen.has(cursor)) break;
    if (cursor !== null) seen.add(cursor);
    if (seen.size >= limits.pages) throw tooLarge(`${limits.pages} pages`);
  } while (cursor !== null);
  connection.paramHeaders = new Map(
    [...tools]
      .map(([name, tool]) => [name, paramHeadersOf(tool.inputSchema)] as const)
      .filter(([, own]) => own.length > 0),
  );
  return { tools: [...tools.values()], ttl_ms: ttls.length === 0 ? null : Math.min(...ttls) };
};
