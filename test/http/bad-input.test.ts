import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { type Ask, asker, createTestApp } from './test-app.ts';

const list = '/api/v1/storage/sandboxes';
const nul = '\u0000';
let ask: Ask;
let sandbox: string;
let fixtures: FixtureServers;

/** Ids that the paths below stand for; made once, and no refused write may change them. */
const at = { source: '', session: '' };

beforeAll(async () => {
  fixtures = await startFixtureServers();
  const test = await createTestApp();
  ask = asker(test, await test.newAccount());
  sandbox = `${list}/${(await ask('GET', list)).json.sandboxes[0].sandbox_id}`;
  const registered = await ask('POST', `${sandbox}/sources/user-mcp`, {
    ...source,
    base_url: fixtures.url('open'),
  });
  at.source = `${sandbox}/sources/${registered.json.data_source_id}`;
  await ask('POST', `${sandbox}/agents`, agent);
  at.session = (await ask('POST', `${sandbox}/concierge/test`, { message: 'hello' })).json.session_id;
});
afterAll(() => fixtures.close());

const source = { name: 'Docs', base_url: 'http://127.0.0.1:8800/mcp', auth_kind: 'none' };
const bearer = { ...source, name: 'Other', auth_kind: 'bearer', token: 'tok_s3cr3t' };
const agent = {
  slug: 'support',
  name: 'Support',
  system_prompt: 'Help.',
  model_settings: { backend: 'anthropic', model: 'claude-haiku-5-5' },
};
const other = { ...agent, slug: 'other' };

type Row = [field: string, value: unknown];

/** Rows with a title that fits a line: `name = "xxx…`. */
const titled = (rows: Row[]): [title: string, row: Row][] =>
  rows.map((row) => [`${row[0]} = ${JSON.stringify(row[1])}`.slice(0, 60), row]);

const sourceRows: Row[] = [
  ['name', 7],
  ['name', ''],
  ['name', ' '],
  ['name', 'x'.repeat(65)],
  ['name', `a${nul}b`],
  ['base_url', 7],
  ['base_url', 'mcp.acme.com'],
  ['base_url', 'ftp://mcp.acme.com'],
  ['base_url', 'https://user:pass@mcp.acme.com'],
  ['base_url', `https://mcp.acme.com/${'x'.repeat(2048)}`],
  ['auth_kind', 'basic'],
  ['auth_kind', null],
  ['token', 7],
  ['token', ' '],
  ['token', 'tok_s3cr3t\n'.repeat(2)],
  ['token', 'x'.repeat(8193)],
  ['auth_header', 'X-Api-Key'],
  ['auth_header', 'Host'],
  ['app_namespace', 'Not Allowed'],
  ['app_namespace', 'x'.repeat(33)],
  ['allowed_tools', 'search'],
  ['allowed_tools', ['']],
  ['allowed_tools', [7]],
  ['rate_cap_per_minute', 0],
  ['rate_cap_per_minute', 601],
  ['rate_cap_per_minute', 1.5],
  ['rate_cap_per_minute', '60'],
  ['ingest_tool_calls', {}],
  ['ingest_tool_calls', ['x']],
  ['webhook_rate_cap_per_minute', 0],
  ['webhook_rate_cap_per_minute', 6001],
  ['surprise', 1],
];

const agentRows: Row[] = [
  ['name', ''],
  ['name', 'x'.repeat(121)],
  ['name', 7],
  ['description', 7],
  ['description', 'x'.repeat(2001)],
  ['system_prompt', 7],
  ['system_prompt', 'x'.repeat(100_001)],
  ['tool_sources', 'user_mcp'],
  ['tool_sources', [7]],
  ['tool_allowlist', 'docs__search'],
  ['tool_allowlist', ['']],
  ['model_settings', 'claude'],
  ['model_settings', { backend: 'openai', model: 'm' }],
  ['model_settings', { backend: 'anthropic', model: '' }],
  ['model_settings', { backend: 'anthropic', model: 'm', temperature: 2 }],
  ['model_settings', { backend: 'anthropic', model: 'm', max_tokens: 0 }],
  ['model_settings', { backend: 'anthropic', model: 'm', max_turns: 1.5 }],
  ['model_settings', { backend: 'anthropic', model: 'm', timeout_s: '60' }],
  ['model_settings', { backend: 'anthropic', model: 'm', surprise: 1 }],
  ['surprise', 1],
];

const slugRows: Row[] = ['', 'A', 'a b', 'tools', 'runs', 'x'.repeat(65), 7].map((slug) => ['slug', slug]);

/** Sends a good body with one field spoilt; the refusal must name that field and repeat no secret. */
const refuses = async (method: string, path: string, good: object, [field, value]: Row) => {
  const { status, json, text } = await ask(method, path, { ...good, [field]: value });
  expect([status, json.error, json.detail]).toEqual([400, 'validation', expect.any(String)]);
  expect(json.detail).toMatch(saying[field] ?? new RegExp(field));
  expect(text).not.toContain('s3cr3t');
};

/** Fields whose sentences speak of them in words, or of a part of them. */
const saying: Record<string, RegExp> = {
  name: /name|label/i,
  base_url: /base_url|address|URL|http/i,
  token: /token|credential/i,
  auth_header: /header/i,
  app_namespace: /namespace/i,
  model_settings: /model_settings|backend|model|temperature|max_tokens|max_turns|timeout_s/,
};

const missing = (good: object): Row[] => Object.keys(good).map((field) => [field, undefined]);

describe('creating a sandbox', () => {
  it.each(
    titled([
      ['name', undefined],
      ['name', 7],
      ['name', ''],
      ['name', 'x'.repeat(500)],
      ['name', `a${nul}b`],
      ['owner_id', 7],
      ['owner_id', ''],
      ['tier', 7],
      ['metadata', 'x'],
      ['metadata', []],
      ['surprise', 1],
    ]),
  )('refuses %s', (_title, row) => refuses('POST', list, { name: 'spare' }, row));
});

describe('registering a source', () => {
  it.each(titled([...missing(bearer), ...sourceRows]))('refuses %s', (_title, row) =>
    refuses('POST', `${sandbox}/sources/user-mcp`, bearer, row),
  );

  it('refuses a token without a scheme, and a header scheme without its header', async () => {
    const path = `${sandbox}/sources/user-mcp`;
    await refuses('POST', path, { ...bearer, auth_kind: 'none' }, ['token', 'tok_s3cr3t']);
    await refuses('POST', path, { ...bearer, auth_kind: 'header_token' }, ['auth_header', undefined]);
  });

  it('names the way for the one provider there is', async () => {
    const { status, json } = await ask('POST', `${sandbox}/sources`, { provider: 'github' });
    expect([status, json.error]).toEqual([400, 'unsupported_provider']);
    expect(json.detail).toMatch(/sources\/user-mcp/);
  });
});

describe('changing a source', () => {
  it.each(titled(sourceRows))('refuses %s', (_title, row) =>
    refuses('PATCH', `${at.source}/user-mcp`, {}, row),
  );
  it.each(
    titled([
      ['name', ''],
      ['name', 7],
      ['base_url', 'http://127.0.0.1:8800/mcp'],
    ]),
  )('refuses %s where only the name can be changed', (_title, row) => refuses('PATCH', at.source, {}, row));
});

describe('creating an agent', () => {
  const rows: Row[] = [...agentRows, ...slugRows, ...missing({ slug: '', name: '', system_prompt: '' })];
  it.each(titled(rows))('refuses %s', (_title, row) => refuses('POST', `${sandbox}/agents`, other, row));
});

describe('changing an agent', () => {
  it.each(titled([...agentRows, ['slug', 'new']]))('refuses %s', (_title, row) =>
    refuses('PATCH', `${sandbox}/agents/support`, {}, row),
  );
  it.each(
    titled([
      ['tool_sources', undefined],
      ['tool_sources', 'user_mcp'],
      ['tool_sources', [null]],
      ['tool_sources', ['']],
      ['tool_sources', Array(33).fill('user_mcp')],
      ['surprise', 1],
    ]),
  )('refuses %s as its tool sources', (_title, row) =>
    refuses('PATCH', `${sandbox}/agents/support/tool-sources`, { tool_sources: null }, row),
  );
  it.each(
    titled([
      ['backend', 'openai'],
      ['model', null],
      ['model', 'two words'],
      ['temperature', 2],
      ['max_tokens', 200_001],
      ['max_turns', 101],
      ['timeout_s', 3601],
      ['surprise', 1],
    ]),
  )('refuses %s as a model setting', (_title, row) =>
    refuses('PATCH', `${sandbox}/agents/support/model-settings`, {}, row),
  );
});

describe('wiring an agent', () => {
  it.each(
    titled([
      ['app_slug', undefined],
      ['app_slug', null],
      ['app_slug', 7],
      ['app_slug', ''],
      ['app_slug', 'x'.repeat(65)],
      ['app_slug', `a${nul}b`],
      ['surprise', 1],
    ]),
  )('refuses %s', (_title, row) =>
    refuses('POST', `${sandbox}/agents/support/wire-integration`, { app_slug: 'docs' }, row),
  );
});

describe('calling a tool', () => {
  it.each(
    titled([
      ['arguments', 'x'],
      ['arguments', []],
      ['arguments', null],
      ['surprise', 1],
    ]),
  )('refuses %s', (_title, row) =>
    refuses('POST', `${sandbox}/agents/support/tools/docs__search/call`, {}, row),
  );
});

describe('talking', () => {
  it.each<[string, object, Row]>([
    ['chat', { message: 'hello' }, ['message', undefined]],
    ['chat', { message: 'hello' }, ['message', '']],
    ['chat', { message: 'hello' }, ['message', ' \n']],
    ['chat', { message: 'hello' }, ['message', 'x'.repeat(4001)]],
    ['chat', { message: 'hello' }, ['message', 7]],
    ['chat', { message: 'hello' }, ['session_id', 7]],
    ['chat', { message: 'hello' }, ['surprise', 1]],
    ['test', { message: 'hello' }, ['message', '']],
    ['test', { message: 'hello' }, ['session_id', 'ss_1']],
    ['sessions/ss/credential', { value: 'tok_s3cr3t' }, ['value', undefined]],
    ['sessions/ss/credential', { value: 'tok_s3cr3t' }, ['value', '']],
    ['sessions/ss/credential', { value: 'tok_s3cr3t' }, ['value', 7]],
    ['sessions/ss/credential', { value: 'tok_s3cr3t' }, ['surprise', 1]],
    ['sessions/ss/reply', { id: 'confirm' }, ['id', undefined]],
    ['sessions/ss/reply', { id: 'confirm' }, ['id', '']],
    ['sessions/ss/reply', { id: 'confirm' }, ['id', 7]],
    ['sessions/ss/reply', { id: 'confirm' }, ['version', 'x']],
    ['sessions/ss/reply', { id: 'confirm' }, ['version', -1]],
    ['sessions/ss/reply', { id: 'confirm' }, ['surprise', 1]],
  ])('%s with %j refuses $2.0', (path, good, row) =>
    refuses('POST', `${sandbox}/concierge/${path.replace('/ss/', `/${at.session}/`)}`, good, row),
  );

  it('takes a message of 4000 characters', async () => {
    const message = `hello ${'😀'.repeat(3994)}`;
    expect((await ask('POST', `${sandbox}/concierge/test`, { message })).status).toBe(200);
  });
});

describe('creating an API key', () => {
  it.each(
    titled([
      ['name', undefined],
      ['name', 7],
      ['name', ''],
      ['expires_in_days', 0],
      ['expires_in_days', 1.5],
      ['expires_in_days', '30'],
      ['surprise', 1],
    ]),
  )('refuses %s', (_title, row) => refuses('POST', '/api/v1/api-keys', { name: 'ci' }, row));
});

describe('a query', () => {
  it.each([
    ['', 'status=asleep'],
    ['', 'surprise=1'],
    ['/sources', 'status=asleep'],
    ['/sources', 'surprise=1'],
    ['/agents/tools', 'surprise=1'],
  ])('of GET …%s?%s is refused', async (path, query) => {
    const base = path === '' ? list : sandbox + path;
    const { status, json } = await ask('GET', `${base}?${query}`);
    expect([status, json.error]).toEqual([400, 'validation']);
    expect(json.detail).toContain(query.split('=')[0]);
  });
});
