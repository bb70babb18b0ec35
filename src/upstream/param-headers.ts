import { isObject, subschemas } from '../domain/schema-keywords.ts';

/** An argument that a 2026-07-28 server wants repeated as the header `Mcp-Param-<name>` (Streamable HTTP, SEP-2243). */
export type ParamHeader = { path: readonly string[]; name: string };

/** An `x-mcp-header` as it stands in a schema; `path` is null where `properties` alone do not lead to it. */
type Declaration = { path: readonly string[] | null; name: unknown; type: unknown };

const keyword = 'x-mcp-header';
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
const repeatableTypes = new Set<unknown>(['string', 'integer', 'boolean']);
const maxDepth = 64;

const declarations = function* (
  schema: unknown,
  path: readonly string[] | null = [],
  depth = 0,
): Generator<Declaration> {
  if (!isObject(schema) || depth > maxDepth) return;
  if (Object.hasOwn(schema, keyword)) yield { path, name: schema[keyword], type: schema.type };
  const { properties, ...rest } = schema;
  for (const [key, child] of isObject(properties) ? Object.entries(properties) : [])
    yield* declarations(child, path && [...path, key], depth + 1);
  for (const child of subschemas(rest)) yield* declarations(child, null, depth + 1);
};

/** Our words for what MCP forbids (Streamable HTTP of 2026-07-28, schema extension), or null. */
const declarationProblem = ({ path, name, type }: Declaration): string | null => {
  if (path === null || path.length === 0)
    return `Its input schema has \`${keyword}\` where no argument stands: put it on a property.`;
  if (typeof name !== 'string' || !token.test(name))
    return `One \`${keyword}\` of its input schema is not the name of a header.`;
  return repeatableTypes.has(type)
    ? null
    : `Its input schema has \`${keyword}\` on a property that is no string, integer or boolean.`;
};

/** The arguments that a usable input schema declares to be repeated. */
export const paramHeadersOf = (schema: unknown): ParamHeader[] =>
  [...declarations(schema)].flatMap((declared) => {
    const { path, name } = declared;
    const isUsable = path !== null && typeof name === 'string' && declarationProblem(declared) === null;
    return isUsable ? [{ path, name }] : [];
  });

/** Why a client must leave out a tool with this input schema, as a sentence, or null when it need not. */
export const paramHeadersProblem = (schema: unknown): string | null => {
  const seen = new Set<string>();
  for (const declared of declarations(schema)) {
    const problem = declarationProblem(declared);
    if (problem !== null) return problem;
    const name = String(declared.name).toLowerCase();
    if (seen.has(name)) return `Two properties of its input schema have the same \`${keyword}\`.`;
    seen.add(name);
  }
  return null;
};

const valueAt = (args: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    args,
  );

const isPlain = (text: string): boolean =>
  /^[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?$/.test(text) && !/^=\?base64\?.*\?=$/.test(text);

/** A text as the value of a header of MCP 2026-07-28, in Base64 where it must be. */
export const headerValue = (text: string): string => {
  if (isPlain(text)) return text;
  const bytes = new TextEncoder().encode(text);
  return `=?base64?${btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))}?=`;
};

/** The headers that repeat these arguments; absent, null and unsafe numbers are left out. */
export const repeatedParams = (
  declared: readonly ParamHeader[],
  args: Record<string, unknown>,
): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const { path, name } of declared) {
    const value = valueAt(args, path);
    const isRepeatable =
      typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value);
    if (isRepeatable) headers[`mcp-param-${name}`] = headerValue(String(value));
  }
  return headers;
};
