import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '../../conversations/client.ts';
import { providersWords, type Reply, startMessagesApi } from '../../fixtures/messages-api.ts';
import { startTestServer } from '../../http/test-server.ts';
import { createRunSetting, type RunSetting } from './setting.ts';

const key = 'sk-ant-a-key-of-the-test';
let setting: RunSetting;
let agent: string;
beforeAll(async () => {
  setting = await createRunSetting({ ANTHROPIC_API_KEY: key });
});
beforeEach(async () => {
  agent = await setting.newAgent();
});
afterAll(() => setting.close());

const search = { tool: 'docs__search', input: {} };
const half = { text: 'Half an ans' };

describe('a stop reason', () => {
  it.each<[string, Reply[], string, RegExp | null, string]>([
    ['end_turn', [{ says: [{ text: 'Yes.' }], stop: 'end_turn' }], 'succeeded', null, 'Yes.'],
    ['end_turn without a word', [{ says: [] }], 'succeeded', null, ''],
    ['stop_sequence', [{ says: [{ text: 'Yes.' }], stop: 'stop_sequence' }], 'succeeded', null, 'Yes.'],
    ['refusal', [{ says: [half], stop: 'refusal' }], 'failed', /declined/, half.text],
    ['max_tokens', [{ says: [half], stop: 'max_tokens' }], 'failed', /1024 tokens.*`max_tokens`/, half.text],
    [
      'model_context_window_exceeded',
      [{ says: [half], stop: 'model_context_window_exceeded' }],
      'failed',
      /longer than/,
      half.text,
    ],
    ['an unknown one', [{ says: [half], stop: 'mood' }], 'failed', /does not know/, half.text],
    ['none', [{ says: [half], stop: null }], 'failed', /does not know/, half.text],
    ['tool_use without a call', [{ says: [half], stop: 'tool_use' }], 'failed', /does not know/, half.text],
    [
      'pause_turn, then the rest',
      [{ says: [half], stop: 'pause_turn' }, { says: [{ text: 'Whole.' }] }],
      'succeeded',
      null,
      'Whole.',
    ],
  ])('%s', async (_, script, status, message, output_text) => {
    setting.api.script(...script);
    const error_message = message === null ? null : expect.stringMatching(message);
    expect(await setting.run(agent)).toMatchObject({ status, error_message, output_text });
  });

  it('max_tokens in the middle of a call calls nothing', async () => {
    setting.api.script({ says: [{ tool: 'docs__search', json: '{"q": "ca' }], stop: 'max_tokens' });
    const ran = setting.server.executions();
    expect(await setting.run(agent)).toMatchObject({ status: 'failed', tools_called: [] });
    expect(setting.server.executions()).toBe(ran);
  });

  it('comes as the type of an error frame', async () => {
    setting.api.script({ says: [half], stop: 'refusal' });
    const last = (await setting.frames(agent, { message: 'Go.' })).at(-1);
    const data = { message: expect.any(String), type: 'refusal', run_id: expect.stringMatching(/^rn_/) };
    expect(last).toEqual({ event: 'agent_error', data });
  });
});

it('an agent that never comes to an end is stopped after its turns, before a call in vain', async () => {
  const tireless = await setting.newAgent({ max_turns: 3 });
  setting.api.script({ says: [search] });
  const ran = setting.server.executions();
  const ended = await setting.run(tireless);
  expect([ended.status, setting.api.requests.length]).toEqual(['failed', 3]);
  expect(ended.error_message).toMatch(/after 3 messages.*`max_turns`/);
  expect(setting.server.executions()).toBe(ran + 2);
});

describe('a failure of the provider', () => {
  it.each<[string, Reply, RegExp, string, number]>([
    ['a wrong key', { status: 401 }, /refused the key.*ANTHROPIC_API_KEY/, 'upstream_failed', 1],
    ['a forbidden key', { status: 403 }, /refused the key/, 'upstream_failed', 1],
    ['no credit', { status: 402 }, /payment/, 'upstream_failed', 1],
    ['an unknown model', { status: 404 }, /no model `claude-haiku-5-5`/, 'upstream_failed', 1],
    ['a bad request', { status: 400 }, /refused the request/, 'upstream_failed', 1],
    ['a request too large', { status: 413 }, /larger than/, 'upstream_failed', 1],
    ['a rate limit', { status: 429 }, /limits the rate/, 'rate_limited', 3],
    ['an overload', { status: 529 }, /overloaded/, 'unavailable', 3],
    ['an inner error', { status: 500 }, /failed: try again/, 'upstream_failed', 3],
    [
      'an overload within the stream',
      { fails: 'overloaded_error', says: [half] },
      /overloaded/,
      'unavailable',
      1,
    ],
    ['an inner error within the stream', { fails: 'api_error' }, /failed: try again/, 'upstream_failed', 1],
    ['an unknown error within the stream', { fails: 'odd' }, /broke off/, 'upstream_failed', 1],
    ['a stream that is cut', { cut: [half] }, /broke off/, 'upstream_failed', 1],
    [
      'a call that is no JSON',
      { says: [{ tool: 'docs__read', json: '{"q": nonsense}' }] },
      /broke off/,
      'upstream_failed',
      1,
    ],
  ])('%s ends the run in plain words', async (_, reply, message, type, attempts) => {
    setting.api.script(reply);
    const told = await setting.frames(agent, { message: 'Go.' });
    expect(told.at(-1)?.data).toMatchObject({ message: expect.stringMatching(message), type });
    expect(setting.api.requests).toHaveLength(attempts);
    const { runs } = (await setting.ask('GET', `${agent}/runs`)).json;
    expect(runs[0]).toMatchObject({ status: 'failed', error_message: expect.stringMatching(message) });
    const shown = JSON.stringify([told, runs]) + setting.lines.join();
    for (const secret of [key, providersWords, setting.api.url]) expect(shown).not.toContain(secret);
  });

  it('no connection', async () => {
    const gone = await startMessagesApi();
    await gone.close();
    const alone = await createRunSetting({ ANTHROPIC_BASE_URL: gone.url });
    const ended = await alone.run(await alone.newAgent());
    expect(ended).toMatchObject({
      status: 'failed',
      error_message: expect.stringMatching(/could not be reached/),
    });
    expect(JSON.stringify(ended) + alone.lines.join()).not.toContain(gone.url);
    await alone.close();
  });
});

describe('a run over its time', () => {
  it.each<[string, Reply]>([
    ['in the model', { hangs: [half] }],
    ['before the model begins', { hangs: [] }],
    ['in a tool', { says: [search] }],
  ])('%s ends as a timeout', async (_, reply) => {
    const hasty = await setting.newAgent({ timeout_s: 1 });
    setting.server.behave({ call: () => new Promise(() => undefined) });
    setting.api.script(reply);
    const ended = await setting.run(hasty);
    expect(ended).toMatchObject({
      status: 'timeout',
      error_message: expect.stringMatching(/longer than 1 s/),
    });
    setting.server.behave({ call: () => ({ content: [] }) });
  });
});

describe('a client that leaves', () => {
  it.each<[string, Reply, string, object]>([
    ['while the model speaks', { hangs: [half] }, 'chat', { message: 'Go.' }],
    ['while a tool runs', { says: [search] }, 'chat', { message: 'Go.' }],
    ['while it waits for a test', { hangs: [half] }, 'test', {}],
  ])('%s cancels its run, the stream and the call', async (_, reply, way, body) => {
    const [server, { api, server: mcp }] = [
      await startTestServer({ ANTHROPIC_BASE_URL: setting.api.url }),
      setting,
    ];
    const client = createClient(server.origin, await server.newAccount());
    const [{ sandbox_id }] = (await client.ask<{ sandboxes: [{ sandbox_id: string }] }>('GET', '')).sandboxes;
    await client.ask('POST', `/${sandbox_id}/sources/user-mcp`, {
      name: 'Docs',
      base_url: mcp.url,
      auth_kind: 'none',
    });
    await client.ask('POST', `/${sandbox_id}/agents`, { slug: 'a', name: 'A', system_prompt: '' });
    const asked = Promise.withResolvers<void>();
    mcp.behave({ call: () => new Promise(() => asked.resolve()) });
    api.script(reply);
    if ('hangs' in reply) api.beforeEach(() => asked.resolve());
    const left = api.left();
    const leaving = new AbortController();
    const sent = client.send('POST', `/${sandbox_id}/agents/a/${way}`, body, leaving.signal);
    await asked.promise;
    leaving.abort();
    await expect(sent).rejects.toThrow('aborted');
    const latest = async () =>
      (await client.ask<{ runs: { status: string }[] }>('GET', `/${sandbox_id}/agents/a/runs`)).runs[0]
        ?.status;
    await expect.poll(latest, { timeout: 10_000 }).toBe('cancelled');
    if ('hangs' in reply) await expect.poll(() => api.left()).toBe(left + 1);
    mcp.behave({ call: () => ({ content: [] }) });
    await server.close();
  });
});
