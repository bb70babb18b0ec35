import { SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import type { CallAnswer } from '../calls/port.ts';
import { isObject } from '../domain/schema-keywords.ts';
import type { Era } from './list-tools.ts';
import { serverInfo } from './server-info.ts';

/** How a `tools/call` ends: a `CallToolResult`, or a JSON-RPC error and the HTTP status it comes with. */
export type Outcome =
  | { kind: 'result'; result: Record<string, unknown> }
  | { kind: 'refusal'; status: number; code: number; message: string };

const framed = (result: Record<string, unknown>, era: Era): Outcome => {
  if (era === 'legacy') return { kind: 'result', result };
  const meta = isObject(result._meta) ? result._meta : {};
  const identified = { ...meta, [SERVER_INFO_META_KEY]: serverInfo };
  return { kind: 'result', result: { ...result, resultType: 'complete', _meta: identified } };
};

/** The revisions before 2026-07-28 know objects only; the SDK's server wraps other values the same way. */
const structuredFor = (value: unknown, era: Era): unknown =>
  era === 'modern' || isObject(value) ? value : { result: value };

/** What the tool answered, as a result of the era. */
export const answered = (answer: CallAnswer, era: Era): Outcome => {
  const { content, structured_content: structured, is_error, meta } = answer;
  return framed(
    {
      content,
      ...(structured === undefined ? {} : { structuredContent: structuredFor(structured, era) }),
      ...(is_error ? { isError: true } : {}),
      ...(meta === undefined ? {} : { _meta: meta }),
    },
    era,
  );
};

/** A call that failed, told so that the model that made it can read why (MCP, tools, error handling). */
export const failed = (message: string, era: Era): Outcome =>
  framed({ content: [{ type: 'text', text: message }], isError: true }, era);
