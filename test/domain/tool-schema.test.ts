import { describe, expect, it } from 'vitest';
import { schemaLimits, schemaProblem } from '../../src/domain/tool-schema.ts';

const object = (rest: object = {}): unknown => ({ type: 'object', ...rest });
const property = (schema: unknown): unknown => object({ properties: { it: schema } });
const nested = (levels: number): unknown => {
  let schema: object = { type: 'object' };
  for (let level = 0; level < levels; level++) schema = { type: 'object', properties: { it: schema } };
  return schema;
};

describe('a schema that can be offered', () => {
  it.each([
    ['takes nothing', object()],
    [
      'names its dialect and itself',
      object({ $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'https://acme.com/x' }),
    ],
    [
      'shares definitions',
      object({ properties: { a: { $ref: '#/$defs/A' } }, $defs: { A: { type: 'string' } } }),
    ],
    ['is recursive', object({ properties: { a: { $ref: '#' } } })],
    [
      'refers to an anchor',
      object({ properties: { a: { $ref: '#here' } }, $defs: { A: { $anchor: 'here' } } }),
    ],
    [
      'has a pointer with escapes',
      object({ properties: { a: { $ref: '#/$defs/a~1b' } }, $defs: { 'a/b': true } }),
    ],
    [
      'has properties called like keywords',
      object({ properties: { $ref: { type: 'string' }, type: {}, items: true } }),
    ],
    ['has a default that looks like a reference', property({ default: { $ref: 'https://acme.com/' } })],
    ['uses keywords nobody knows', property({ nullable: true, 'x-order': [1] })],
    ['allows several types', property({ type: ['string', 'null'], enum: ['a', null], const: 1 })],
    ['bounds numbers', property({ type: 'number', exclusiveMinimum: 0, maximum: 9.5, multipleOf: 0.5 })],
    ['has branches', object({ anyOf: [{ required: ['a'] }, { not: {} }], if: {}, else: false })],
    [
      'names an older dialect and uses it',
      object({
        $schema: 'http://json-schema.org/draft-07/schema#',
        properties: { pair: { type: 'array', items: [{ type: 'string' }, {}] } },
      }),
    ],
    ['has a tuple', property({ type: 'array', prefixItems: [{}, true], items: false })],
    [
      'has a member called __proto__',
      JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}}}'),
    ],
    ['is nested within the limit', nested(schemaLimits.depth / 2 - 1)],
  ])('%s', (_, schema) => {
    expect(schemaProblem(schema)).toBeNull();
  });
});

describe('a schema that cannot be offered', () => {
  it.each([
    ['text', 'text', /not an object/],
    ['a list', [], /not an object/],
    ['null', null, /not an object/],
    ['of no type', {}, /"type": "object"/],
    ['of another type', { type: 'array' }, /"type": "object"/],
    ['of several types', { type: ['object'] }, /"type": "object"/],
    ['with an unknown type', property({ type: 'any' }), /`type` must be/],
    ['with a flag for `required`', property({ required: true }), /`required` must be a list of names/],
    ['with properties that are no schemas', object({ properties: { a: 'string' } }), /`properties` must be/],
    ['with a list of properties', object({ properties: [] }), /`properties` must be/],
    ['with a tuple of an older draft', property({ items: [{}] }), /`items` must be a schema/],
    ['with a flag of draft 4', property({ exclusiveMinimum: true }), /`exclusiveMinimum` must be a number/],
    ['with an empty choice', property({ anyOf: [] }), /`anyOf` must be/],
    ['with a description that is no text', property({ description: {} }), /`description` must be a text/],
    ['with a reference to another server', property({ $ref: 'https://acme.com/a.json' }), /outside itself/],
    ['with a reference to a file', property({ $ref: 'a.json#/x' }), /outside itself/],
    ['with a reference that leads nowhere', property({ $ref: '#/$defs/A' }), /leads nowhere/],
    [
      'with references in a circle',
      object({ $ref: '#/$defs/A', $defs: { A: { $ref: '#/$defs/A' } } }),
      /leads nowhere/,
    ],
    ['with an id that is no address', property({ $id: 'http://[' }), /no validator can read/],
    [
      'with two schemas of one id',
      object({ $defs: { a: { $id: 'x:y' }, b: { $id: 'x:y', type: 'null' } } }),
      /no validator/,
    ],
    ['nested too deep', nested(schemaLimits.depth), /levels deep/],
    ['nested to exhaust a stack', nested(50_000), /levels deep/],
    ['with too many values', property({ enum: Array(schemaLimits.nodes).fill(1) }), /more than 20000 values/],
    ['of too many bytes', property({ const: 'ä'.repeat(schemaLimits.bytes / 2) }), /larger than 256 KiB/],
  ])('%s says why', (_, schema, why) => {
    expect(schemaProblem(schema)).toMatch(why);
  });

  it('may be of any type when it describes an output', () => {
    expect(schemaProblem({ type: 'array' }, { anyRoot: true })).toBeNull();
    expect(schemaProblem('array', { anyRoot: true })).toMatch(/not an object/);
  });

  it('is left as it was', () => {
    const schema = Object.freeze({
      type: 'object',
      properties: Object.freeze({ a: Object.freeze({ $ref: '#' }) }),
    });
    expect(schemaProblem(schema)).toBeNull();
    expect(Reflect.ownKeys(schema.properties.a)).toEqual(['$ref']);
  });
});
