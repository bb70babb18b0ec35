import { sha256Hex } from './digest.ts';
import {
  isObject,
  type JsonObject,
  proseKeywords,
  subschemaKeywords,
  subschemaListKeywords,
  subschemaMapKeywords,
} from './schema-keywords.ts';
import { validText, visibleText } from './text.ts';
import type { ToolDefinition } from './tool.ts';
import { schemaLimits, schemaProblem } from './tool-schema.ts';

export const maxToolNameLength = 128;
export const maxDescriptionBytes = 4 * 1024;

/** Deeper than any usable definition: what lies below does not count, and no depth exhausts the stack. */
const maxHashedDepth = 4 * schemaLimits.depth;

const canonicalJson = (value: unknown, depth = 0): string => {
  if (depth > maxHashedDepth) return '"too deep"';
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key], depth + 1)}`);
  return `{${members.join(',')}}`;
};

/**
 * SHA-256 (hex) of a definition as its server gave it, over canonical JSON: the order of members does not
 * matter, any other change does (rule P3).
 */
export const definitionHash = (tool: ToolDefinition): Promise<string> => {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  return sha256Hex(canonicalJson({ name, title, description, inputSchema, outputSchema, annotations }));
};

const cutBuffer = new Uint8Array(maxDescriptionBytes);

/** Visible characters only, at most 4 KiB of UTF-8, never half a character. */
const cleanProse = (text: string): string => {
  const visible = visibleText(text);
  return visible.slice(0, new TextEncoder().encodeInto(visible, cutBuffer).read);
};

const mapValues = (object: JsonObject, change: (value: unknown) => unknown): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

const cleanSchema = (schema: unknown): unknown => {
  if (!isObject(schema)) return schema;
  // fromEntries defines members, so that one called `__proto__` stays an ordinary one.
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (proseKeywords.has(keyword) && typeof value === 'string') return [keyword, cleanProse(value)];
      if (subschemaKeywords.has(keyword)) return [keyword, cleanSchema(value)];
      if (subschemaListKeywords.has(keyword) && Array.isArray(value))
        return [keyword, value.map(cleanSchema)];
      if (subschemaMapKeywords.has(keyword) && isObject(value))
        return [keyword, mapValues(value, cleanSchema)];
      return [keyword, value];
    }),
  );
};

const cleanText = (value: unknown): unknown => (typeof value === 'string' ? cleanProse(value) : value);

/**
 * A usable definition (`toolProblem` is null) made fit to show: invisible, bidi, tag, control and ANSI
 * characters are gone from its texts and those of its schemas, each text is cut at 4 KiB; all else is kept (rule P2).
 */
export const cleanTool = (tool: ToolDefinition): ToolDefinition => ({
  name: tool.name,
  inputSchema: cleanSchema(tool.inputSchema) as JsonObject,
  ...(tool.title === undefined ? {} : { title: cleanProse(tool.title) }),
  ...(tool.description === undefined ? {} : { description: cleanProse(tool.description) }),
  ...(tool.outputSchema === undefined ? {} : { outputSchema: cleanSchema(tool.outputSchema) as JsonObject }),
  ...(tool.annotations === undefined ? {} : { annotations: mapValues(tool.annotations, cleanText) }),
});

/** Why a tool cannot be offered at all, as a sentence, or null when it can. */
export const toolProblem = (tool: ToolDefinition): string | null => {
  if (tool.name === '') return 'Its name is empty.';
  if (tool.name.length > maxToolNameLength) return `Its name is longer than ${maxToolNameLength} characters.`;
  if (!validText(tool.name)) return 'Its name has invisible characters.';
  if (tool.forbidden !== undefined) return tool.forbidden;
  const input = schemaProblem(tool.inputSchema);
  if (input !== null) return `Its input schema ${input}.`;
  const output = tool.outputSchema === undefined ? null : schemaProblem(tool.outputSchema, { anyRoot: true });
  return output === null ? null : `Its output schema ${output}.`;
};
