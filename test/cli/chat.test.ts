import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { useDataDir } from './data-dir.ts';
import { runConcierge, startConcierge } from './run-concierge.ts';

const env = useDataDir();
let fixtures: FixtureServers;

beforeAll(async () => {
  fixtures = await startFixtureServers();
});
afterAll(() => fixtures.close());

const chat = (lines: string[], args: string[] = []) =>
  runConcierge(['chat', ...args], env, `${lines.join('\n')}\n`);

describe('a conversation that is piped', () => {
  it('registers a server without authentication', async () => {
    const { code, stdout } = await chat([
      `add my server ${fixtures.url('open')}, no auth, call it docs`,
      'yes',
    ]);
    expect(stdout).toContain('docs is registered and active');
    expect(stdout).toContain('`docs__search_docs`');
    expect(code).toBe(0);
  });

  it('prints nothing but each reply and an empty line after it', async () => {
    const { stdout, stderr } = await chat(['hello', '', '   ', 'thanks']);
    const replies = stdout.split('\n\n');
    expect(replies).toHaveLength(3);
    expect(replies[2]).toBe('');
    expect(stdout).not.toContain('thanks\n');
    expect(stderr).toMatch(/^To go on with this conversation: .* --session ss_\w{26}\n$/);
  });

  it('takes a wrong token, then the right one, and shows neither anywhere', async () => {
    const { good, bad } = fixtures.token;
    const { code, stdout, stderr } = await chat([
      `add ${fixtures.url('bearer')} with a bearer token and call it tickets`,
      bad,
      'yes',
      'fix the credential',
      `Bearer ${good}`,
    ]);
    expect(stdout).toContain('refused the credential');
    expect(stdout).toContain('`tickets__create_ticket`');
    expect(code).toBe(0);
    const store = await readFile(join(env.CONCIERGE_DATA_DIR, 'concierge.db'), 'latin1');
    for (const token of [good, bad]) expect(stdout + stderr + store).not.toContain(token);
  });

  it('goes on where an earlier one was left', async () => {
    const first = await chat([`add ${fixtures.url('modern')}`]);
    const session = /ss_\w{26}/.exec(first.stderr)![0];
    const second = await chat(['none', 'weather', 'yes'], ['--session', session]);
    expect(second.stdout).toContain('weather is registered and active');
  });

  it('tells of a message that is too long and goes on', async () => {
    const { code, stdout } = await chat(['a'.repeat(4001), 'hello']);
    const [refusal, reply] = stdout.split('\n\n');
    expect(refusal).toContain('4000 characters');
    expect(reply).toContain('Hello');
    expect(code).toBe(0);
  });

  it('needs no key and makes none', async () => {
    const { stdout } = await runConcierge(['apikey', 'list', '--json'], env);
    expect(JSON.parse(stdout)).toEqual([]);
  });
});

describe('a conversation that cannot be', () => {
  const url = 'http://127.0.0.1:9';
  const key = { CONCIERGE_API_KEY: 'olk_some_key_of_a_server' };

  it.each([
    ['in an unknown sandbox', ['--sandbox', 'nowhere'], {}, /no sandbox of that name.*`default`/],
    ['that is unknown', ['--session', 'ss_00000000000000000000000000'], {}, /no such conversation/],
    ['with a bad variable', [], { CONCIERGE_EGRESS: 'all' }, /^CONCIERGE_EGRESS must be one of/],
    [
      'without a key of the server',
      [],
      { CONCIERGE_URL: url },
      /^CONCIERGE_URL is set, so CONCIERGE_API_KEY/,
    ],
    ['with a server that is away', [], { CONCIERGE_URL: url, ...key }, /127\.0\.0\.1:9 cannot be reached/],
    ['at no address', [], { CONCIERGE_URL: 'acme.com', ...key }, /^CONCIERGE_URL must be the http/],
  ])('%s says why in a sentence', async (_, args, more, sentence) => {
    const { code, stdout, stderr } = await runConcierge(['chat', ...args], { ...env, ...more }, 'hello\n');
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });
});

it('a stop by SIGTERM closes the store and ends', async () => {
  const { child, output, ended } = startConcierge(['chat'], env);
  child.stdin.write('hello\n');
  await vi.waitFor(() => expect(output.stdout).toContain('Hello'), { timeout: 20_000 });
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 143 });
});
