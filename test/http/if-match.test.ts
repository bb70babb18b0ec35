import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { isOnWorkerd } from '../workerd/runtime.ts';
import { type Ask, asker, createTestApp } from './test-app.ts';

let fixtures: FixtureServers;
let ask: Ask;
let sandbox: string;
const path = { source: '', agent: '', session: '' };

beforeAll(async () => {
  fixtures = await startFixtureServers();
  const test = await createTestApp();
  ask = asker(test, await test.newAccount());
  const list = '/api/v1/storage/sandboxes';
  sandbox = `${list}/${(await ask('GET', list)).json.sandboxes[0].sandbox_id}`;
  const source = { name: 'Docs', base_url: fixtures.url('open'), auth_kind: 'none' };
  const agent = { slug: 'support', name: 'Support', system_prompt: 'Help.' };
  const { data_source_id } = (await ask('POST', `${sandbox}/sources/user-mcp`, source)).json;
  await ask('POST', `${sandbox}/agents`, agent);
  const chat = await ask('POST', `${sandbox}/concierge/test`, { message: 'register a server' });
  path.source = `${sandbox}/sources/${data_source_id}`;
  path.agent = `${sandbox}/agents/support`;
  path.session = `${sandbox}/concierge/sessions/${chat.json.session_id}`;
});
afterAll(() => fixtures.close());

type Kind = keyof typeof path;
const versionOf = async (kind: Kind): Promise<number> => (await ask('GET', path[kind])).json.version;

/** In an order in which each can still be done. */
const writes: [kind: Kind, method: string, rest: string, body?: object][] = [
  ['source', 'PATCH', '', { name: 'Manual' }],
  ['source', 'PATCH', '/user-mcp', { rate_cap_per_minute: 30 }],
  ['source', 'POST', '/user-mcp/test'],
  ['source', 'POST', '/accept-tools'],
  ['source', 'POST', '/pause'],
  ['source', 'POST', '/resume'],
  ['source', 'POST', '/user-mcp/revoke'],
  ['source', 'POST', '/disconnect'],
  ['agent', 'PATCH', '', { name: 'Other' }],
  ['agent', 'PATCH', '/model-settings', { max_turns: 3 }],
  ['agent', 'PATCH', '/tool-sources', { tool_sources: [] }],
  ['agent', 'POST', '/wire-integration', { app_slug: 'manual' }],
  ['session', 'POST', '/reply', { id: 'cancel' }],
  ['source', 'DELETE', ''],
  ['agent', 'DELETE', ''],
];

describe('If-Match', () => {
  it('has the form of the ETag that every answer about one thing carries', async () => {
    for (const kind of ['source', 'agent', 'session'] as const) {
      const { json, headers } = await ask('GET', path[kind]);
      expect(headers.get('etag')).toBe(`"${json.version}"`);
    }
  });

  it.each(['*', 'present', 'W/present', '"7000", present'])('lets a change through with %s', async (form) => {
    const version = await versionOf('agent');
    const given = form.replace('present', `"${version}"`);
    const name = `Support ${version}`;
    const answer = await ask('PATCH', path.agent, { name }, { 'if-match': given });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, `"${version + 1}"`]);
  });

  // On Workers a header that is empty is none.
  const empty = isOnWorkerd ? [] : [''];
  it.each(['"7000"', '"abc"', '"-1"', '"1e3"', ...empty])('refuses a change with %j', async (given) => {
    const { status, json } = await ask('PATCH', path.agent, { name: 'Lost' }, { 'if-match': given });
    expect([status, json.error]).toEqual([412, 'precondition_failed']);
  });

  it('refuses no read', async () => {
    const paths = [path.source, path.agent, path.session, `${path.agent}/tools`];
    const answers = await Promise.all(
      paths.map((read) => ask('GET', read, undefined, { 'if-match': '"7000"' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
  });

  it('holds a message to a conversation, but not a new conversation', async () => {
    const chat = `${sandbox}/concierge/chat`;
    const session_id = path.session.split('/').at(-1);
    const stale = await ask('POST', chat, { message: 'hello', session_id }, { 'if-match': '"7000"' });
    expect([stale.status, stale.json.error]).toEqual([412, 'precondition_failed']);
    expect((await ask('POST', chat, { message: 'hello' }, { 'if-match': '*' })).status).toBe(200);
  });

  it.each(writes)('holds on %s %s%s', async (kind, method, rest, body) => {
    const version = await versionOf(kind);
    const send = (given: number) => ask(method, path[kind] + rest, body, { 'if-match': `"${given}"` });
    expect((await send(version + 1)).status).toBe(412);
    expect(await versionOf(kind)).toBe(version);
    expect((await send(version)).status).toBeLessThan(300);
  });
});
