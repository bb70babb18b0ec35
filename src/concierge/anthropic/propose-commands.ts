import { z } from 'zod';
import type { ModelTool } from '../../agents/loop/model.ts';
import { commandSchema } from '../commands.ts';

type JsonSchema = {
  type?: string;
  enum?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
};

/** Types and choices only: bounds are for zod, and grammars of them are large. */
const simple = ({ type, enum: choices, items, anyOf, oneOf }: JsonSchema): JsonSchema => ({
  ...(type && { type }),
  ...(choices && { enum: choices }),
  // A command within a command: that it is one is for zod.
  ...(oneOf && { type: 'object' }),
  ...(items && { items: simple(items) }),
  ...(anyOf && { anyOf: anyOf.map(simple) }),
});

const shapes = commandSchema.options.map((option) => {
  const { properties = {}, required = [] } = z.toJSONSchema(option) as JsonSchema;
  const { command: _, ...own } = properties;
  const fields = Object.fromEntries(Object.entries(own).map(([field, schema]) => [field, simple(schema)]));
  return { name: option.shape.command.value, fields, required };
});

/** `set(base_url?, name?)`, one a line. */
const signatures = shapes
  .map(({ name, fields, required }) => {
    const list = Object.keys(fields).map((field) => (required.includes(field) ? field : `${field}?`));
    return `${name}(${list.join(', ')})`;
  })
  .join('\n');

export const proposeCommands = 'propose_commands';

/**
 * The vocabulary as one flat object with every field of every command: small models keep to it, and grammars of
 * the exact schema are refused for their size. What it lets through wrongly, `commandSchema` refuses.
 */
export const proposeCommandsTool: ModelTool = {
  name: proposeCommands,
  description: `Says what the user's message means, as commands in the order said. The commands and their fields:\n${signatures}`,
  input_schema: {
    type: 'object',
    properties: {
      commands: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            command: { type: 'string', enum: shapes.map(({ name }) => name) },
            ...Object.assign({}, ...shapes.map(({ fields }) => fields)),
          },
          required: ['command'],
        },
      },
    },
    required: ['commands'],
  },
};
