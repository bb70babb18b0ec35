import { describe, expect, it } from 'vitest';
import { readHouse, rules } from './rules.ts';

const house = readHouse();
const up = (path: string): string => `../${path}`;

describe('in this house', () => {
  it.each(Object.entries(rules))('%s', (_, rule) => {
    expect(rule(house)).toEqual([]);
  });

  it('there is something to judge', () => {
    expect(house.has('package.json')).toBe(true);
    expect(house.has('src/errors.ts')).toBe(true);
    expect(house.has('.ci/run')).toBe(true);
    expect([...house.keys()].filter((path) => path.startsWith('flows/')).length).toBeGreaterThan(0);
  });
});

const decision = '# T\n## Context\n## Decision\n## Consequences\n';

/** One planted fault a line: the rule that finds it, where it stands and what it says. */
const faults: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['every room has a floor', 'src/attic/box.ts', ''],
  ['imports go down', 'src/domain/a.ts', "import { x } from '../store/port.ts';"],
  ['imports go down', 'src/domain/a.ts', "import type {\n  X,\n} from '../store/port.ts';"],
  ['imports go down', 'src/store/a.ts', "export * from '../vault/port.ts';"],
  ['imports go down', 'src/http/a.ts', "import '../entry/node.ts';"],
  ['imports go down', 'src/cli/a.ts', "const app = await import('../app.ts');"],
  ['imports go down', 'src/domain/a.ts', "import { x } from '../../test/x.ts';"],
  ['flows know only domain, xstate and zod', 'flows/a.ts', "import { x } from '../src/store/port.ts';"],
  ['flows know only domain, xstate and zod', 'flows/a.ts', "import { x } from '../src/errors.ts';"],
  ['flows know only domain, xstate and zod', 'flows/a.ts', "import { ulid } from 'ulid';"],
  ['imports make no circle', 'src/domain/a.ts', "import { x } from './a.ts';"],
  ['files are short', 'src/domain/a.ts', 'x\n'.repeat(301)],
  ['only src/entry reads the environment', 'src/cli/a.ts', 'const { HOME } = process.env;'],
  ['only src/entry reads the environment', 'src/cli/a.ts', "import { env } from 'node:process';"],
  ['only the guard sends', 'src/calls/a.ts', 'await globalThis.fetch(url);'],
  ['only the guard sends', 'src/calls/a.ts', "import { request } from 'undici';"],
  ['nothing names a path of one machine', 'README.md', ['see ', 'work', 'shared'].join('/')],
  ['nothing names a path of one machine', 'README.md', `see ${up('shared')}`],
  ['nothing names a path of one machine', 'docs/a.md', ['(', 'home', 'ann', 'x)'].join('/')],
  ['nothing is left over', 'test/a.test.ts', ['it.', "only('x')"].join('')],
  ['nothing is left over', 'docs/a.md', ['TO', 'DO: later'].join('')],
  ['decision records are brief and complete', 'docs/decisions/one.md', decision],
  ['decision records are brief and complete', 'docs/decisions/001-one.md', '# T\n## Context\n'],
  ['decision records are brief and complete', 'docs/decisions/001-one.md', decision + 'x\n'.repeat(40)],
  ['versions are exact', 'package.json', '{"devDependencies":{"a":"^1.0.0"}}'],
  [
    'the lock file has every optional package',
    'package-lock.json',
    '{"packages":{"node_modules/a":{"optionalDependencies":{"a-darwin":"1.0.0"}}}}',
  ],
  ['the lock file names no host', 'package-lock.json', '{"resolved":"https://registry.example"}'],
];

/** What stands near a rule and is no fault. */
const harmless: readonly (readonly [path: string, text: string])[] = [
  ['src/store/a.ts', "import { x } from '../domain/id.ts';\nimport { y } from './b.ts';"],
  ['src/entry/a.ts', "import { x } from '../app.ts';\nconst { HOME } = process.env;"],
  ['flows/a.ts', "import { setup } from 'xstate';\nimport { x } from '../src/domain/id.ts';"],
  ['src/calls/a.ts', 'type Fetch = typeof globalThis.fetch;'],
  ['src/domain/a.ts', 'x\n'.repeat(300)],
  ['src/concierge/a.gen.ts', 'x\n'.repeat(301)],
  ['docs/decisions/001-one.md', decision],
  ['docs/a.md', 'https://example.com/home/page and /workers/ and todo'],
];

describe('the rules', () => {
  it.each(faults)('%s: a fault in %s is found', (name, path, text) => {
    expect(rules[name]?.(new Map([[path, text]]))).toHaveLength(1);
  });

  it('find a circle of several files once', () => {
    const circle = new Map([
      ['src/domain/a.ts', "import { b } from './b.ts';"],
      ['src/domain/b.ts', "import type { c } from './c.ts';"],
      ['src/domain/c.ts', "import { a } from './a.ts';"],
    ]);
    expect(rules['imports make no circle']?.(circle)).toHaveLength(1);
  });

  it.each(harmless)('leave %s alone', (path, text) => {
    const only = new Map([[path, text]]);
    expect(Object.values(rules).flatMap((rule) => rule(only))).toEqual([]);
  });
});
