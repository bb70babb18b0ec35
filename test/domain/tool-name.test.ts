import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NamedTool, toolNames } from '../../src/domain/tool-name.ts';

const ending = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
const nameOf = async (namespace: string, tool: string): Promise<string> =>
  (await toolNames([{ namespace, tool }]))[0]!;

/** Two texts of the same letters whose hashes begin with the same 8 digits: 2^16 tries make such a pair likely. */
const craftedPair = (): [string, string] => {
  const seen = new Map<string, string>();
  for (let number = 0; ; number++) {
    const tool = Array.from({ length: 24 }, (_, bit) => ((number >> bit) & 1 ? '.' : '/')).join('');
    const hash = ending(`evil__${tool}`);
    const twin = seen.get(hash);
    if (twin !== undefined) return [twin, tool];
    seen.set(hash, tool);
  }
};

describe('a callable name', () => {
  it.each([
    ['acme', 'search', 'acme__search'],
    ['acme-docs', 'list_items-2', 'acme-docs__list_items-2'],
    ['acme', 'pages.get', 'acme__pages_get'],
    ['acme', 'a b/c:d', 'acme__a_b_c_d'],
    ['acme', 'größe', 'acme__gr__e'],
    ['acme', '', 'acme__'],
    ['a', 'b__c', 'a__b__c'],
    ['a', 'x'.repeat(61), `a__${'x'.repeat(61)}`],
    ['a', 'x'.repeat(62), `a__${'x'.repeat(52)}_${ending(`a__${'x'.repeat(62)}`)}`],
    ['a', `${'x'.repeat(61)}.`, `a__${'x'.repeat(52)}_${ending(`a__${'x'.repeat(61)}.`)}`],
  ])('of %s and %s is %s', async (namespace, tool, expected) => {
    expect(await nameOf(namespace, tool)).toBe(expected);
  });

  it('shared by two tools gets the ending of each, and no third tool is touched', async () => {
    const tools = ['get.page', 'get_page', 'other'].map((tool) => ({ namespace: 'a', tool }));
    expect(await toolNames(tools)).toEqual([
      `a__get_page_${ending('a__get.page')}`,
      `a__get_page_${ending('a__get_page')}`,
      'a__other',
    ]);
  });

  it('that equals the ended name of another yields to it', async () => {
    const ended = `x_y_${ending('a__x.y')}`;
    const names = await toolNames(['x.y', 'x_y', ended].map((tool) => ({ namespace: 'a', tool })));
    expect(names[0]).toBe(`a__${ended}`);
    expect(names[2]).toBe(`a__${ended}_${ending(`a__${ended}`)}`);
    expect(new Set(names).size).toBe(3);
  });

  it('stays unique for two tools crafted to share the first eight digits of their hashes', async () => {
    const [one, other] = craftedPair();
    expect(ending(`evil__${one}`)).toBe(ending(`evil__${other}`));
    const names = await toolNames([one, other].map((tool) => ({ namespace: 'evil', tool })));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  });

  it('ends even when the same pair is given twice', async () => {
    const names = await toolNames([
      { namespace: 'a', tool: 'x' },
      { namespace: 'a', tool: 'x' },
    ]);
    expect(names).toHaveLength(2);
  });
});

const namespaces = fc.oneof(fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/), fc.constant('a__b'));
const hostile = fc.oneof(
  fc.string({ maxLength: 128 }),
  fc.string({ unit: fc.constantFrom('a', '_', '.', '-', 'é'), maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('a', '.'), minLength: 60, maxLength: 128 }),
);
const catalogs = fc.uniqueArray(fc.record({ namespace: namespaces, tool: hostile }), {
  maxLength: 40,
  selector: ({ namespace, tool }) => JSON.stringify([namespace, tool]),
});

describe('the names of any catalog', () => {
  it('are unique, at most 64 characters long and of the allowed ones', async () => {
    const holds = async (tools: NamedTool[]): Promise<void> => {
      const names = await toolNames(tools);
      expect(new Set(names).size).toBe(tools.length);
      for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    };
    await fc.assert(fc.asyncProperty(catalogs, holds));
  });

  it('do not depend on the order of the tools', async () => {
    const holds = async (tools: NamedTool[]): Promise<void> => {
      const backwards = await toolNames(tools.toReversed());
      expect(await toolNames(tools)).toEqual(backwards.toReversed());
    };
    await fc.assert(fc.asyncProperty(catalogs, holds));
  });
});
