import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  type RequestId,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import { isObject } from '../domain/schema-keywords.ts';
import type { Era } from './list-tools.ts';
import type { Message } from './message.ts';

type HeaderOf = Message['header'];

/** A `tools/call` that is in order, as the revision it was sent for asks. */
export type ToolCall = {
  era: Era;
  id: RequestId;
  name: string;
  arguments: Record<string, unknown>;
  progressToken: string | number | null;
  header: HeaderOf;
};

const modernRevision = '2026-07-28';

const isIdOrToken = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

export const acceptsStream = (header: HeaderOf): boolean =>
  header('accept')?.includes('text/event-stream') === true;

const isNamed = (value: unknown): boolean =>
  isObject(value) && typeof value.name === 'string' && typeof value.version === 'string';

/** What every request of 2026-07-28 carries in its `_meta`. */
const isEnvelope = (meta: unknown): boolean =>
  isObject(meta) &&
  meta[PROTOCOL_VERSION_META_KEY] === modernRevision &&
  isNamed(meta[CLIENT_INFO_META_KEY]) &&
  isObject(meta[CLIENT_CAPABILITIES_META_KEY]);

/** Reads only what is plainly of one era, without the schemas that the SDK tries one after the other. */
const eraOf = (header: HeaderOf, name: string, meta: unknown): Era | null => {
  const version = header('mcp-protocol-version');
  if (version === modernRevision) {
    const isRepeated = header('mcp-method') === 'tools/call' && header('mcp-name') === name;
    return isRepeated && isEnvelope(meta) ? 'modern' : null;
  }
  if (isObject(meta) && PROTOCOL_VERSION_META_KEY in meta) return null;
  const isAcceptable = acceptsStream(header) && header('accept')?.includes('application/json') === true;
  const isKnown = version === null || SUPPORTED_PROTOCOL_VERSIONS.includes(version);
  return isAcceptable && isKnown ? 'legacy' : null;
};

/**
 * The call in a message, or null for anything else. A call with a flaw or a rare form is null too: the SDK knows
 * how each revision refuses it.
 */
export const recogniseCall = (header: HeaderOf, body: unknown): ToolCall | null => {
  if (!isObject(body) || body.method !== 'tools/call' || !isObject(body.params)) return null;
  const { jsonrpc, id, params } = body;
  const { name, arguments: args = {}, _meta: meta } = params;
  if (jsonrpc !== '2.0' || !isIdOrToken(id) || typeof name !== 'string' || !isObject(args)) return null;
  const era = eraOf(header, name, meta);
  if (era === null) return null;
  const token = isObject(meta) ? meta.progressToken : undefined;
  return { era, id, name, arguments: args, progressToken: isIdOrToken(token) ? token : null, header };
};
