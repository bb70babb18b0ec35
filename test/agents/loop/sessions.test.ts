import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createId } from '../../../src/domain/id.ts';
import { createRunSetting, type RunSetting } from './setting.ts';

let setting: RunSetting;
let agent: string;
beforeAll(async () => {
  setting = await createRunSetting();
});
beforeEach(async () => {
  agent = await setting.newAgent();
  setting.api.script({ says: [{ text: 'Hello.' }] });
});
afterAll(() => setting.close());

const chat = (message: string, session_id?: string, to = agent) =>
  setting.ask('POST', `${to}/chat`, { message, ...(session_id === undefined ? {} : { session_id }) });
const sessionOf = (text: string): string => /ss_\w{26}/.exec(text)![0];
const sent = (at = 0): { role: string; content: unknown }[] => setting.api.requests[at]!.body.messages;

describe('a conversation', () => {
  it('goes on by its id, with all that was said and called', async () => {
    const { api } = setting;
    api.script(
      { says: [{ tool: 'docs__search', input: {}, id: 'toolu_1' }] },
      { says: [{ text: 'It is Ann.' }] },
    );
    const session_id = sessionOf((await chat('Who?')).text);
    api.script({ says: [{ text: 'Again: Ann.' }] });
    expect(sessionOf((await chat('Sure?', session_id)).text)).toBe(session_id);
    expect(sent().map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant', 'user']);
    expect([sent()[0]?.content, sent().at(-1)?.content]).toEqual(['Who?', 'Sure?']);
    expect(JSON.stringify(sent())).toContain('toolu_1');
  });

  it('goes on behind invoke-async, by the session id of its run', async () => {
    const { ask } = setting;
    const { status, json } = await ask('POST', `${agent}/invoke-async`, { message: 'One.' });
    expect([status, json]).toEqual([202, { run_id: expect.stringMatching(/^rn_/) }]);
    const read = async () => (await ask('GET', `${setting.sandbox}/agents/runs/${json.run_id}`)).json;
    await expect.poll(async () => (await read()).status).toBe('succeeded');
    const session_id = (await read()).provider_session_id;
    setting.api.script({ says: [{ text: 'Hello.' }] });
    await chat('Two.', session_id);
    expect(sent()[0]?.content).toBe('One.');
  });

  it('keeps an answer that was cut, so that it can be continued', async () => {
    setting.api.script({ says: [{ text: 'Half an' }], stop: 'max_tokens' });
    const session_id = sessionOf((await chat('Tell me.')).text);
    setting.api.script({ says: [{ text: ' answer.' }] });
    await chat('Continue.', session_id);
    expect(sent().map(({ content }) => content)).toEqual(['Tell me.', 'Half an', 'Continue.']);
  });

  it('forgets a message that got no answer', async () => {
    setting.api.script({ says: [{ text: 'I will not' }], stop: 'refusal' });
    const session_id = sessionOf((await chat('Do harm.')).text);
    setting.api.script({ says: [{ text: 'Hello.' }] });
    await chat('Hello?', session_id);
    expect(sent().map(({ content }) => content)).toEqual(['Hello?']);
  });

  it('does not show images a second time, and begins anew without its id', async () => {
    const png = { type: 'image', mimeType: 'image/png', data: 'iVBORw0KGgo=' };
    setting.server.behave({ call: () => ({ content: [png] }) });
    setting.api.script({ says: [{ tool: 'docs__read' }] }, { says: [{ text: 'A cat.' }] });
    const session_id = sessionOf((await chat('Look.')).text);
    expect(JSON.stringify(sent(1))).toContain(png.data);
    setting.api.script({ says: [{ text: 'Yes.' }] });
    await chat('Sure?', session_id);
    expect(JSON.stringify(sent())).not.toContain(png.data);
    await chat('And now?');
    expect(sent(1).map(({ content }) => content)).toEqual(['And now?']);
  });

  it('takes one message at a time', async () => {
    const session_id = sessionOf((await chat('Hello.')).text);
    const asked = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    setting.api.script({ says: [{ text: 'First.' }] });
    setting.api.beforeEach(() => {
      asked.resolve();
      return released.promise;
    });
    const first = chat('One.', session_id);
    await asked.promise;
    const second = await chat('Two.', session_id);
    expect([second.status, second.json.error, second.json.detail]).toEqual([
      409,
      'conflict',
      expect.stringMatching(/busy/),
    ]);
    released.resolve();
    expect((await first).text).toContain('agent_finish');
    expect((await chat('Three.', session_id)).status).toBe(200);
  });

  it('of another agent, of another kind, or that never was, does not exist', async () => {
    const session_id = sessionOf((await chat('Hello.')).text);
    const other = await setting.newAgent();
    const concierge = await setting.ask('POST', `${setting.sandbox}/concierge/test`, { message: 'hello' });
    for (const [id, to] of [
      [session_id, other],
      [concierge.json.session_id, agent],
      [createId('session'), agent],
      ['ss_1', agent],
      ['../../x', agent],
    ])
      expect((await chat('Hello?', id, to)).status).toBe(404);
  });
});

describe('a message', () => {
  it.each([
    ['that is empty', { message: ' ' }],
    ['that is missing', {}],
    ['that is too long', { message: 'a'.repeat(100_001) }],
    ['that is no text', { message: 7 }],
    ['beside an unknown field', { message: 'a', model: 'x' }],
  ])('%s is refused, and nothing runs', async (_, body) => {
    for (const way of ['chat', 'invoke-async']) {
      const { status, json } = await setting.ask('POST', `${agent}/${way}`, body);
      expect([status, json.error]).toEqual([400, 'validation']);
    }
    expect((await setting.ask('GET', `${agent}/runs`)).json.count).toBe(0);
  });
});

describe('an agent does not run', () => {
  it('without a model: the answer says what to set', async () => {
    const alone = await createRunSetting({ ANTHROPIC_BASE_URL: '' });
    const its = await alone.newAgent();
    for (const [way, body] of [
      ['test', {}],
      ['chat', { message: 'a' }],
      ['invoke-async', { message: 'a' }],
    ] as const) {
      const { status, json } = await alone.ask('POST', `${its}/${way}`, body);
      expect([status, json.error]).toEqual([409, 'conflict']);
      expect(json.detail).toMatch(/ANTHROPIC_API_KEY.*ANTHROPIC_BASE_URL/);
    }
    expect((await alone.ask('GET', `${its}/runs`)).json.count).toBe(0);
    await alone.close();
  });

  it('when it is archived, or its sandbox suspended; its runs can still be read', async () => {
    const alone = await createRunSetting();
    const its = await alone.newAgent();
    await alone.run(its);
    await alone.ask('POST', `${alone.sandbox}/suspend`);
    expect((await alone.ask('POST', `${its}/chat`, { message: 'a' })).status).toBe(409);
    expect((await alone.ask('GET', `${its}/runs`)).json.count).toBe(1);
    await alone.ask('POST', `${alone.sandbox}/reactivate`);
    await alone.ask('DELETE', its);
    const { status, json } = await alone.ask('POST', `${its}/chat`, { message: 'a' });
    expect([status, json.detail]).toEqual([409, expect.stringMatching(/archived/)]);
    expect((await alone.ask('GET', `${its}/runs`)).json.count).toBe(1);
    await alone.close();
  });
});

it('a base URL alone sends no key at all', async () => {
  await setting.run(agent);
  const { authorization, 'x-api-key': apiKey } = setting.api.requests[0]!.headers;
  expect([authorization, apiKey]).toEqual([undefined, undefined]);
});
