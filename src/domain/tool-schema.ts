import { dereference } from '@cfworker/json-schema';
import { isObject, type JsonObject, keywordProblem, subschemas } from './schema-keywords.ts';

export const schemaLimits = { depth: 64, nodes: 20_000, bytes: 256 * 1024 } as const;

/** Walks without recursion, so that no depth a stranger sends can exhaust the stack. */
const sizeProblem = (schema: JsonObject): string | null => {
  let nodes = 0;
  const pending: [value: object, depth: number][] = [[schema, 1]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [value, depth] = next;
    if (depth > schemaLimits.depth) return `is nested more than ${schemaLimits.depth} levels deep`;
    for (const child of Object.values(value)) {
      if (++nodes > schemaLimits.nodes) return `has more than ${schemaLimits.nodes} values`;
      if (typeof child === 'object' && child !== null) pending.push([child, depth + 1]);
    }
  }
  return new TextEncoder().encode(JSON.stringify(schema)).length > schemaLimits.bytes
    ? `is larger than ${schemaLimits.bytes / 1024} KiB`
    : null;
};

/** Dialects before 2020-12, which many servers still name: MCP lets `$schema` choose. */
const olderDialect = /draft-0[4-7]|2019-09/;

/** What was legal in an older dialect and is not any more: a tuple as `items`, flags as exclusive bounds. */
const wasLegal = (keyword: string, value: unknown): boolean =>
  (keyword === 'items' && Array.isArray(value)) ||
  (/^exclusiveM(?:in|ax)imum$/.test(keyword) && typeof value === 'boolean');

const metaProblem = (schema: unknown, isOlder: boolean): string | null => {
  if (!isObject(schema)) return null;
  for (const [keyword, value] of Object.entries(schema)) {
    if (isOlder && wasLegal(keyword, value)) continue;
    const problem = keywordProblem(keyword, value);
    if (problem !== null) return `is not JSON Schema 2020-12: ${problem}`;
  }
  for (const reference of [schema.$ref, schema.$dynamicRef])
    if (typeof reference === 'string' && !reference.startsWith('#'))
      return 'refers to a schema outside itself; only a local `$ref` is allowed';
  for (const inner of subschemas(schema)) {
    const problem = metaProblem(inner, isOlder);
    if (problem !== null) return problem;
  }
  return null;
};

type Resolved = { $ref?: string; __absolute_ref__?: string };

/** The validator writes marks into the schema it resolves: it gets a copy. */
const referenceProblem = (schema: JsonObject): string | null => {
  const problem = 'has a `$ref` that leads nowhere';
  let known: Record<string, Resolved | boolean>;
  try {
    known = dereference(structuredClone(schema));
  } catch {
    return 'has an `$id`, `$anchor` or `$ref` that no validator can read';
  }
  const target = (from: Resolved | boolean): Resolved | boolean | undefined =>
    typeof from === 'object' && from.__absolute_ref__ !== undefined ? known[from.__absolute_ref__] : true;
  for (const start of Object.values(known)) {
    const seen = new Set<Resolved | boolean>();
    for (let at: Resolved | boolean = start; typeof at === 'object'; ) {
      if (seen.has(at)) return problem;
      seen.add(at);
      const next = target(at);
      if (next === undefined) return problem;
      at = next;
    }
  }
  return null;
};

/**
 * Why a tool's schema cannot be offered to agents, to be read behind "its input schema", or null when it can:
 * JSON Schema 2020-12 or the older dialect that `$schema` names, local references that resolve, bounded in depth, values and bytes (rule P2). The root
 * must be of type `object` (MCP) unless `anyRoot` is set, as an output schema may be.
 */
export const schemaProblem = (schema: unknown, options: { anyRoot?: boolean } = {}): string | null => {
  if (!isObject(schema)) return 'is not an object';
  if (!options.anyRoot && schema.type !== 'object') return 'has no `"type": "object"`, which MCP requires';
  const isOlder = typeof schema.$schema === 'string' && olderDialect.test(schema.$schema);
  return sizeProblem(schema) ?? metaProblem(schema, isOlder) ?? referenceProblem(schema);
};
