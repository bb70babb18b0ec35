import { describe, expect, it } from 'vitest';
import { offerTool, ownArguments } from '../../../src/agents/loop/model-tools.ts';
import type { CatalogTool } from '../../../src/catalog/port.ts';

const offer = (input_schema: Record<string, unknown>) =>
  offerTool({ name: 'docs__read', description: 'Reads.', input_schema } as CatalogTool);
const text = { type: 'string' };

describe('a tool is offered to the model', () => {
  it('with its schema as it is, when the API takes it', () => {
    const schema = { type: 'object', properties: { q: text, nested: { anyOf: [text] } }, required: ['q'] };
    expect(offer(schema).tool).toEqual({ name: 'docs__read', description: 'Reads.', input_schema: schema });
    expect(offer({}).tool.input_schema).toEqual({ type: 'object' });
  });

  it.each([
    [
      'whose alternatives only say what is required',
      { properties: { a: text, b: text }, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      { type: 'object', properties: { a: text, b: text }, required: [] },
    ],
    [
      'whose alternatives have parameters',
      {
        oneOf: [{ properties: { kind: { const: 'a' }, x: text } }, { properties: { kind: { const: 'b' } } }],
      },
      {
        type: 'object',
        properties: { kind: { anyOf: [{ const: 'a' }, { const: 'b' }] }, x: text },
        required: [],
      },
    ],
    [
      'that is put together of parts',
      { allOf: [{ properties: { x: text }, required: ['x'] }], properties: { y: text }, required: ['y'] },
      { type: 'object', properties: { y: text, x: text }, required: ['y', 'x'] },
    ],
  ])('%s, without alternatives at the top', (_, schema, offered) => {
    expect(offer(schema).tool.input_schema).toEqual(offered);
  });

  it('under names of parameters that the API takes, and called by its own', () => {
    const long = 'l'.repeat(80);
    const names = ['$top', '_top', 'filter[id]', long, '日本', '__proto__'];
    const offered = offer({
      properties: Object.fromEntries(names.map((name) => [name, text])),
      required: ['$top', '_top'],
    });
    const { properties, required } = offered.tool.input_schema;
    const given = Object.keys(properties as object);
    expect(given.every((name) => /^[a-zA-Z0-9_.-]{1,64}$/.test(name))).toBe(true);
    expect([new Set(given).size, required]).toEqual([names.length, ['_top_2', '_top']]);
    const input = Object.fromEntries(given.map((name, at) => [name, at]));
    expect(Object.entries(ownArguments(input, offered)!)).toEqual(names.map((name, at) => [name, at]));
  });

  it('and what is called with no object has no arguments', () => {
    for (const input of ['x', ['x'], null, 7]) expect(ownArguments(input, undefined)).toBeNull();
    expect(ownArguments({ a: 1 }, undefined)).toEqual({ a: 1 });
  });
});
