import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpstreamTarget } from '../../src/upstream/port.ts';
import { type CustomBehaviour, type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { failureOf, startUpstream, targetOf } from './setting.ts';

let client: ReturnType<typeof startUpstream>;
const started: { close(): Promise<void> }[] = [];

beforeEach(() => {
  client = startUpstream();
});
afterEach(async () => {
  await client.close();
  await Promise.all(started.splice(0).map((server) => server.close()));
});

const fixtures = async (): Promise<FixtureServers> => {
  const servers = await startFixtureServers();
  started.push(servers);
  return servers;
};

const custom = async (behaviour: Partial<CustomBehaviour>, port = 0): Promise<CustomServer> => {
  const server = await startCustomServer(behaviour, port);
  started.push(server);
  return server;
};

const list = (target: UpstreamTarget) => client.upstream.list(target);
const call = (target: UpstreamTarget) => client.upstream.call(target, 'echo', {});

describe('a session that the server forgot', () => {
  it('is opened anew inside a listing', async () => {
    const servers = await fixtures();
    const target = targetOf(servers.url('legacy'));
    await list(target);
    servers.expireSessions();
    expect((await list(target)).tools).toHaveLength(2);
    expect(servers.count('legacy', 'initialize')).toBe(2);
    expect(servers.count('legacy', 'server/discover')).toBe(1);
  });

  it('is opened anew inside a call, which runs once', async () => {
    const servers = await fixtures();
    const target = targetOf(servers.url('legacy'));
    await list(target);
    servers.expireSessions();
    const result = await client.upstream.call(target, 'run_query', { sql: 'select 1' });
    expect(result.isError).toBe(false);
    expect(servers.executions('legacy')).toBe(1);
  });

  it('is opened anew once for many calls at once, each of which runs once', async () => {
    const servers = await fixtures();
    const target = targetOf(servers.url('legacy'));
    await list(target);
    servers.expireSessions();
    const calls = Array.from({ length: 10 }, (_, n) =>
      client.upstream.call(target, 'run_query', { sql: `${n}` }),
    );
    expect((await Promise.all(calls)).every((result) => !result.isError)).toBe(true);
    expect(servers.executions('legacy')).toBe(10);
    expect(servers.count('legacy', 'initialize')).toBe(2);
  });

  it('is opened anew between two pages', async () => {
    const tool = (name: string) => ({ name, inputSchema: { type: 'object' } });
    const server = await custom({
      era: 'legacy',
      sessions: true,
      list: (cursor) => {
        if (cursor === 'two') return { tools: [tool('b')] };
        if (server.count('tools/list') === 1) server.expireSessions();
        return { tools: [tool('a')], nextCursor: 'two' };
      },
    });
    expect((await list(targetOf(server.url))).tools.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('is tried no more than twice', async () => {
    const answer: CustomBehaviour['answer'] = (_request, { method }) =>
      method === 'tools/call' ? Response.json({ error: 'gone' }, { status: 404 }) : null;
    const server = await custom({ era: 'legacy', sessions: true, answer });
    await failureOf(call(targetOf(server.url)));
    expect(server.count('tools/call')).toBe(2);
  });

  it('is not assumed where there was none: a 404 is not sent again', async () => {
    const answer: CustomBehaviour['answer'] = (_request, { method }) =>
      method === 'tools/call' ? Response.json({ error: 'gone' }, { status: 404 }) : null;
    const server = await custom({ era: 'legacy', answer });
    await failureOf(call(targetOf(server.url)));
    expect(server.count('tools/call')).toBe(1);
  });
});

describe('an answer that does not prove that nothing ran', () => {
  it.each([
    [
      '400 that names the request',
      400,
      (id: unknown) => ({ jsonrpc: '2.0', id, error: { code: -32000, message: '' } }),
    ],
    ['400 in a language of its own', 400, () => ({ error: 'bad' })],
    ['500', 500, () => ({ error: 'internal' })],
    ['503', 503, () => ({ error: 'busy' })],
    ['401', 401, () => ({ error: 'who' })],
  ])('is not answered with a second call: %s', async (_what, status, body) => {
    const answer: CustomBehaviour['answer'] = (_request, { id, method }) =>
      method === 'tools/call' ? Response.json(body(id), { status }) : null;
    for (const era of ['modern', 'legacy'] as const) {
      const server = await custom({ era, sessions: true, answer });
      await list(targetOf(server.url, { data_source_id: era }));
      await failureOf(call(targetOf(server.url, { data_source_id: era })));
      expect(server.count('tools/call')).toBe(1);
    }
  });
});

describe('a server that changed its era', () => {
  it.each([
    ['upgraded', 'legacy', 'modern'],
    ['downgraded', 'modern', 'legacy'],
  ] as const)('is negotiated anew inside the next call when it was %s', async (_what, from, to) => {
    const server = await custom({ era: from, sessions: true });
    const target = targetOf(server.url);
    const { era } = await list(target);
    server.behave({ era: to });
    expect((await call({ ...target, era })).isError).toBe(false);
    expect(server.executions()).toBe(1);
    expect((await list({ ...target, era })).era).toBe(to);
  });

  it.each([
    ['modern', 'legacy'],
    ['legacy', 'modern'],
  ] as const)('is reached although its %s era is remembered wrongly', async (wrong, right) => {
    const server = await custom({ era: right });
    expect((await list(targetOf(server.url, { era: wrong }))).era).toBe(right);
  });
});

describe('a server that was restarted', () => {
  it.each(['modern', 'legacy'] as const)('is listed again without a failure (%s)', async (era) => {
    const server = await custom({ era, sessions: true });
    const target = targetOf(server.url);
    await list(target);
    await server.close();
    const again = await custom({ era, sessions: true }, server.port);
    expect((await list(target)).tools).toHaveLength(1);
    expect(again.count('tools/list')).toBe(1);
  });

  it('is reported as refused while it is away', async () => {
    const server = await custom({});
    await list(targetOf(server.url));
    await server.close();
    expect((await failureOf(call(targetOf(server.url)))).failure).toMatch(
      /connection_refused|connection_lost/,
    );
    expect((await failureOf(call(targetOf(server.url)))).failure).toBe('connection_refused');
  });
});
