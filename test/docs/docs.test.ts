import { existsSync, globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { apiWithoutAdapters } from '../../scripts/generate-openapi.ts';
import { runCli } from '../../src/cli/cli.ts';
import type { Cli } from '../../src/cli/command.ts';
import { commandSchema } from '../../src/concierge/commands.ts';
import { conciergeTools } from '../../src/concierge/tools/index.ts';
import { environmentSchema } from '../../src/config.ts';
import { codeOf, readDocument, readDocuments, root, rowsOf } from './documents.ts';

const documents = readDocuments();
const interfaces = readDocument('docs/interfaces.md');
const exists = (path: string): boolean =>
  path.includes('*')
    ? globSync(path, { cwd: fileURLToPath(root) }).length > 0
    : existsSync(new URL(path, root));
/** Those of the server, and those that the command line reads by itself. */
const knownVariables = new Set([
  ...Object.keys(environmentSchema.shape),
  ...Array.from(readDocument('src/entry/cli.ts').matchAll(/\benv\.([A-Z_]+)/g), ([, name = '']) => name),
]);

const helpOf = async (words: string[]): Promise<string> => {
  const chunks: unknown[] = [];
  const output = new Writable({ write: (chunk, _, done) => done(void chunks.push(chunk)) });
  const cli = { terminal: { output, errors: output }, version: '0' } as unknown as Cli;
  await runCli([...words, '--help'], cli);
  return chunks.join('');
};

/** Every command below these words that has none below it, as its help says. */
const commandsUnder = async (words: string[]): Promise<string[]> => {
  if (words.length > 4) throw new Error(`There is no end below ${words.join(' ')}.`);
  const [, commands = ''] = (await helpOf(words)).split('Commands:\n');
  const [list = ''] = commands.split('\n\n');
  const names = [...list.matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name = '']) => name);
  const own = names.filter((name) => name !== 'help');
  if (own.length === 0) return [words.join(' ')];
  return (await Promise.all(own.map((name) => commandsUnder([...words, name])))).flat();
};

describe.each(documents)('%s', (path, text) => {
  it('links to what exists', () => {
    const links = [...text.matchAll(/\]\((?!\w+:)([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !exists(posix.join(posix.dirname(path), link)))).toEqual([]);
  });

  it('names files and folders that exist', () => {
    const named = codeOf(text).filter((code) =>
      /^(?:src|flows|test|prompts|docs|scripts|bin|bench)\/[\w./*-]*$/.test(code),
    );
    expect(named.filter((file) => !exists(file))).toEqual([]);
  });

  it('names scripts and environment variables that exist', () => {
    const scripts = [...text.matchAll(/\bnpm (?:run (?:--\w+ )*([\w:-]+)|(start|test))\b/g)];
    expect(scripts.map(([, run, own]) => run ?? own).filter((name) => !(name! in manifest.scripts))).toEqual(
      [],
    );
    const files = [...text.matchAll(/\bnode ((?:\w+\/)+[\w.-]+)/g)].map(([, file = '']) => file);
    expect(files.filter((file) => !exists(file))).toEqual([]);
    const variables = text.match(/\b(?:CONCIERGE|ANTHROPIC|REDIS)_[A-Z_]+\b/g) ?? [];
    expect(variables.filter((name) => !knownVariables.has(name))).toEqual([]);
  });
});

describe('docs/interfaces.md', () => {
  it('has every environment variable, once', () => {
    const named = rowsOf(interfaces, 'variable').flatMap(([cell = '']) => codeOf(cell));
    expect(named.sort()).toEqual(Object.keys(environmentSchema.shape).sort());
  });

  it('has every route, and no other', () => {
    const documented = rowsOf(interfaces, 'method and path')
      .map(([cell = '']) => codeOf(cell)[0]!.replace('…', '/api/v1/storage/sandboxes/{sandbox_id}'))
      .sort();
    const handled = apiWithoutAdapters()
      .routes.filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const served = [...new Set(handled)];
    const short = served.filter((route) => route.includes(' /storage'));
    expect(served.filter((route) => !short.includes(route)).sort()).toEqual(documented);
    expect(short.map((route) => route.replace(' /', ' /api/v1/')).sort()).toEqual(
      documented.filter((route) => route.includes(' /api/v1/storage')),
    );
  });

  it('has every command of the command line, and no other', async () => {
    const named = rowsOf(interfaces, 'command line').flatMap(([cell = '']) => codeOf(cell));
    const words = named.map((line) => /^concierge ((?:[a-z-]+ ?)+)/.exec(line)![1]!.trim());
    expect([...new Set(words)].sort()).toEqual((await commandsUnder([])).sort());
  });

  it("names the Concierge's tools", () => {
    const [, section = ''] = interfaces.split('## Tools of the Concierge\n');
    const [names = ''] = section.split('They show');
    expect(codeOf(names)).toEqual(Object.keys(conciergeTools));
  });
});

it('docs/dialogue.md has every command, and no other', () => {
  const named = rowsOf(readDocument('docs/dialogue.md'), 'command').flatMap(([cell = '']) => codeOf(cell));
  const commands = commandSchema.options.map(({ shape }) => shape.command.value as string);
  expect(named.sort()).toEqual(commands.sort());
});

it('a decision record says why each library was chosen', () => {
  const path = 'docs/decisions/013-small-libraries.md';
  const named = rowsOf(readDocument(path), 'library').flatMap(([cell = '']) => codeOf(cell));
  const chosen = Object.keys(manifest.dependencies).filter(
    (name) => !name.startsWith('@modelcontextprotocol'),
  );
  expect(named.sort()).toEqual(chosen.sort());
});

it('docs/security.md has every rule that the code names', () => {
  const files = globSync('{src,flows,test}/**/*.ts', { cwd: fileURLToPath(root) });
  const cited = files.flatMap((file) => {
    const text = readFileSync(new URL(file, root), 'utf8');
    return [...text.matchAll(/\brules? ((?:[ESTPL]\d(?:, | and | to )?)+)/g)].flatMap(
      ([, list = '']) => list.match(/[ESTPL]\d/g)!,
    );
  });
  const stated = new Set(
    [...readDocument('docs/security.md').matchAll(/^\*\*([ESTPL]\d)\./gm)].map(([, rule]) => rule),
  );
  expect(cited.length).toBeGreaterThan(20);
  expect([...new Set(cited)].filter((rule) => !stated.has(rule))).toEqual([]);
});
