import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { missingOf } from '../../src/web/agents/missing.ts';
import { presentState } from '../../src/web/flow/chart.ts';
import { charts } from '../../src/web/flow/charts.gen.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const maxFirstLoad = 150_000;

const read = (file: string): string => readFileSync(at(`dist/web/${file}`), 'utf8');
const index = read('index.html');
const named = [...index.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file = '']) => file);
const scripts = globSync('assets/*.js', { cwd: at('dist/web') }).map(read);

describe('the built page', () => {
  it('loads less than 150 kB compressed at first', () => {
    const bytes = ['index.html', ...named].map((file) => gzipSync(read(file)).length);
    expect(named).toHaveLength(2);
    expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(maxFirstLoad);
  });

  it('holds no script and no style of its own in the document, which its policy would not run', () => {
    expect(index).not.toMatch(/<style|style="|<script(?![^>]*src=)|\son\w+="/);
  });

  it('holds nothing of the server, and makes no function out of text', () => {
    const strange = /node:(?:fs|sqlite|crypto|net)|xstate|undici|ioredis|ZodError|\beval\(|new Function\(/g;
    expect(scripts.flatMap((script) => script.match(strange) ?? [])).toEqual([]);
    expect(scripts.length).toBeGreaterThan(1);
  });
});

describe('the chart of a conversation', () => {
  const state = {
    version: 1,
    flow: 'register' as const,
    options: [],
    secret_input: false,
    interrupted: [],
  };

  it.each([
    ['base_url', {}, 'filling.base_url'],
    ['base_url', { base_url: 'https://a.example/mcp' }, 'repair.base_url'],
    ['credential', { auth_kind: 'bearer' }, 'filling.credential'],
    ['credential', { auth_kind: 'bearer', has_credential: true }, 'repair.credential'],
    ['confirmation', {}, 'filling.confirmation'],
    ['repair', {}, 'repair.choosing'],
  ] as const)('lights the state that asks for %s with %j', (awaiting, slots, id) => {
    expect(presentState(charts.register, { ...state, awaiting, slots })?.id).toBe(id);
  });

  it('has every question of every machine, and its ends', () => {
    for (const chart of Object.values(charts)) {
      expect(chart.some(({ kind }) => kind === 'asks')).toBe(true);
      expect(chart.some(({ kind }) => kind === 'end')).toBe(true);
    }
  });
});

it('every reason of a trace for a missing tool is told', () => {
  const missing = missingOf({
    sources_resolved: [],
    sources_skipped: ['Wiki'],
    skip_reasons: { Wiki: 'It is paused.' },
    tool_names_advertised: [],
    allowlist_filtered_out: ['a__x', 'a__y'],
    allowlist_missing_entries: ['gone__tool'],
    duration_ms: 1,
    stale_sources: [],
    unusable_tools: [{ name: 'odd', source: 'A', reason: 'Its schema is too large.' }],
    held_tools: ['a__held'],
    restricted_tools: ['a__left'],
  });
  expect(missing.map(({ what }) => what)).toEqual([
    'Wiki',
    '2 tools',
    'gone__tool',
    '1 tool',
    '1 tool',
    'odd (A)',
  ]);
});
