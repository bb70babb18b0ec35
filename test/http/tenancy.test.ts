import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../src/domain/id.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { type Ask, asker, createTestApp } from './test-app.ts';

const list = '/api/v1/storage/sandboxes';
let mine: Ask;
let stranger: Ask;
let fixtures: FixtureServers;
const own = { sandbox: '', source: '', session: '', key: '' };

beforeAll(async () => {
  fixtures = await startFixtureServers();
  const test = await createTestApp();
  mine = asker(test, await test.newAccount());
  stranger = asker(test, await test.newAccount());
  own.sandbox = (await mine('GET', list)).json.sandboxes[0].sandbox_id;
  const base = `${list}/${own.sandbox}`;
  const registered = await mine('POST', `${base}/sources/user-mcp`, {
    name: 'Docs',
    base_url: fixtures.url('open'),
    auth_kind: 'none',
  });
  own.source = registered.json.data_source_id;
  await mine('POST', `${base}/agents`, {
    slug: 'support',
    name: 'Support',
    system_prompt: 'Help.',
    model_settings: { backend: 'anthropic', model: 'claude-haiku-5-5' },
  });
  own.session = (
    await mine('POST', `${base}/concierge/test`, { message: 'register a server' })
  ).json.session_id;
  own.key = (await mine('POST', '/api/v1/api-keys', { name: 'spare' })).json.id;
});
afterAll(() => fixtures.close());

/** Reads first, then changes that leave the rest standing, then the ends. */
const routes: [method: string, path: string, body?: object][] = [
  ['GET', '/:sb'],
  ['GET', '/:sb/sources'],
  ['GET', '/:sb/sources/:ds'],
  ['GET', '/:sb/agents'],
  ['GET', '/:sb/agents/support'],
  ['GET', '/:sb/agents/tools'],
  ['GET', '/:sb/agents/support/tools'],
  ['POST', '/:sb/agents/support/tools/docs__search_docs/call', { arguments: { query: 'a' } }],
  ['GET', '/:sb/concierge/sessions'],
  ['GET', '/:sb/concierge/sessions/:ss'],
  ['POST', '/:sb/concierge/chat', { message: 'hello' }],
  ['POST', '/:sb/concierge/chat', { message: 'hello', session_id: ':ss' }],
  ['POST', '/:sb/concierge/test', { message: 'hello' }],
  ['POST', '/:sb/concierge/sessions/:ss/reply', { id: 'cancel' }],
  ['PATCH', '/:sb', { name: 'renamed' }],
  ['PATCH', '/:sb/sources/:ds', { name: 'Renamed' }],
  ['PATCH', '/:sb/sources/:ds/user-mcp', { rate_cap_per_minute: 30 }],
  ['POST', '/:sb/sources/:ds/user-mcp/test'],
  ['POST', '/:sb/sources/:ds/accept-tools'],
  ['POST', '/:sb/sources/:ds/pause'],
  ['POST', '/:sb/sources/:ds/resume'],
  ['PATCH', '/:sb/agents/support', { name: 'Renamed' }],
  ['PATCH', '/:sb/agents/support/tool-sources', { tool_sources: null }],
  ['PATCH', '/:sb/agents/support/model-settings', { max_turns: 3 }],
  ['POST', '/:sb/agents/support/wire-integration', { app_slug: 'docs' }],
  ['POST', '/:sb/sources/:ds/user-mcp/revoke'],
  ['POST', '/:sb/sources/:ds/disconnect'],
  ['DELETE', '/:sb/sources/:ds'],
  ['DELETE', '/:sb/agents/support'],
  ['POST', '/:sb/suspend'],
  ['POST', '/:sb/reactivate'],
  ['POST', '/:sb/archive'],
  ['DELETE', '/:sb'],
];

type Ids = Omit<typeof own, 'key'>;
const fill = (text: string, { sandbox, source, session }: Ids): string =>
  text.replace(':sb', sandbox).replace(':ds', source).replace(':ss', session);
const call = (ask: Ask, [method, path, body]: (typeof routes)[number], ids: Ids) =>
  ask(method, list + fill(path, ids), body && JSON.parse(fill(JSON.stringify(body), ids)));

const unknown = (): Ids => ({
  sandbox: createId('sandbox'),
  source: createId('source'),
  session: createId('session'),
});
const malformed: Ids = { sandbox: '..%2f..%2f', source: 'ds_%7B%7D', session: 'ss_1' };

describe('a resource', () => {
  it.each(routes)('of another account does not exist: %s %s', async (...route) => {
    const { status, json } = await call(stranger, route, own);
    expect([status, json.error]).toEqual([404, 'not_found']);
  });

  it.each(routes)('with an unknown or malformed id does not exist: %s %s', async (...route) => {
    for (const ids of [unknown(), malformed]) expect((await call(mine, route, ids)).status).toBe(404);
  });

  it.each(routes.filter(([, path]) => path.includes(':ds') || path.includes('support')))(
    'does not exist in another sandbox of its own account: %s %s',
    async (...route) => {
      const { sandbox_id } = (await mine('POST', list, { name: createId('sandbox') })).json;
      expect((await call(mine, route, { ...own, sandbox: sandbox_id })).status).toBe(404);
    },
  );

  it('of another account says the same as one that never was', async () => {
    for (const route of routes) {
      const [foreign, absent] = [await call(stranger, route, own), await call(stranger, route, unknown())];
      expect(foreign.json.detail).toBe(absent.json.detail);
    }
  });

  it('of one’s own answers', async () => {
    for (const route of routes) {
      const { status, text } = await call(mine, route, own);
      expect([route.join(' '), status < 300 || text]).toEqual([route.join(' '), true]);
    }
  });
});

describe('an API key', () => {
  it('of another account, unknown or malformed cannot be revoked', async () => {
    expect((await stranger('DELETE', `/api/v1/api-keys/${own.key}`)).status).toBe(404);
    for (const id of [createId('key'), 'key_1', '..%2f'])
      expect((await mine('DELETE', `/api/v1/api-keys/${id}`)).status).toBe(404);
    expect((await mine('DELETE', `/api/v1/api-keys/${own.key}`)).status).toBe(200);
  });

  it('shows its account’s own profile and keys only', async () => {
    const [profile, foreign] = [
      await mine('GET', '/api/v1/users/me/profile'),
      await stranger('GET', '/api/v1/users/me/profile'),
    ];
    expect(profile.json.user_id).not.toBe(foreign.json.user_id);
    const ids = (await stranger('GET', '/api/v1/api-keys')).json.map(({ id }: { id: string }) => id);
    expect(ids).not.toContain(own.key);
  });
});
