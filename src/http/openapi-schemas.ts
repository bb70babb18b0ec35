import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** Takes out the limits that zod gives every whole number: they say nothing to a reader. */
const withoutLimits = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
};

/** Schemas as the document shows them; those with an `id` of their own are collected, to be referred to by it. */
export const createSchemas = () => {
  const named: Record<string, JsonSchema> = {};

  /** `sent` for what a request holds (defaults may be left out), `answered` for what an answer holds. */
  const show = (schema: z.ZodType, as: 'sent' | 'answered'): JsonSchema => {
    const made = z.toJSONSchema(schema, { io: as === 'sent' ? 'input' : 'output', override: withoutLimits });
    const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
    const { $schema: _, $defs = {}, ...shown } = JSON.parse(text);
    Object.assign(named, $defs);
    return shown;
  };

  return { named, show };
};

export type Schemas = ReturnType<typeof createSchemas>;
