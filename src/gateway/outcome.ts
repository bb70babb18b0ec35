import { SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import { type CallAnswer, isLarge, type LargeCallAnswer } from '../calls/port.ts';
import { EncodedJson } from '../domain/encoded-json.ts';
import { isObject } from '../domain/schema-keywords.ts';
import type { Era } from './list-tools.ts';
import { serverInfo } from './server-info.ts';

/** How a `tools/call` ends: a `CallToolResult`, or a JSON-RPC error and the HTTP status it comes with. */
export type Outcome =
  | { kind: 'result'; result: Record<string, unknown> | EncodedJson }
  | { kind: 'refusal'; status: number; code: number; message: string };

type ToolResult = {
  content: unknown;
  structuredContent?: unknown;
  isError?: boolean | undefined;
  _meta?: Record<string, unknown> | undefined;
};

const ofEra = { resultType: 'complete' };
const identity = { [SERVER_INFO_META_KEY]: serverInfo };

/** What is undefined is left out, as JSON does. */
const framed = (result: ToolResult, era: Era): Outcome => {
  if (era === 'legacy') return { kind: 'result', result };
  const { content, structuredContent, isError, _meta } = result;
  const identified = _meta === undefined ? identity : { ..._meta, ...identity };
  return { kind: 'result', result: { content, structuredContent, isError, ...ofEra, _meta: identified } };
};

/** The revisions before 2026-07-28 know objects only; the SDK's server wraps other values the same way. */
const structuredFor = (value: unknown, era: Era): unknown =>
  era === 'modern' || isObject(value) ? value : { result: value };

/** The same without a look at what is in it. */
const answeredLarge = (answer: LargeCallAnswer, era: Era): EncodedJson => {
  const { content, structured_content: structured, is_error, meta = EncodedJson.of({}) } = answer;
  const isFit = structured === undefined || era === 'modern' || structured.isObject();
  const identified = era === 'modern' ? meta.with(identity) : answer.meta;
  return EncodedJson.object({
    content,
    structuredContent: isFit ? structured : EncodedJson.object({ result: structured }),
    ...(is_error ? { isError: true } : {}),
    ...(era === 'modern' ? ofEra : {}),
    _meta: identified,
  });
};

/** What the tool answered, as a result of the era. */
export const answered = (answer: CallAnswer | LargeCallAnswer, era: Era): Outcome => {
  if (isLarge(answer)) return { kind: 'result', result: answeredLarge(answer, era) };
  const { content, structured_content: structured, is_error, meta } = answer;
  const structuredContent = structured === undefined ? undefined : structuredFor(structured, era);
  return framed({ content, structuredContent, isError: is_error || undefined, _meta: meta }, era);
};

/** A call that failed, told so that the model that made it can read why (MCP, tools, error handling). */
export const failed = (message: string, era: Era): Outcome =>
  framed({ content: [{ type: 'text', text: message }], isError: true }, era);
