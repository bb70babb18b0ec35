import {
  classifyInboundRequest,
  type RequestId,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import { isObject } from '../domain/schema-keywords.ts';
import type { Era } from './list-tools.ts';

/** A `tools/call` that is in order, as the revision it was sent for asks. */
export type ToolCall = {
  era: Era;
  id: RequestId;
  name: string;
  arguments: Record<string, unknown>;
  progressToken: string | number | null;
  headers: Headers;
};

const modernRevision = '2026-07-28';

const isIdOrToken = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

export const acceptsStream = (headers: Headers): boolean =>
  headers.get('accept')?.includes('text/event-stream') === true;

const eraOf = (headers: Headers, body: unknown, name: string): Era | null => {
  const version = headers.get('mcp-protocol-version');
  const method = headers.get('mcp-method');
  const route = classifyInboundRequest({
    httpMethod: 'POST',
    body,
    ...(version === null ? {} : { protocolVersionHeader: version }),
    ...(method === null ? {} : { mcpMethodHeader: method }),
  });
  if (route.kind === 'modern') {
    const isComplete =
      route.classification.revision === modernRevision &&
      version === modernRevision &&
      method === 'tools/call' &&
      headers.get('mcp-name') === name;
    return isComplete ? 'modern' : null;
  }
  const isAcceptable = acceptsStream(headers) && headers.get('accept')?.includes('application/json') === true;
  const isKnown = version === null || SUPPORTED_PROTOCOL_VERSIONS.includes(version);
  return route.kind === 'legacy' && isAcceptable && isKnown ? 'legacy' : null;
};

/**
 * The call in a message, or null for anything else. A call with a flaw or a rare form is null too: the SDK knows
 * how each revision refuses it.
 */
export const recogniseCall = (headers: Headers, body: unknown): ToolCall | null => {
  if (!isObject(body) || body.method !== 'tools/call' || !isObject(body.params)) return null;
  const { id, params } = body;
  const { name, arguments: args = {}, _meta: meta } = params;
  if (!isIdOrToken(id) || typeof name !== 'string' || !isObject(args)) return null;
  const era = eraOf(headers, body, name);
  if (era === null) return null;
  const token = isObject(meta) ? meta.progressToken : undefined;
  return { era, id, name, arguments: args, progressToken: isIdOrToken(token) ? token : null, headers };
};
