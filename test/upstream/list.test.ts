import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UpstreamTarget } from '../../src/upstream/port.ts';
import { type CustomBehaviour, type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { type FixtureName, type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { failureOf, startUpstream, targetOf } from './setting.ts';

let servers: FixtureServers;
let custom: CustomServer;
let client = startUpstream();

beforeAll(async () => {
  servers = await startFixtureServers();
});
afterAll(async () => {
  await client.close();
  await servers.close();
});

const fresh = async (limits = {}): Promise<void> => {
  await client.close();
  client = startUpstream({ limits });
};

const listOf = async (behaviour: Partial<CustomBehaviour>, changes: Partial<UpstreamTarget> = {}) => {
  await fresh({ list_ms: 5_000 });
  custom = await startCustomServer(behaviour);
  return client.upstream.list(targetOf(custom.url, changes)).finally(() => custom.close());
};

describe('listing the tools of a server', () => {
  it.each([
    ['modern', 'modern', '2026-07-28', ['get_weather', 'get_forecast']],
    ['legacy', 'legacy', '2025-11-25', ['run_query', 'list_tables']],
    ['open', 'modern', '2026-07-28', ['search_docs', 'get_page', 'list_recent']],
    ['empty', 'modern', '2026-07-28', []],
  ] as const)(
    'tells what the %s server offers, and which era it speaks',
    async (name, era, version, tools) => {
      await fresh();
      const listing = await client.upstream.list(targetOf(servers.url(name)));
      expect(listing.tools.map((tool) => tool.name)).toEqual(tools);
      expect(listing).toMatchObject({ era, protocol_version: version });
      expect(listing).toMatchObject({ server_name: `fixture-${name}`, server_version: '1.2.3' });
    },
  );

  it('keeps the schema and the description as the server gave them', async () => {
    await fresh();
    const { tools } = await client.upstream.list(targetOf(servers.url('modern')));
    expect(tools[0]).toMatchObject({
      name: 'get_weather',
      description: 'Tells the weather now.',
      inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    });
  });

  it.each(['modern', 'legacy'] as const)(
    'marks a tool whose headers MCP forbids where headers are spoken of: %s',
    async (era) => {
      const inputSchema = { type: 'object', properties: { n: { type: 'number', 'x-mcp-header': 'N' } } };
      const { tools } = await listOf({ era, tools: [{ name: 'bad', inputSchema }, { name: 'good' }] });
      const forbidden = era === 'modern' ? expect.stringContaining('`x-mcp-header`') : undefined;
      expect(tools.map((tool) => [tool.name, tool.forbidden])).toEqual([
        ['bad', forbidden],
        ['good', undefined],
      ]);
    },
  );

  it('keeps no stream open beside its requests', async () => {
    expect(servers.count('legacy', 'GET')).toBe(0);
  });
});

describe('what is remembered', () => {
  const probes = (name: FixtureName): number => servers.count(name, 'server/discover');

  it('probes an older server once when its era is kept', async () => {
    await fresh();
    const before = probes('legacy');
    const { era } = await client.upstream.list(targetOf(servers.url('legacy')));
    await fresh();
    await client.upstream.list(targetOf(servers.url('legacy'), { era }));
    expect(probes('legacy') - before).toBe(1);
  });

  it.each(['modern', 'legacy'] as const)(
    'shakes hands with the %s server once for many listings',
    async (name) => {
      await fresh();
      const before = probes(name);
      for (let i = 0; i < 5; i++) await client.upstream.list(targetOf(servers.url(name)));
      expect(probes(name) - before).toBe(1);
    },
  );

  it.each(['modern', 'legacy'] as const)(
    'shakes hands once for 20 listings of the %s server at once',
    async (name) => {
      await fresh();
      const before = servers.counts(name);
      await Promise.all(Array.from({ length: 20 }, () => client.upstream.list(targetOf(servers.url(name)))));
      const after = servers.counts(name);
      expect((after['server/discover'] ?? 0) - (before['server/discover'] ?? 0)).toBe(1);
      expect((after.initialize ?? 0) - (before.initialize ?? 0)).toBe(name === 'legacy' ? 1 : 0);
      expect((after['tools/list'] ?? 0) - (before['tools/list'] ?? 0)).toBe(20);
    },
  );

  it('uses its connections again', async () => {
    await fresh();
    const before = servers.connections('modern');
    for (let i = 0; i < 10; i++) await client.upstream.list(targetOf(servers.url('modern')));
    expect(servers.connections('modern') - before).toBeLessThanOrEqual(2);
  });
});

describe('freshness', () => {
  it.each([
    ['a hint in ms', { ttlMs: 5_000 }, 5_000],
    ['stale at once', { ttlMs: 0 }, 0],
    ['no hint', { ttlMs: null }, null],
    ['a hint of an older server, which has none to give', { era: 'legacy', ttlMs: null }, null],
    ['a hint beyond a day', { ttlMs: 1e12 }, 86_400_000],
    ['nonsense', { list: () => ({ tools: [], ttlMs: 'soon' }) }, null],
  ] as const)('is %s', async (_what, behaviour, expected) => {
    expect((await listOf(behaviour)).ttl_ms).toBe(expected);
  });
});

describe('a list that is not what it should be', () => {
  const good = { name: 'good', inputSchema: { type: 'object' } };

  it.each(['modern', 'legacy'] as const)(
    'loses no tool for the malformed ones beside it (%s)',
    async (era) => {
      const odd = [null, 'text', 7, [], {}, { name: '' }, { name: 5, inputSchema: {} }];
      const unusable = [{ name: 'no_schema' }, { name: 'odd_schema', inputSchema: 'x', description: 3 }];
      const { tools } = await listOf({ era, tools: [...odd, ...unusable, good] });
      expect(tools).toEqual([
        { name: 'no_schema', inputSchema: {} },
        { name: 'odd_schema', inputSchema: {} },
        good,
      ]);
    },
  );

  it('counts the first of two tools of one name', async () => {
    const { tools } = await listOf({ tools: [good, { ...good, description: 'another' }] });
    expect(tools).toEqual([good]);
  });

  it('walks every page', async () => {
    const pages = new Map<unknown, unknown>([
      [undefined, { tools: [{ ...good, name: 'a' }], nextCursor: 'two' }],
      ['two', { tools: [{ ...good, name: 'b' }], nextCursor: '' }],
    ]);
    const { tools } = await listOf({ list: (cursor) => pages.get(cursor) });
    expect(tools.map((tool) => tool.name)).toEqual(['a', 'b']);
  });

  it('ends when a cursor comes back', async () => {
    const { tools } = await listOf({ list: () => ({ tools: [good], nextCursor: 'again' }) });
    expect(tools).toEqual([good]);
    expect(custom.count('tools/list')).toBe(2);
  });

  it('takes 50 pages and 2,000 tools', async () => {
    const page = (n: number) => Array.from({ length: 40 }, (_, i) => ({ ...good, name: `t${n}_${i}` }));
    const next = (n: number) => (n < 50 ? { nextCursor: String(n + 1) } : {});
    const { tools } = await listOf({
      list: (cursor) => ({ tools: page(Number(cursor ?? 1)), ...next(Number(cursor ?? 1)) }),
    });
    expect(tools).toHaveLength(2_000);
  });

  it.each([
    [
      'a 51st page',
      { list: (cursor: unknown) => ({ tools: [], nextCursor: String(Number(cursor ?? 0) + 1) }) },
    ],
    ['a 2,001st tool', { tools: Array.from({ length: 2_001 }, (_, i) => ({ ...good, name: `t${i}` })) }],
    ['more than 8 MiB', { tools: [{ ...good, description: 'x'.repeat(8 * 1024 * 1024) }] }],
  ])('refuses %s as too large', async (_what, behaviour) => {
    expect((await failureOf(listOf(behaviour))).failure).toBe('too_large');
    expect(custom.count('tools/list')).toBeLessThanOrEqual(50);
  });

  it('takes a server at its word that has no tools at all', async () => {
    const answer: CustomBehaviour['answer'] = (_request, { id, method }) => {
      if (method === 'server/discover')
        return Response.json({
          jsonrpc: '2.0',
          id,
          result: {
            resultType: 'complete',
            supportedVersions: ['2026-07-28'],
            capabilities: {},
            ttlMs: 0,
            cacheScope: 'private',
          },
        });
      return Response.json({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } });
    };
    expect((await listOf({ answer })).tools).toEqual([]);
  });

  it('shows the names a server gives itself in one short, visible line', async () => {
    const serverInfo = { name: `a\u202eb\u001b[31m\n${'c'.repeat(300)}`, version: '1\u200b.0' };
    const { server_name, server_version } = await listOf({ serverInfo });
    expect(server_name).toBe(`ab ${'c'.repeat(97)}`);
    expect(server_version).toBe('1.0');
  });
});
