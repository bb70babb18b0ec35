import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { startTestServer, type TestServer } from '../http/test-server.ts';
import { createRunner, inProcessDoors, type Runner, runnerOver, serverDoors } from './run-in-process.ts';

let concierge: Runner;
let fixtures: FixtureServers;
let server: TestServer;

const json = async (args: string[], input?: string) => {
  const { stdout, stderr } = await concierge([...args, '--json'], input);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
};
const add = (label: string, to: 'open' | 'down') =>
  concierge(['source', 'user-mcp', 'add', label, '--url', fixtures.url(to)]);

beforeAll(async () => {
  [fixtures, server] = await Promise.all([startFixtureServers(), startTestServer()]);
});
afterAll(async () => {
  await server.close();
  await fixtures.close();
});

const doors = {
  'in process': inProcessDoors,
  'on a server': async () => serverDoors(server.origin, await server.newAccount()),
};

describe.each(Object.entries(doors))('%s', (_, open) => {
  beforeAll(async () => {
    concierge = runnerOver(await open());
    expect((await add('docs', 'open')).code).toBe(0);
    expect((await concierge(['agent', 'create', 'support'])).code).toBe(0);
  });

  describe('sources', () => {
    it('are listed, and shown with their tools, by label', async () => {
      const list = await concierge(['source', 'list']);
      expect(list.stdout).toMatch(/^docs {2}active {2}ds_\w{26} {2}http:\S+\n$/);
      const shown = await concierge(['source', 'show', 'DOCS']);
      expect(shown.stdout).toMatch(/^status +active$/m);
      expect(shown.stdout).toMatch(/^docs__search_docs +ok$/m);
    });

    it('are paused and resumed', async () => {
      expect((await concierge(['source', 'pause', 'docs'])).stdout).toContain('docs is paused');
      expect(await json(['source', 'list', '--status', 'paused'])).toMatchObject({ count: 1 });
      expect((await concierge(['source', 'resume', 'docs'])).stdout).toContain('status is active');
    });

    it('take their credential from standard input, and show it nowhere', async () => {
      const { good, bad } = fixtures.token;
      const where = ['--url', fixtures.url('bearer'), '--token-stdin'];
      const wrong = await concierge(['source', 'user-mcp', 'add', 'tickets', ...where], `${bad}\n`);
      expect(wrong).toMatchObject({ code: 1, stdout: expect.stringMatching(/^problem .*refused/m) });
      const right = await concierge(
        ['source', 'user-mcp', 'update', 'tickets', '--token-stdin'],
        `${good}\n`,
      );
      expect(right).toMatchObject({ code: 0, stdout: expect.stringMatching(/^status +active$/m) });
      for (const token of [good, bad])
        expect(wrong.stdout + wrong.stderr + right.stdout + right.stderr).not.toContain(token);
    });

    it('are tested, with exit 1 when their server is not well', async () => {
      expect((await add('broken', 'down')).code).toBe(1);
      const tested = await concierge(['source', 'user-mcp', 'test', 'broken', '--json']);
      expect(tested.code).toBe(1);
      const { data_source_id } = JSON.parse(tested.stdout);
      expect(JSON.parse(tested.stdout)).toMatchObject({ status: 'error', source: { name: 'broken' } });
      const said = (await concierge(['source', 'user-mcp', 'test', 'broken'])).stdout;
      expect(said).toContain(`To go on:\n  concierge source user-mcp update ${data_source_id}`);
      expect((await concierge(['source', 'user-mcp', 'test', 'docs'])).code).toBe(0);
    });

    it('are renamed, revoked and deleted', async () => {
      await add('old', 'down');
      expect((await concierge(['source', 'rename', 'old', 'Newer'])).stdout).toContain('`newer__…`');
      const revoked = await json(['source', 'user-mcp', 'revoke', 'newer', '--yes']);
      expect(revoked).toMatchObject({ status: 'disconnected' });
      const deleted = await json(['source', 'delete', revoked.data_source_id, '--yes']);
      expect(deleted).toEqual({ success: true, message: 'Newer is deleted.' });
    });
  });

  describe('agents', () => {
    it('are made from a slug alone', async () => {
      expect(await json(['agent', 'show', 'support'])).toMatchObject({
        slug: 'support',
        name: 'support',
        system_prompt: expect.stringContaining('You are support.'),
      });
    });

    it('call the tools of a source by name', async () => {
      const args = ['agent', 'call', 'support', 'docs__search_docs', '{"query": "refunds"}'];
      expect(await concierge(args)).toMatchObject({ code: 0, stdout: '10 pages about "refunds"\n' });
      expect(await json(args)).toMatchObject({ is_error: false });
    });

    it('show which tools they have now, and of which source', async () => {
      const tools = await json(['agent', 'tools', 'support', '--app', 'docs']);
      expect(tools).toMatchObject({
        count: 3,
        trace: { sources_resolved: expect.arrayContaining(['docs']) },
      });
      const all = await concierge(['agent', 'tools']);
      expect(all.stdout).toMatch(/^docs__search_docs +Finds pages of the documentation by words\.$/m);
    });

    it('can be held to some tools, and archived', async () => {
      await concierge(['agent', 'create', 'narrow', '--allow', 'docs__get_page']);
      expect((await concierge(['agent', 'tools', 'narrow'])).stdout).toMatch(
        /^docs__get_page .*\n\n(.*\n)*\d more are outside/,
      );
      await concierge(['agent', 'update', 'narrow', '--allow-all']);
      expect(await json(['agent', 'tools', 'narrow', '--app', 'docs'])).toMatchObject({ count: 3 });
      expect((await concierge(['agent', 'archive', 'narrow', '--yes'])).stdout).toBe('narrow is archived.\n');
    });
  });

  describe('sandboxes', () => {
    it('keep sources apart, and are found by name', async () => {
      const staging = await json(['sandbox', 'create', 'staging']);
      expect(await json(['source', 'list', '--sandbox', 'staging'])).toEqual({ sources: [], count: 0 });
      expect(await json(['sandbox', 'show', 'staging'])).toEqual(staging);
      expect(await json(['sandbox', 'list'])).toMatchObject({ count: 2 });
    });

    it('are suspended, reactivated, archived and deleted', async () => {
      const { sandbox_id } = await json(['sandbox', 'create', 'short-lived']);
      for (const [args, status] of [
        [['suspend'], 'suspended'],
        [['reactivate'], 'active'],
        [['archive', '--yes'], 'archived'],
      ] as const) {
        expect(await json(['sandbox', ...args, sandbox_id])).toMatchObject({ success: true });
        expect(await json(['sandbox', 'show', sandbox_id])).toMatchObject({ status });
      }
      expect(await json(['sandbox', 'delete', sandbox_id, '--yes'])).toMatchObject({ success: true });
      expect((await concierge(['sandbox', 'show', sandbox_id])).code).toBe(1);
    });
  });

  describe('API keys', () => {
    it('are made with a key that is printed once, and revoked', async () => {
      const made = await json(['apikey', 'create', 'ci', '--expires-in-days', '90']);
      expect(made.key).toMatch(/^olk_/);
      const { stdout } = await concierge(['apikey', 'list']);
      expect(stdout).toContain(made.id);
      expect(stdout).not.toContain(made.key);
      await json(['apikey', 'create', 'ci']);
      expect((await concierge(['apikey', 'revoke', 'ci', '--yes'])).stderr).toMatch(/^Several API keys/);
      expect(await json(['apikey', 'revoke', made.id, '--yes'])).toMatchObject({ revoked: true, name: 'ci' });
      expect(await json(['apikey', 'revoke', 'ci', '--yes'])).toMatchObject({ revoked: true, name: 'ci' });
    });
  });

  describe('a conversation', () => {
    it('registers a server by talking, and is gone on with', async () => {
      const { good } = fixtures.token;
      const first = await concierge(
        ['chat'],
        `add ${fixtures.url('header')} with the header X-Api-Key, call it desk\n`,
      );
      const session = /ss_\w{26}/.exec(first.stderr)![0];
      const { code, stdout } = await concierge(['chat', '--session', session], `${good}\nskip\nyes\n`);
      expect(stdout).toMatch(/^Credential received.*desk is registered and active/s);
      expect(stdout).not.toContain(good);
      expect(code).toBe(0);
    });
  });
});

describe('an account whose last sandbox was deleted', () => {
  it('has none until one is made, or a conversation begins', async () => {
    const other = await createRunner();
    expect((await other(['sandbox', 'delete', 'default', '--yes'])).code).toBe(0);
    for (const args of [
      ['source', 'list'],
      ['agent', 'create', 'support'],
      ['source', 'show', 'docs', '--sandbox', 'default'],
    ])
      expect(await other(args)).toMatchObject({
        code: 1,
        stderr: 'There is no sandbox. Make one: `concierge sandbox create default`.\n',
      });
    expect((await other(['sandbox', 'list'])).stdout).toBe('No sandboxes.\n');
    expect((await other(['chat'], 'hello\n')).stdout).toContain('Hello');
    expect((await other(['sandbox', 'list'])).stdout).toMatch(/^default {2}active/);
  });
});

describe('accounts', () => {
  it('are made on the store, with a key that is printed once', async () => {
    const here = await createRunner();
    expect(JSON.parse((await here(['account', 'create', '--json'])).stdout)).toMatchObject({
      user_id: expect.stringMatching(/^us_/),
      sandbox_id: expect.stringMatching(/^sb_/),
      api_key: expect.stringMatching(/^olk_/),
    });
  });
});
