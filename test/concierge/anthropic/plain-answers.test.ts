import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnthropicModel } from '../../../src/agents/loop/anthropic.ts';
import { type Block, type Reply, startMessagesApi } from '../../fixtures/messages-api.ts';
import { type ModelStage, openModelStage } from './setting.ts';

let stage: ModelStage;
beforeAll(async () => {
  stage = await openModelStage();
});
afterAll(() => stage.close());

const proposal = (...commands: object[]): Block => ({ tool: 'propose_commands', input: { commands } });
const plain = (...says: Block[]): Reply => ({ says, plain: true });

describe('a gateway that answers a request for a stream with plain JSON', () => {
  it('is understood as one that streams', async () => {
    const talk = await stage.startTalk();
    const url = stage.servers.url('open');
    const register = { command: 'register', base_url: url, auth_kind: 'none', name: 'docs' };
    stage.api.script(plain({ thinking: 'A server.' }, { text: 'One moment.' }, proposal(register)));
    const { state, usage } = await talk.say(`Grüß Gott, ${url} soll dazu, ohne Auth (none), als docs`);
    expect(state).toMatchObject({ awaiting: 'confirmation', slots: { base_url: url, name: 'docs' } });
    expect(usage).toEqual({ tokens_in: 10, tokens_out: 5 });
    expect([stage.api.requests[0]!.body.stream, talk.logged]).toEqual([true, []]);
  });

  it('may read before it answers', async () => {
    const talk = await stage.startTalk();
    const answer = proposal({ command: 'answer', text: 'There is no source yet.' });
    stage.api.script(plain({ tool: 'list_sources' }), plain(answer));
    const { text, tools } = await talk.say('was gibt es denn?');
    expect([tools, text]).toEqual([['list_sources'], 'There is no source yet.']);
  });

  it.each<[string, Reply, RegExp]>([
    ['a failure', { json: '{"type":"error","error":{"type":"overloaded_error","message":"x"}}' }, /overload/],
    ['the message of another API', { json: '{"choices":[{"message":{"content":"Hi"}}]}' }, /broke off/],
    ['half a message', { json: '{"type":"message","content":[{"type":"te' }, /broke off/],
    ['nothing', { json: '' }, /broke off/],
    ['null', { json: 'null' }, /broke off/],
    ['a refusal', { says: [{ text: 'No.' }], stop: 'refusal', plain: true }, /stopped with refusal/],
    ['no word', { says: [], plain: true }, /said nothing/],
    ['a call without commands', plain({ tool: 'propose_commands', input: [] }), /twice.*: form\./],
  ])('and sends %s: the offline interpreter takes the turn, and the log says why', async (_, reply, why) => {
    const talk = await stage.startTalk();
    stage.api.script(reply);
    const { state, error } = await talk.say('add a server please');
    expect([state.flow, state.awaiting, error]).toEqual(['register', 'base_url', null]);
    expect(talk.logged).toHaveLength(1);
    expect(JSON.parse(talk.logged[0]!).reason).toMatch(why);
  });
});

it('an agent shows the text of a plain answer as it shows a streamed one', async () => {
  const api = await startMessagesApi();
  api.script(plain({ text: 'Hello there.' }));
  const model = createAnthropicModel({ apiKey: null, baseUrl: api.url })!;
  const request = { model: 'm', system: '', tools: [], max_tokens: 9, messages: [] };
  const texts: string[] = [];
  for await (const text of model.answer(request, new AbortController().signal)) texts.push(text);
  await api.close();
  expect(texts).toEqual(['Hello there.']);
});
