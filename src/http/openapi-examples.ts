import type { JsonSchema, Schemas } from './openapi-schemas.ts';

/** A value to show for a schema, put together of the examples in it; a field that may be absent is left out. */
export const exampleOf = (schema: JsonSchema, schemas: Schemas): unknown => {
  const { $ref, examples, anyOf, oneOf, type } = schema as {
    $ref?: string;
    examples?: unknown[];
    anyOf?: JsonSchema[];
    oneOf?: JsonSchema[];
    type?: string;
  };
  if ($ref !== undefined) return exampleOf(schemas.named[$ref.split('/').at(-1)!]!, schemas);
  if (examples !== undefined) return examples[0];
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const [first] = anyOf ?? oneOf ?? [];
  if (first !== undefined) return exampleOf(first, schemas);
  if (type === 'object') return objectExample(schema, schemas);
  if (type === 'array') return [exampleOf(schema.items as JsonSchema, schemas)];
  if (type === 'boolean') return false;
  if (type === 'integer') return 1;
  return type === 'string' ? 'text' : null;
};

const objectExample = ({ properties = {}, required = [] }: JsonSchema, schemas: Schemas): unknown => {
  const fields = properties as Record<string, JsonSchema>;
  const shown = (required as string[]).map((name) => [name, exampleOf(fields[name]!, schemas)]);
  return Object.fromEntries(shown);
};

/** The frames of a stream, one of each kind, but for the last: it is the failure. */
export const streamExample = (frame: JsonSchema, schemas: Schemas): string => {
  const { oneOf } = schemas.named[String(frame.$ref).split('/').at(-1)!] as { oneOf: JsonSchema[] };
  const frames = oneOf
    .slice(0, -1)
    .map((kind) => exampleOf(kind, schemas) as { event: string; data: unknown });
  return frames.map(({ event, data }) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join('');
};
