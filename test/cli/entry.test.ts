import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../entry/start-server.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { useDataDir } from './data-dir.ts';
import { runConcierge } from './run-concierge.ts';

const env = useDataDir();
let fixtures: FixtureServers;
const servers: ReturnType<typeof startServer>[] = [];

const concierge = (args: string[], input?: string) => runConcierge(args, env, input);

beforeAll(async () => {
  fixtures = await startFixtureServers();
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.kill('SIGKILL');
    await server.ended;
  }
});
afterAll(() => fixtures.close());

describe('the command as a process', () => {
  it('keeps what it is given by standard input for the next one', async () => {
    const { good } = fixtures.token;
    const args = ['source', 'user-mcp', 'add', 'tickets', '--url', fixtures.url('bearer'), '--token-stdin'];
    const added = await concierge(args, `${good}\n`);
    const tested = await concierge(['source', 'user-mcp', 'test', 'tickets', '--json']);
    expect([added.code, tested.code]).toEqual([0, 0]);
    expect(JSON.parse(tested.stdout)).toMatchObject({ status: 'active', health: { tool_count: 3 } });
    expect(added.stdout + added.stderr + tested.stdout + tested.stderr).not.toContain(good);
  });

  it.each<[code: number, args: string[]]>([
    [0, ['sandbox', 'list']],
    [1, ['sandbox', 'show', 'nowhere']],
    [2, ['sandbox', 'delete', 'default']],
  ])('exits with %i', async (code, args) => {
    expect((await concierge(args)).code).toBe(code);
  });

  it('works beside a server on the same data dir', async () => {
    const server = startServer(env);
    servers.push(server);
    const [, origin] = await server.printed(/^listening on (\S+)$/m);
    const { key } = JSON.parse((await concierge(['apikey', 'create', 'beside', '--json'])).stdout);
    const { sandbox_id } = JSON.parse((await concierge(['sandbox', 'show', 'default', '--json'])).stdout);
    await concierge(['source', 'user-mcp', 'add', 'docs', '--url', fixtures.url('open')]);
    const tools = `${origin}/api/v1/storage/sandboxes/${sandbox_id}/agents/tools?app_slug=docs`;
    const answer = await fetch(tools, { headers: { authorization: `Bearer ${key}` } });
    expect(await answer.json()).toMatchObject({ count: 3 });
  });
});
