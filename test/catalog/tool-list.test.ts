import { describe, expect, it } from 'vitest';
import { readToolList } from '../../src/catalog/tool-list.ts';
import type { ToolDefinition } from '../../src/domain/tool.ts';

const tool = (name: string, description = ''): ToolDefinition => ({
  name,
  description,
  inputSchema: { type: 'object' },
});

describe('reading a tool list', () => {
  it('lets the first of two tools of one name count', async () => {
    const { tools } = await readToolList([tool('a', 'one'), tool('a', 'two'), tool('b')], null);
    expect(tools.map(({ name, problem }) => [name, problem])).toEqual([
      ['a', null],
      ['a', 'It is listed twice; the first one counts.'],
      ['b', null],
    ]);
  });

  it('gives the former list back when nothing changed', async () => {
    const former = await readToolList([tool('a'), tool('b')], null);
    expect(await readToolList([tool('a'), tool('b')], former)).toBe(former);
  });

  it.each([
    ['a definition changed', [tool('a', 'other'), tool('b')]],
    ['the order changed', [tool('b'), tool('a')]],
    ['one came', [tool('a'), tool('b'), tool('c')]],
    ['one went', [tool('a')]],
    ['one is forbidden by now', [tool('a'), { ...tool('b'), forbidden: 'Its transport forbids it.' }]],
  ])('gives a new list when %s', async (_, changed) => {
    const former = await readToolList([tool('a'), tool('b')], null);
    expect(await readToolList(changed, former)).not.toBe(former);
  });
});
