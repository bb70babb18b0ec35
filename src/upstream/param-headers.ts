/** An argument that a 2026-07-28 server wants repeated as the header `Mcp-Param-<name>` (Streamable HTTP, SEP-2243). */
export type ParamHeader = { path: readonly string[]; name: string };

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
const repeatableTypes = new Set<unknown>(['string', 'integer', 'boolean']);
const maxDepth = 16;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The `x-mcp-header` declarations of an input schema that lie on a chain of `properties`. */
export const paramHeadersOf = (schema: unknown, path: readonly string[] = []): ParamHeader[] => {
  if (!isObject(schema) || path.length > maxDepth) return [];
  const name = schema['x-mcp-header'];
  const isDeclared =
    path.length > 0 && typeof name === 'string' && token.test(name) && repeatableTypes.has(schema.type);
  const inner = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  return [
    ...(isDeclared ? [{ path, name }] : []),
    ...inner.flatMap(([key, child]) => paramHeadersOf(child, [...path, key])),
  ];
};

const valueAt = (args: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    args,
  );

const isPlain = (text: string): boolean =>
  /^[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?$/.test(text) && !/^=\?base64\?.*\?=$/.test(text);

const encode = (text: string): string => {
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
    if (isRepeatable) headers[`mcp-param-${name}`] = encode(String(value));
  }
  return headers;
};
