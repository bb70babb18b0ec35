import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { providersWords, type Reply } from '../../fixtures/messages-api.ts';
import { type ModelStage, modelKey, openModelStage, proposes, reads, says } from './setting.ts';

let stage: ModelStage;
beforeAll(async () => {
  stage = await openModelStage();
});
afterAll(() => stage.close());
afterEach(() => void vi.useRealTimers());

const half = { text: 'Half an ans' };
const wrong = proposes({ command: 'revoke', source: 'Nothing of that name' });
const shortly = { limits: { call_ms: 300, turn_ms: 20_000 } };

describe('a failure of the model', () => {
  it.each<[string, Reply[], RegExp, number]>([
    ['a wrong key', [{ status: 401 }], /refused the key.*ANTHROPIC_API_KEY/, 1],
    ['an unknown model', [{ status: 404 }], /no model `claude-haiku-5-5`.*CONCIERGE_MODEL/, 1],
    ['a rate limit', [{ status: 429 }], /limits the rate/, 2],
    ['an overload', [{ status: 529 }], /overloaded/, 2],
    ['an inner error', [{ status: 500 }], /failed/, 2],
    ['an overload within the stream', [{ fails: 'overloaded_error', says: [half] }], /overloaded/, 1],
    ['a stream that is cut', [{ cut: [half] }], /broke off/, 1],
    ['a call that is no JSON', [says({ tool: 'propose_commands', json: '{"commands": [}' })], /broke off/, 1],
    ['a refusal', [{ says: [half], stop: 'refusal' }], /stopped with refusal/, 1],
    ['an answer that is cut', [{ says: [half], stop: 'max_tokens' }], /stopped with max_tokens/, 1],
    ['no word at all', [says()], /said nothing/, 1],
    ['prose without a reading', [says({ text: 'You have none.' })], /twice.*: answer\./, 2],
    ['a proposal that is refused twice', [wrong], /twice.*: values\./, 2],
    ['readings without end', [reads('list_agents')], /after 6 calls/, 6],
  ])('%s: the offline interpreter takes the turn, and the log says why', async (_, script, reason, calls) => {
    const talk = await stage.startTalk();
    stage.api.script(...script);
    const heard = await talk.say('add a server please');
    expect(heard.state).toMatchObject({ flow: 'register', awaiting: 'base_url' });
    expect([heard.error, stage.api.requests.length]).toEqual([null, calls]);
    expect(talk.logged).toHaveLength(1);
    expect(JSON.parse(talk.logged[0]!)).toMatchObject({ reason: expect.stringMatching(reason) });
    for (const secret of [modelKey, providersWords, 'add a server'])
      expect(talk.logged.join() + JSON.stringify(heard.frames)).not.toContain(secret);
  });

  it('is not shown when the second attempt goes well', async () => {
    const talk = await stage.startTalk();
    stage.api.script({ status: 529 }, proposes({ command: 'list_agents' }));
    expect((await talk.say('wer arbeitet hier?')).tools).toEqual(['list_agents']);
    expect([stage.api.requests.length, talk.logged]).toEqual([2, []]);
  });

  it.each<[string, Reply]>([
    ['never begins', { hangs: [] }],
    ['never ends', { hangs: [half] }],
  ])('an answer that %s is not waited for', async (_, reply) => {
    const talk = await stage.startTalk({ model: shortly });
    stage.api.script(reply);
    expect((await talk.say('show my sources')).tools).toEqual(['list_sources']);
    expect(talk.logged.join()).toContain('did not answer in time');
  });

  it('in the middle of a turn loses nothing of what the turn before left', async () => {
    const talk = await stage.startTalk();
    const url = stage.servers.url('open');
    stage.api.script(proposes({ command: 'register', base_url: url, auth_kind: 'none' }));
    await talk.say(`add ${url} with no auth`);
    stage.api.script(reads('list_agents'), { cut: [] });
    const { state, usage, tools } = await talk.say('call it Docs');
    expect(state).toMatchObject({ awaiting: 'confirmation', slots: { base_url: url, name: 'Docs' } });
    expect(usage).toEqual({ tokens_in: 10, tokens_out: 5 });
    expect(tools).toEqual(['list_agents']);
  });

  it('ends with the client: nobody is asked any more', async () => {
    const talk = await stage.startTalk();
    const client = new AbortController();
    stage.api.script({ hangs: [half] });
    stage.api.beforeEach(() => client.abort());
    const heard = await talk.say('show my sources', client.signal);
    expect([heard.stop_reason, heard.tools, talk.logged]).toEqual(['cancelled', [], []]);
  });
});

describe('five outages in a row', () => {
  it('leave the model alone for a minute, then one call sees whether it is back', async () => {
    const talk = await stage.startTalk();
    stage.api.script({ status: 401 });
    for (let turn = 0; turn < 6; turn++) await talk.say('show my sources');
    expect(stage.api.requests).toHaveLength(5);
    expect(talk.logged.at(-1)).toContain('left alone');

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 66_000 });
    stage.api.script(proposes({ command: 'list_agents' }));
    expect((await talk.say('show my sources')).tools).toEqual(['list_agents']);
    expect((await talk.say('show my sources')).tools).toEqual(['list_agents']);
  });

  it('are not refusals or poor proposals, which a user can bring about', async () => {
    const talk = await stage.startTalk();
    stage.api.script({ says: [half], stop: 'refusal' });
    for (let turn = 0; turn < 6; turn++) await talk.say('show my sources');
    expect(stage.api.requests).toHaveLength(6);
  });
});
