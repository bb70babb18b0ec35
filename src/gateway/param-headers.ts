import { type ParamHeader, paramHeadersOf, repeatedParams } from '../upstream/param-headers.ts';
import type { Message } from './message.ts';

const encoded = /^=\?base64\?(.*)\?=$/;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The text of a header value, or null when it is missing or says base64 and is not. */
const decode = (value: string | null | undefined): string | null => {
  const payload = encoded.exec(value ?? '')?.[1];
  if (payload === undefined) return value ?? null;
  if (!base64.test(payload)) return null;
  return new TextDecoder().decode(
    Uint8Array.from(atob(payload), (character) => character.codePointAt(0) ?? 0),
  );
};

/** By the schema itself: the catalog keeps it as long as its list. */
const known = new WeakMap<object, ParamHeader[]>();
const declaredIn = (schema: Record<string, unknown>): ParamHeader[] => {
  const declared = known.get(schema) ?? paramHeadersOf(schema);
  known.set(schema, declared);
  return declared;
};

/**
 * Which argument its `Mcp-Param-*` header does not repeat, as a sentence, or null when all do (2026-07-28,
 * Streamable HTTP, SEP-2243). An argument that is absent, null or not a scalar needs no header.
 */
export const paramHeaderProblem = (
  schema: Record<string, unknown>,
  args: Record<string, unknown>,
  header: Message['header'],
): string | null => {
  const isWrong = (declared: ParamHeader): boolean => {
    const [expected] = Object.values(repeatedParams([declared], args));
    return (
      expected !== undefined &&
      decode(header(`mcp-param-${declared.name.toLowerCase()}`)) !== decode(expected)
    );
  };
  const wrong = declaredIn(schema).find(isWrong);
  if (wrong === undefined) return null;
  return `The header Mcp-Param-${wrong.name} must repeat the argument \`${wrong.path.join('.')}\`.`;
};
