import { beforeAll, describe, expect, it } from 'vitest';
import { createRunner, type Runner } from './run-in-process.ts';

let concierge: Runner;
beforeAll(async () => {
  concierge = await createRunner();
  await concierge(['agent', 'create', 'support']);
});

const id = 'key_00000000000000000000000000';
const add = ['source', 'user-mcp', 'add', 'acme', '--url', 'https://mcp.acme.com/mcp'];

describe('a command line that cannot be carried out is exit 2', () => {
  it.each<[why: string, args: string[], said: RegExp]>([
    ['no command', [], /^Usage: concierge/],
    ['a group alone', ['source'], /^Usage: concierge source/],
    ['an unknown command', ['soruce'], /unknown command 'soruce'.*Did you mean source/s],
    [
      'a command that lies deeper',
      ['source', 'test', 'Docs'],
      /Did you mean concierge source user-mcp test\?/,
    ],
    ['an unknown shell', ['completion', 'tcsh'], /Allowed choices are bash, zsh, fish/],
    ['a missing argument', ['source', 'show'], /missing required argument 'source'/],
    ['one argument too many', ['source', 'list', 'hunter2'], /too many arguments/],
    ['an unknown option', ['source', 'list', '--all=hunter2'], /unknown option '--all'/],
    ['a token as an argument', [...add, '--token', 'hunter2'], /never taken as an argument.*--token-stdin/],
    ['a token in an option', [...add, '--token=hunter2'], /never taken as an argument.*--token-stdin/],
    ['a token that nobody can type', [...add, '--auth', 'bearer'], /add --token-stdin/],
    ['no header for the credential', [...add, '--auth', 'header'], /^Say which header.*--header X-Api-Key/],
    ['a source changed in nothing', ['source', 'user-mcp', 'update', 'x'], /^Say what to change/],
    ['an agent changed in nothing', ['agent', 'update', 'support'], /^Say what to change/],
    ['an unknown scheme', [...add, '--auth', 'basic'], /Allowed choices are none, bearer, header/],
    ['no address', ['source', 'user-mcp', 'add', 'acme'], /--url https:/],
    ['a number that is none', ['apikey', 'create', 'x', '--expires-in-days', 'soon'], /whole number/],
    ['arguments that are no JSON', ['agent', 'call', 'support', 'x', '{'], /JSON object/],
    ['no tool to allow', ['source', 'user-mcp', 'update', 'x', '--allowed-tools', ','], /give --all-tools/],
    ['no tool for an agent', ['agent', 'update', 'support', '--allow', ' , '], /has --allow-all/],
    ['an agent archived without --yes', ['agent', 'archive', 'support'], /add --yes/],
    ['a deletion without --yes', ['sandbox', 'delete', 'default'], /add --yes/],
  ])('%s', async (_, args, said) => {
    const { code, stdout, stderr } = await concierge(args);
    expect(stderr).toMatch(said);
    expect(stdout + stderr).not.toContain('hunter2');
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('what fails is told in a sentence, exit 1', () => {
  it.each<[what: string, args: string[], said: RegExp]>([
    ['an unknown source', ['source', 'show', 'acme'], /no source of that label or id\. It has none\./],
    ['an unknown agent', ['agent', 'show', 'nobody'], /no such agent/],
    ['an unknown sandbox', ['sandbox', 'show', 'nowhere'], /There are: `default`/],
    ['an unknown key', ['apikey', 'revoke', id, '--yes'], /no such API key/],
    ['a taken name', ['sandbox', 'create', 'default'], /^There is already a sandbox named `default`/],
    ['a bad slug', ['agent', 'create', 'My Agent'], /`slug` has/],
    [
      'a bad address',
      ['source', 'user-mcp', 'add', 'acme', '--url', 'ftp://acme.com'],
      /^`--url`: Only servers/,
    ],
    ['a key for no time', ['apikey', 'create', 'x', '--expires-in-days', '0'], /^`--expires-in-days` is/],
    ['an unknown tool', ['agent', 'call', 'support', 'acme__x'], /^There is no tool `acme__x`/],
    [
      'an import of nothing',
      ['import', '/nowhere/concierge.jsonl'],
      /^There is no file \/nowhere\/concierge.jsonl/,
    ],
  ])('%s', async (_, args, said) => {
    const { code, stdout, stderr } = await concierge([...args, '--json']);
    expect(stderr).toMatch(said);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });
});
