import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { type Ask, asker, createTestApp } from '../http/test-app.ts';

const list = '/api/v1/storage/sandboxes';
const id = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`));
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const number = expect.any(Number);

// Additions are welcome, so what is compared is what must be there.
let fixtures: FixtureServers;
let ask: Ask;
let sandbox: string;

beforeAll(async () => {
  fixtures = await startFixtureServers();
  const test = await createTestApp();
  ask = asker(test, await test.newAccount());
  sandbox = `${list}/${(await ask('GET', list)).json.sandboxes[0].sandbox_id}`;
});
afterAll(() => fixtures.close());

const source = {
  data_source_id: id('ds'),
  user_id: id('us'),
  sandbox_id: id('sb'),
  provider: 'user_mcp',
  name: 'Tickets',
  ingestion_mode: 'manual',
  status: 'active',
  kind: 'durable',
  adapter_config: {
    base_url: expect.any(String),
    auth_kind: 'bearer',
    auth_header: null,
    app_namespace: 'tickets',
    allowed_tools: null,
    rate_cap_per_minute: 60,
    has_credential: true,
    ingest_tool_calls: null,
    webhook_rate_cap_per_minute: null,
  },
  health: {
    checked_at: time,
    latency_ms: number,
    tool_count: 3,
    protocol_version: expect.any(String),
    server_name: 'fixture-bearer',
    server_version: expect.any(String),
  },
  health_error: null,
  version: number,
  created_at: time,
  updated_at: time,
};
const registration = {
  data_source_id: id('ds'),
  status: 'active',
  name: 'Tickets',
  ingestion_mode: 'manual',
  source,
};
const agent = {
  slug: 'support',
  name: 'Support',
  description: '',
  system_prompt: 'Help.',
  tool_sources: null,
  tool_allowlist: ['tickets__find_ticket', 'gone__tool'],
  model_settings: { backend: 'anthropic', model: 'claude-haiku-5-5', temperature: 0.5 },
};

it('a sandbox', async () => {
  const { status, json } = await ask('POST', list, { name: 'staging', metadata: { team: 'a' } });
  expect(status).toBe(201);
  expect(json).toEqual({
    sandbox_id: id('sb'),
    user_id: id('us'),
    owner_id: json.user_id,
    name: 'staging',
    tier: 'free',
    status: 'active',
    storage_provider_type: 'platform_s3',
    limits: { max_data_sources: 100, max_projects: 0, max_storage_bytes: 0 },
    metadata: { team: 'a' },
    created_at: time,
  });
  const again = (await ask('GET', `${list}?status=active`)).json;
  expect(again.count).toBe(2);
  expect(again.sandboxes).toContainEqual(json);
  expect((await ask('POST', `${list}/${json.sandbox_id}/suspend`)).json).toEqual({
    success: true,
    message: expect.any(String),
  });
});

it('a source, registered, read, tested and renamed', async () => {
  const made = await ask('POST', `${sandbox}/sources/user-mcp`, {
    name: 'Tickets',
    base_url: fixtures.url('bearer'),
    auth_kind: 'bearer',
    token: fixtures.token.good,
  });
  expect([made.status, made.json]).toMatchObject([201, registration]);
  const one = `${sandbox}/sources/${made.json.data_source_id}`;
  const { tools, ...read } = (await ask('GET', one)).json;
  expect(read).toMatchObject(source);
  expect(tools[0]).toMatchObject({ name: 'tickets__create_ticket', tool: 'create_ticket', status: 'ok' });
  expect((await ask('POST', `${one}/user-mcp/test`)).json).toMatchObject({
    ...registration,
    health: source.health,
  });
  expect((await ask('PATCH', one, { name: 'Tickets' })).json).toMatchObject(source);
  expect((await ask('GET', `${sandbox}/sources`)).json).toMatchObject({ sources: [source], count: 1 });
});

it('a source whose check failed is created all the same', async () => {
  const made = await ask('POST', `${sandbox}/sources/user-mcp`, {
    name: 'Down',
    base_url: fixtures.url('down'),
    auth_kind: 'none',
  });
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({ status: 'error', health_error: expect.any(String) });
  const gone = await ask('DELETE', `${sandbox}/sources/${made.json.data_source_id}`);
  expect([gone.status, gone.json]).toEqual([200, { success: true, message: expect.any(String) }]);
});

it('an agent, its tools and a call', async () => {
  const made = await ask('POST', `${sandbox}/agents`, agent);
  const stored = {
    ...agent,
    agent_id: id('ag'),
    user_id: id('us'),
    sandbox_id: id('sb'),
    status: 'active',
    version: 1,
    created_at: time,
    updated_at: time,
  };
  expect([made.status, made.json]).toEqual([201, stored]);
  expect((await ask('GET', `${sandbox}/agents`)).json).toEqual({ agents: [stored], count: 1 });

  const { tools, count, trace } = (await ask('GET', `${sandbox}/agents/support/tools`)).json;
  expect([count, tools]).toEqual([
    1,
    [
      {
        name: 'tickets__find_ticket',
        app_slug: 'tickets',
        description: expect.any(String),
        input_schema: expect.objectContaining({ type: 'object' }),
        status: 'ok',
      },
    ],
  ]);
  expect(trace).toMatchObject({
    sources_resolved: ['Tickets'],
    sources_skipped: [],
    skip_reasons: {},
    tool_names_advertised: ['tickets__find_ticket'],
    allowlist_filtered_out: ['tickets__create_ticket', 'tickets__close_ticket'],
    allowlist_missing_entries: ['gone__tool'],
    duration_ms: number,
  });
  const all = (await ask('GET', `${sandbox}/agents/tools?app_slug=tickets`)).json;
  expect([all.count, all.tools.length, Object.keys(all)]).toEqual([3, 3, ['tools', 'count']]);
});

it('a call, what it answers and what it refuses', async () => {
  const tool = (name: string) => `${sandbox}/agents/support/tools/${name}/call`;
  const { status, json } = await ask('POST', tool('tickets__find_ticket'), { arguments: { id: 'T-1' } });
  expect([status, json]).toEqual([
    200,
    { content: [{ type: 'text', text: expect.any(String) }], is_error: json.is_error, duration_ms: number },
  ]);
  expect((await ask('POST', tool('tickets__close_ticket'), { arguments: {} })).status).toBe(404);
});

it('an agent, wired to a source', async () => {
  const one = `${sandbox}/agents/support`;
  const wire = async (app_slug: string) => (await ask('POST', `${one}/wire-integration`, { app_slug })).json;
  const wiring = { agent_slug: 'support', sources_added: [], message: expect.any(String) };
  expect(await wire('tickets')).toEqual({
    ...wiring,
    wired: true,
    app_slug: 'tickets',
    tool_count: 1,
    mode: 'explicit',
  });
  const nothing = { ...wiring, wired: false, tool_count: 0 };
  expect(await wire('slack')).toEqual({ ...nothing, app_slug: 'slack', mode: 'not_connected' });
  expect(await wire('google_drive')).toEqual({
    ...nothing,
    app_slug: 'google_drive',
    mode: 'unknown_provider',
  });
  await ask('PATCH', one, { tool_allowlist: [] });
  await ask('PATCH', `${one}/tool-sources`, { tool_sources: [] });
  expect(await wire('tickets')).toMatchObject({ sources_added: ['user_mcp'], mode: 'allow_all' });
});

it('an agent, changed and archived', async () => {
  const one = `${sandbox}/agents/support`;
  expect((await ask('PATCH', one, { name: 'New' })).json).toMatchObject({ name: 'New', version: 5 });
  expect((await ask('PATCH', `${one}/tool-sources`, { tool_sources: [] })).json).toMatchObject({
    tool_sources: [],
    version: 6,
  });
  const settings = (await ask('PATCH', `${one}/model-settings`, { max_turns: 4 })).json.model_settings;
  expect(settings).toEqual({ ...agent.model_settings, max_turns: 4 });
  const gone = await ask('DELETE', one);
  expect([gone.status, gone.text]).toEqual([204, '']);
});

it('a revoked source', async () => {
  const { data_source_id } = (await ask('GET', `${sandbox}/sources`)).json.sources[0];
  const revoked = (await ask('POST', `${sandbox}/sources/${data_source_id}/user-mcp/revoke`)).json;
  expect(revoked.status).toBe('disconnected');
  expect(revoked.source.adapter_config.has_credential).toBe(false);
  expect((await ask('POST', `${sandbox}/sources/${data_source_id}/user-mcp/test`)).status).toBe(409);
});

it('API keys', async () => {
  const key = { id: id('key'), name: 'ci', key_prefix: expect.stringMatching(/^olk_/), created_at: time };
  const made = await ask('POST', '/api/v1/api-keys', { name: 'ci', expires_in_days: 30 });
  expect([made.status, made.json]).toEqual([
    201,
    { ...key, expires_at: time, is_expired: false, key: expect.stringMatching(/^olk_/) },
  ]);
  const all = (await ask('GET', '/api/v1/api-keys')).json;
  expect(all[1]).toEqual({ ...key, expires_at: time, is_expired: false });
  expect(JSON.stringify(all)).not.toContain(made.json.key);
  expect((await ask('DELETE', `/api/v1/api-keys/${made.json.id}`)).json).toEqual({
    revoked: true,
    id: made.json.id,
    name: 'ci',
  });
  expect((await ask('GET', '/api/v1/users/me/profile')).json).toMatchObject({ user_id: id('us') });
});
