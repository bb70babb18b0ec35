import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import { createRedisStore } from '../../src/store/redis.ts';
import { createSqliteStore } from '../../src/store/sqlite.ts';
import { describeWithRedis, startRedis } from '../fixtures/redis-server.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { type Ask, asker, createTestApp, type TestApp } from '../http/test-app.ts';

const list = '/api/v1/storage/sandboxes';
/** Two instances over one store: what one of them changes, the other must show. */
let apps: TestApp[] = [];
let here: Ask;
let there: Ask;
let servers: FixtureServers;
let sandbox: string;
let source: string;
let agent: string;

/** Where the instances meet. */
type Place = { open(): Promise<Store>; close(): Promise<void> };

const onSqlite = async (): Promise<Place> => {
  const folder = mkdtempSync(join(tmpdir(), 'concierge-two-'));
  return {
    open: async () => createSqliteStore({ path: join(folder, 'concierge.db') }),
    close: async () => rmSync(folder, { recursive: true }),
  };
};

const onRedis = async (): Promise<Place> => {
  const { url, close } = await startRedis();
  return { open: () => createRedisStore({ urls: [url] }), close };
};

const meetAt = (start: () => Promise<Place>): void => {
  let place: Place;
  beforeAll(async () => {
    place = await start();
    servers = await startFixtureServers();
    const open = async () => createTestApp({ store: await place.open() });
    apps = [await open(), await open()];
    const key = await apps[0]!.newAccount();
    [here, there] = [asker(apps[0]!, key), asker(apps[1]!, key)];
  });
  afterAll(async () => {
    await Promise.all(apps.map(({ app }) => app.close()));
    await servers.close();
    await place.close();
  });
  beforeEach(startAnew);
};

const register = async (name: string, server: 'open' | 'bearer', token?: string): Promise<string> => {
  const { json } = await here('POST', `${sandbox}/sources/user-mcp`, {
    name,
    base_url: servers.url(server),
    ...(token === undefined ? { auth_kind: 'none' } : { auth_kind: 'bearer', token }),
  });
  expect(json.status).toBe('active');
  return `${sandbox}/sources/${json.data_source_id}`;
};

const toolsThere = async (): Promise<string[]> => {
  const { json } = await there('GET', `${agent}/tools`);
  return json.tools.map(({ name }: { name: string }) => name);
};
const callThere = async (name: string): Promise<[number, string]> => {
  const { status, json } = await there('POST', `${agent}/tools/${name}/call`, { arguments: { query: 'a' } });
  return [status, json.detail];
};

const docs = ['docs__search_docs', 'docs__get_page', 'docs__list_recent'];
const tickets = ['tickets__find_ticket', 'tickets__create_ticket', 'tickets__close_ticket'];

const startAnew = async (): Promise<void> => {
  const { sandbox_id } = (await here('POST', list, { name: crypto.randomUUID() })).json;
  sandbox = `${list}/${sandbox_id}`;
  agent = `${sandbox}/agents/support`;
  source = await register('Docs', 'open');
  const made = { slug: 'support', name: 'Support', system_prompt: '' };
  await here('POST', `${sandbox}/agents`, made);
  // The other instance has seen everything, has lists in memory and a connection that it used.
  expect((await toolsThere()).sort()).toEqual([...docs].sort());
  expect(await callThere('docs__search_docs')).toEqual([200, undefined]);
};

type Change = () => Promise<unknown>;
const patch =
  (path: () => string, body: object): Change =>
  () =>
    here('PATCH', path(), body);
const post =
  (path: () => string): Change =>
  () =>
    here('POST', path());

const describeChanges = (start: () => Promise<Place>): void => {
  meetAt(start);

  it.each<[string, Change, string[], [number, RegExp]]>([
    ['a source is paused', post(() => `${source}/pause`), [], [409, /paused/]],
    ['a source is revoked', post(() => `${source}/user-mcp/revoke`), [], [404, /revoked/]],
    ['a source is deleted', () => here('DELETE', source), [], [404, /no tool/]],
    [
      'a source is restricted',
      patch(() => `${source}/user-mcp`, { allowed_tools: ['get_page'] }),
      ['docs__get_page'],
      [404, /restricted/],
    ],
    [
      'a source is renamed',
      patch(() => source, { name: 'Wiki' }),
      docs.map((name) => name.replace('docs', 'wiki')),
      [404, /wiki__search_docs/],
    ],
    [
      'the allowlist is edited',
      patch(() => agent, { tool_allowlist: ['docs__get_page'] }),
      ['docs__get_page'],
      [404, /allowlist/],
    ],
    [
      'the tool sources are edited',
      patch(() => `${agent}/tool-sources`, { tool_sources: [] }),
      [],
      [404, /user_mcp/],
    ],
    ['the agent is archived', () => here('DELETE', agent), [], [409, /archived/]],
    ['the sandbox is suspended', post(() => `${sandbox}/suspend`), [], [409, /suspended/]],
  ])('%s', async (_what, change, tools, [status, why]) => {
    await change();
    expect((await toolsThere()).sort()).toEqual([...tools].sort());
    expect(await callThere('docs__search_docs')).toEqual([status, expect.stringMatching(why)]);
  });

  it('the same when nobody resolves between the change and the call', async () => {
    const ran = servers.count('open', 'tools/call');
    await here('POST', `${source}/user-mcp/revoke`);
    expect((await callThere('docs__search_docs'))[0]).toBe(404);
    expect(servers.count('open', 'tools/call')).toBe(ran);
  });

  it('a source is registered, and one that was paused is resumed', async () => {
    await register('Tickets', 'bearer', servers.token.good);
    expect((await toolsThere()).sort()).toEqual([...docs, ...tickets].sort());
    expect((await callThere('tickets__find_ticket'))[0]).toBe(200);
    await here('POST', `${source}/pause`);
    expect((await toolsThere()).sort()).toEqual([...tickets].sort());
    await here('POST', `${source}/resume`);
    expect((await callThere('docs__search_docs'))[0]).toBe(200);
  });

  it('a source gets another address: its tools are those of the other server, and the calls go there', async () => {
    const ran = servers.count('bearer', 'tools/call');
    const moved = { base_url: servers.url('bearer'), auth_kind: 'bearer', token: servers.token.good };
    await here('PATCH', `${source}/user-mcp`, moved);
    const names = tickets.map((name) => name.replace('tickets', 'docs'));
    expect((await toolsThere()).sort()).toEqual(names.sort());
    expect((await callThere('docs__find_ticket'))[0]).toBe(200);
    expect(servers.count('bearer', 'tools/call')).toBe(ran + 1);
  });

  it('a credential is rotated: the old one is not used again', async () => {
    const bearer = await register('Tickets', 'bearer', servers.token.good);
    expect((await callThere('tickets__find_ticket'))[0]).toBe(200);
    await here('PATCH', `${bearer}/user-mcp`, { token: servers.token.bad });
    expect((await toolsThere()).sort()).toEqual([...docs].sort());
    const ran = servers.count('bearer', 'tools/call');
    expect((await callThere('tickets__find_ticket'))[0]).not.toBe(200);
    expect(servers.count('bearer', 'tools/call')).toBe(ran);
  });

  it('an agent gets its sources back by wiring', async () => {
    await here('PATCH', `${agent}/tool-sources`, { tool_sources: [] });
    expect(await toolsThere()).toEqual([]);
    await here('POST', `${agent}/wire-integration`, { app_slug: 'docs' });
    expect((await callThere('docs__search_docs'))[0]).toBe(200);
  });
};

describe('what one instance changes on SQLite, the next resolve and call of another shows', () =>
  describeChanges(onSqlite));
describeWithRedis('what one instance changes on Redis, the next resolve and call of another shows', () =>
  describeChanges(onRedis),
);
