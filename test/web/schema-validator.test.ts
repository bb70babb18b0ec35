import { describe, expect, it } from 'vitest';
import { schemaValidator } from '../../src/web/tools/schema-validator.ts';

const schema = {
  type: 'object',
  required: ['title', 'author'],
  properties: {
    title: { type: 'string' },
    pages: { type: 'integer', minimum: 1 },
    tags: { type: 'array', items: { type: 'string' } },
    author: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    level: { $ref: '#/$defs/level' },
  },
  $defs: { level: { enum: ['low', 'high'] } },
} as const;

const good = { title: 'a', author: { name: 'Ann' } };
const check = (values: object) =>
  schemaValidator.validateFormData(values as Record<string, unknown>, structuredClone(schema) as object);

describe('the form of a tool', () => {
  it('takes what fits the schema', () => {
    expect(check({ ...good, pages: 2, tags: ['x'], level: 'low' }).errors).toEqual([]);
  });

  it.each([
    ['.title', { author: good.author }],
    ['.author.name', { title: 'a', author: {} }],
    ['.pages', { ...good, pages: 0 }],
    ['.tags.1', { ...good, tags: ['x', 7] }],
    ['.level', { ...good, level: 'middle' }],
  ])('says at %s what is wrong there', (property, values) => {
    expect(check(values).errors.map((error) => error.property)).toContain(property);
  });

  it('puts each error beside its field', () => {
    const { errorSchema } = check({ title: 'a', author: {} });
    expect(errorSchema).toEqual({ author: { name: { __errors: ['This is required.'] } } });
  });

  it('judges a part of a schema with the definitions of the whole', () => {
    const part = { properties: { level: { $ref: '#/$defs/level' } } };
    const whole = structuredClone(schema) as object;
    expect(schemaValidator.isValid(part, { level: 'low' }, whole)).toBe(true);
    expect(schemaValidator.isValid(part, { level: 'none' }, whole)).toBe(false);
  });
});
