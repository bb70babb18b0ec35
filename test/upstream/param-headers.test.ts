import { describe, expect, it } from 'vitest';
import { paramHeadersOf, paramHeadersProblem, repeatedParams } from '../../src/upstream/param-headers.ts';

const declared = (type: string, name: unknown = 'Region') => ({ type, 'x-mcp-header': name });
const schema = (properties: Record<string, unknown>) => ({ type: 'object', properties });

describe('the arguments a tool wants as headers', () => {
  it.each<[string, unknown, unknown]>([
    ['a property', schema({ region: declared('string') }), [{ path: ['region'], name: 'Region' }]],
    [
      'a nested one',
      schema({ at: schema({ zone: declared('integer') }) }),
      [{ path: ['at', 'zone'], name: 'Region' }],
    ],
    [
      'one named like the keyword',
      schema({ 'x-mcp-header': declared('boolean') }),
      [{ path: ['x-mcp-header'], name: 'Region' }],
    ],
    ['not a number', schema({ region: declared('number') }), []],
    ['not a list item', schema({ list: { type: 'array', items: declared('string') } }), []],
    ['not the root', declared('string'), []],
    ['not a name with a space', schema({ region: declared('string', 'a b') }), []],
    ['nothing', null, []],
  ])('%s', (_what, input, expected) => {
    expect(paramHeadersOf(input)).toEqual(expected);
  });

  it('survives a schema that never ends', () => {
    const endless: Record<string, unknown> = {};
    endless.properties = { again: endless };
    expect(paramHeadersOf(endless)).toEqual([]);
  });
});

describe('a tool that MCP tells clients to leave out', () => {
  const text = declared('string');
  it.each<[string, unknown, RegExp]>([
    ['an empty name', schema({ v: declared('string', '') }), /not the name of a header/],
    ['a name with a colon', schema({ v: declared('string', 'a:b') }), /not the name of a header/],
    ['no text for a name', schema({ v: declared('string', 7) }), /not the name of a header/],
    ['a number', schema({ v: declared('number') }), /no string, integer or boolean/],
    ['an object', schema({ v: declared('object') }), /no string, integer or boolean/],
    ['no type', schema({ v: { 'x-mcp-header': 'V' } }), /no string, integer or boolean/],
    ['the root', text, /where no argument stands/],
    ['a list item', schema({ v: { type: 'array', items: text } }), /where no argument stands/],
    ['a branch', { ...schema({}), anyOf: [schema({ v: text })] }, /where no argument stands/],
    ['a definition', { ...schema({}), $defs: { v: text } }, /where no argument stands/],
    ['a name twice', schema({ a: text, b: declared('string', 'REGION') }), /the same/],
  ])('has %s', (_what, input, expected) => {
    expect(paramHeadersProblem(input)).toMatch(expected);
  });

  it.each<[string, unknown]>([
    ['names that differ', schema({ a: text, b: declared('string', 'Zone') })],
    ['a property called like the keyword', schema({ 'x-mcp-header': { type: 'string' } })],
    ['an example that looks like one', schema({ a: { type: 'object', const: text } })],
    ['no schema', null],
  ])('has not %s', (_what, input) => {
    expect(paramHeadersProblem(input)).toBeNull();
  });
});

describe('their headers', () => {
  const one = [{ path: ['v'], name: 'V' }];
  it.each<[unknown, string | undefined]>([
    ['eu-west', 'eu-west'],
    ['two words', 'two words'],
    ['', '=?base64??='],
    ['Zürich', '=?base64?WsO8cmljaA==?='],
    [' padded', '=?base64?IHBhZGRlZA==?='],
    ['line\nbreak', '=?base64?bGluZQpicmVhaw==?='],
    ['=?base64?eA==?=', '=?base64?PT9iYXNlNjQ/ZUE9PT89?='],
    [42, '42'],
    [false, 'false'],
    [2 ** 60, undefined],
    [null, undefined],
    [undefined, undefined],
    [{ a: 1 }, undefined],
  ])('%j becomes %j', (value, expected) => {
    expect(repeatedParams(one, { v: value })['mcp-param-V']).toBe(expected);
  });

  it('are found in nested arguments, and never in what every object has', () => {
    expect(repeatedParams([{ path: ['a', 'b'], name: 'B' }], { a: { b: 'x' } })).toEqual({
      'mcp-param-B': 'x',
    });
    expect(repeatedParams([{ path: ['constructor', 'name'], name: 'N' }], {})).toEqual({});
  });
});
