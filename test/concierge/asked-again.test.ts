import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const whole = 'Please check what I will register';
const again = 'Shall I register Docs (`';

const atConfirmation = async (): Promise<Talk> => {
  const talk = await stage.startTalk({ agents: ['support'] });
  expect((await talk.say(`add ${stage.servers.url('open')}, no auth, called Docs`)).text).toContain(whole);
  return talk;
};

describe('the confirmation of a registration that was shown', () => {
  it.each(['lovely weather today', 'which sandboxes do I have?', 'frobnicate the gizmo', 'help', 'hello'])(
    'is asked for in one line after "%s"',
    async (said) => {
      const talk = await atConfirmation();
      const { state, text } = await talk.say(said);
      expect(text).toContain(again);
      expect(text).not.toContain(whole);
      expect(state.awaiting).toBe('confirmation');
      expect((await talk.say('yes')).tools).toEqual(['add_user_mcp_source']);
    },
  );

  it.each(['show', 'show all of it', 'repeat', 'no authentication', 'put it in default'])(
    'is shown whole again after "%s"',
    async (said) => {
      const talk = await atConfirmation();
      await talk.say('lovely weather today');
      expect((await talk.say(said)).text).toContain(whole);
    },
  );

  it.each(['call it Papers', 'back'])('is shown whole after a correction: "%s"', async (said) => {
    const talk = await atConfirmation();
    await sayAll(talk, 'lovely weather today', said);
    if (said === 'back') await talk.say('yes');
    const { text } = await talk.say('show');
    expect(text).toContain(whole);
    expect((await talk.say('hello')).text).toContain(
      `Shall I register ${said === 'back' ? 'Docs' : 'Papers'} (`,
    );
  });

  it('is shown whole with the correction itself', async () => {
    const talk = await atConfirmation();
    await talk.say('lovely weather today');
    const { text } = await talk.say('call it Papers');
    expect(text).toContain(whole);
    expect(text).toContain('Label: Papers');
  });

  it('is shown whole after a no, before a yes counts again', async () => {
    const talk = await atConfirmation();
    await talk.say('no');
    const { text, tools } = await talk.say('yes');
    expect(tools).toEqual([]);
    expect(text).toContain(whole);
  });

  it('is shown whole when it comes back after something else', async () => {
    const talk = await atConfirmation();
    await sayAll(talk, 'create a sandbox called dev', 'no');
    expect((await talk.say('yes')).text).toContain(whole);
  });

  it('is shown whole once another source changed what it says', async () => {
    const talk = await atConfirmation();
    await talk.say('lovely weather today');
    const twin = await talk.concierge.beginTurn(talk.caller, {
      sandbox_id: talk.sandbox_id,
      input: { kind: 'message', text: `add ${stage.servers.url('open')}, no auth, called Wiki` },
      signal: new AbortController().signal,
    });
    for await (const _ of twin.events);
    const yes = await talk.concierge.beginTurn(talk.caller, {
      sandbox_id: talk.sandbox_id,
      session_id: twin.session_id,
      input: { kind: 'message', text: 'yes' },
      signal: new AbortController().signal,
    });
    for await (const _ of yes.events);
    expect((await talk.say('hello')).text).toContain('Wiki in this sandbox has this URL already');
  });
});

describe('a yes with a friendly clause in front', () => {
  it.each([
    'ok back to work, yes register it',
    'done chatting, go ahead',
    'sorry about that. yes',
    'sorry for the delay, yes please',
    'thanks for explaining, go ahead',
    'enough small talk, register it',
    'no more questions, register it',
    'that helps. yes',
  ])('counts: "%s"', async (said) => {
    const talk = await atConfirmation();
    expect((await talk.say(said)).tools).toEqual(['add_user_mcp_source']);
  });

  it.each([
    'ok back to work',
    'sorry about that',
    'sorry about the label. yes',
    'my boss said yes',
    'that helps',
  ])('is none: "%s"', async (said) => {
    const talk = await atConfirmation();
    expect((await talk.say(said)).tools).toEqual([]);
  });
});
