import { describe, expect, it } from 'vitest';
import type { ToolDefinition } from '../../src/domain/tool.ts';
import {
  cleanTool,
  definitionHash,
  maxDescriptionBytes,
  toolProblem,
} from '../../src/domain/tool-definition.ts';

const tool = (changes: Partial<ToolDefinition> = {}): ToolDefinition => ({
  name: 'search',
  description: 'Finds pages.',
  inputSchema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
  ...changes,
});

describe('the hash of a definition', () => {
  it('is the SHA-256 of its canonical JSON', async () => {
    const hash = await definitionHash({ inputSchema: { type: 'object', a: [1] }, name: 'x' });
    const text = '{"inputSchema":{"a":[1],"type":"object"},"name":"x"}';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    expect(hash).toBe(Buffer.from(digest).toString('hex'));
  });

  it('does not see the order of members or what is no part of a definition', async () => {
    const turned = {
      inputSchema: { required: ['query'], properties: { query: { type: 'string' } }, type: 'object' },
    };
    const other = {
      _meta: { at: 1 },
      ...turned,
      description: 'Finds pages.',
      name: 'search',
    } as ToolDefinition;
    expect(await definitionHash(other)).toBe(await definitionHash(tool()));
  });

  it.each([
    ['name', { name: 'Search' }],
    ['title', { title: 'Search' }],
    ['description', { description: 'Finds pages. ' }],
    ['hidden text', { description: 'Finds\u200b pages.' }],
    ['input', { inputSchema: { type: 'object', properties: { query: {} }, required: ['query'] } }],
    ['order of a list', { inputSchema: { type: 'object', required: ['b', 'a'] } }],
    ['output', { outputSchema: { type: 'object' } }],
    ['annotations', { annotations: { readOnlyHint: true } }],
  ])('sees a change of its %s', async (_, changes) => {
    expect(await definitionHash(tool(changes))).not.toBe(await definitionHash(tool()));
  });

  it('is made of any depth', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`);
    expect(await definitionHash(tool({ inputSchema: deep }))).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a cleaned definition', () => {
  it('has visible characters only, in nested texts too', () => {
    const cleaned = cleanTool(
      tool({
        title: 'Se\u202earch',
        description: '\u001b[31mFinds\u001b[0m\u200b pages\u{e0041}.\nAlways.',
        inputSchema: {
          type: 'object',
          properties: {
            query: { anyOf: [{ type: 'string', description: 'wo\u2066rds' }], title: 'Q\u0000' },
          },
          $defs: { A: { items: { description: 'a\ufeffb' } } },
        },
        annotations: { title: 'S\u200d', readOnlyHint: true },
      }),
    );
    expect(cleaned).toEqual({
      name: 'search',
      title: 'Search',
      description: 'Finds pages.\nAlways.',
      inputSchema: {
        type: 'object',
        properties: { query: { anyOf: [{ type: 'string', description: 'words' }], title: 'Q' } },
        $defs: { A: { items: { description: 'ab' } } },
      },
      annotations: { title: 'S', readOnlyHint: true },
    });
  });

  it('keeps the rest of its schemas, members called like texts included', () => {
    const inputSchema = JSON.parse(
      '{"type":"object","properties":{"description":{"default":{"title":"a\\u200bb"}},"__proto__":{"enum":["c\\u200bd"]}},"x-y":[1]}',
    );
    const cleaned = cleanTool(tool({ inputSchema, outputSchema: { type: 'object', title: 'x' } }));
    expect(JSON.stringify(cleaned.inputSchema)).toBe(JSON.stringify(inputSchema));
    expect(cleaned.outputSchema).toEqual({ type: 'object', title: 'x' });
  });

  it('is cut at 4 KiB between two characters', () => {
    const { description } = cleanTool(tool({ description: `a${'😀'.repeat(2_000)}` }));
    expect(Buffer.byteLength(description!)).toBe(maxDescriptionBytes - 3);
    expect(description!.endsWith('😀')).toBe(true);
  });
});

describe('a tool', () => {
  it.each([
    ['an empty name', { name: '' }, /name is empty/],
    ['a name of 129 characters', { name: 'x'.repeat(129) }, /longer than 128/],
    ['a name with a line break', { name: 'a\nb' }, /invisible/],
    ['a name with a bidi control', { name: 'a\u202eb' }, /invisible/],
    ['a broken input schema', { inputSchema: { type: 'string' } }, /^Its input schema has no/],
    ['a broken output schema', { outputSchema: { type: 'thing' } }, /^Its output schema is not JSON Schema/],
  ])('with %s is unusable', (_, changes, why) => {
    expect(toolProblem(tool(changes))).toMatch(why);
  });

  it.each([
    ['a usual one', {}],
    ['a name of 128 characters', { name: 'x'.repeat(128) }],
    ['a name in another script', { name: 'поиск документов' }],
    ['an output that is a list', { outputSchema: { type: 'array' } }],
  ])('that is %s is usable', (_, changes) => {
    expect(toolProblem(tool(changes))).toBeNull();
  });
});
