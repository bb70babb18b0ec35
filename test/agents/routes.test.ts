import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { type Ask, asker, createTestApp } from '../http/test-app.ts';

const list = '/api/v1/storage/sandboxes';
let ask: Ask;
let servers: FixtureServers;
let agents: string;
let one: string;
let made: Record<string, unknown>;

const settings = { backend: 'anthropic', model: 'claude-haiku-5-5', temperature: 0.5, max_turns: 3 };
const fields = { slug: 'support', name: 'Support', system_prompt: 'Help.', model_settings: settings };

beforeAll(async () => {
  servers = await startFixtureServers();
  const test = await createTestApp();
  ask = asker(test, await test.newAccount());
});
beforeEach(async () => {
  const { sandbox_id } = (await ask('POST', list, { name: crypto.randomUUID() })).json;
  agents = `${list}/${sandbox_id}/agents`;
  one = `${agents}/support`;
  made = (await ask('POST', agents, fields)).json;
});
afterAll(() => servers.close());

const register = async (name: string, server: 'open' | 'modern') => {
  const sources = agents.replace(/agents$/, 'sources/user-mcp');
  const body = { name, base_url: servers.url(server), auth_kind: 'none' };
  expect((await ask('POST', sources, body)).json.status).toBe('active');
};
const namesOf = async (path: string): Promise<string[]> => {
  const { json } = await ask('GET', path);
  expect(json.count).toBe(json.tools.length);
  return json.tools.map(({ name }: { name: string }) => name);
};

describe('changing an agent over HTTP', () => {
  it.each<[string, object, object]>([
    ['its name', { name: 'Other' }, { name: 'Other' }],
    ['its description', { description: 'Answers.' }, { description: 'Answers.' }],
    ['its prompt', { system_prompt: '' }, { system_prompt: '' }],
    ['its sources', { tool_sources: ['user_mcp'] }, { tool_sources: ['user_mcp'] }],
    ['its allowlist', { tool_allowlist: ['docs__a'] }, { tool_allowlist: ['docs__a'] }],
    ['one setting', { model_settings: { max_turns: 9 } }, { model_settings: { ...settings, max_turns: 9 } }],
  ])('%s leaves the rest and bumps the version', async (_, body, expected) => {
    const { status, json } = await ask('PATCH', one, body);
    const changed = { ...made, ...expected, version: 2, updated_at: expect.any(String) };
    expect([status, json]).toEqual([200, changed]);
    expect((await ask('GET', one)).json).toEqual(json);
  });

  it('takes model settings in part', async () => {
    await ask('PATCH', `${one}/model-settings`, { timeout_s: 60 });
    const { json } = await ask('PATCH', `${one}/model-settings`, { model: 'other', max_tokens: 1000 });
    const expected = { ...settings, model: 'other', timeout_s: 60, max_tokens: 1000 };
    expect(json).toMatchObject({ version: 3, model_settings: expected });
  });

  it('takes tool sources away and gives the default back', async () => {
    const change = async (tool_sources: unknown) =>
      (await ask('PATCH', `${one}/tool-sources`, { tool_sources })).json.tool_sources;
    expect([await change([]), await change(['user_mcp']), await change(null)]).toEqual([
      [],
      ['user_mcp'],
      null,
    ]);
  });
});

describe('an archived agent', () => {
  it('answers 204 each time, is out of the list, can be read, and refuses changes', async () => {
    for (const _ of [1, 2]) expect(await ask('DELETE', one)).toMatchObject({ status: 204, text: '' });
    expect((await ask('GET', agents)).json).toEqual({ agents: [], count: 0 });
    expect((await ask('GET', one)).json).toMatchObject({ status: 'archived', version: 2 });
    const refused = [
      await ask('PATCH', one, { name: 'Other' }),
      await ask('PATCH', `${one}/model-settings`, { max_turns: 1 }),
      await ask('PATCH', `${one}/tool-sources`, { tool_sources: [] }),
      await ask('POST', `${one}/wire-integration`, { app_slug: 'docs' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([409, 409, 409, 409]);
  });

  it('frees its slug for another', async () => {
    await ask('DELETE', one);
    const { status, json } = await ask('POST', agents, fields);
    expect([status, json.version, json.status]).toEqual([201, 1, 'active']);
    expect(json.agent_id).not.toBe(made.agent_id);
  });
});

describe('the tools', () => {
  const docs = ['docs__search_docs', 'docs__get_page', 'docs__list_recent'];
  const weather = ['weather__get_weather', 'weather__get_forecast'];

  it('of a sandbox are those of all its sources, or of the one with the namespace', async () => {
    await register('Docs', 'open');
    await register('Weather', 'modern');
    expect((await namesOf(`${agents}/tools`)).sort()).toEqual([...docs, ...weather].sort());
    expect((await namesOf(`${agents}/tools?app_slug=weather`)).sort()).toEqual([...weather].sort());
    for (const none of ['slack', 'Weather', ''])
      expect(await namesOf(`${agents}/tools?app_slug=${none}`)).toEqual([]);
  });

  it('of an agent are narrowed by its allowlist first', async () => {
    await register('Docs', 'open');
    await register('Weather', 'modern');
    await ask('PATCH', one, { tool_allowlist: ['docs__get_page', 'weather__get_weather'] });
    expect(await namesOf(`${one}/tools?app_slug=docs`)).toEqual(['docs__get_page']);
    expect((await namesOf(`${agents}/tools`)).length).toBe(5);
  });
});
