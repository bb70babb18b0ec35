import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const strong = () => stage.servers.token.good;
const bearer = () => stage.servers.url('bearer');

/** A conversation that asks for the credential. */
const asked = async (): Promise<Talk> => {
  const talk = await stage.startTalk();
  const { state } = await talk.say(`add ${bearer()}, bearer token, name it Desk`);
  expect(state).toMatchObject({ awaiting: 'credential', secret_input: true });
  return talk;
};

describe('a credential', () => {
  it('that is volunteered before the scheme is known is kept, and not asked for again', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${bearer()}`);
    const early = await talk.say(`the token is ${strong()}`);
    expect(early.state.slots.has_credential).toBe(true);
    expect(early.text).toMatch(/credential received/i);
    const { state } = await talk.propose({ command: 'set', auth_kind: 'bearer' });
    expect(state.awaiting).toBe('name');
  });

  it.each([
    ['my token is {token}', 'Credential received, as a bearer token.', 'name'],
    ['here is the token: {token}', 'Credential received, as a bearer token.', 'name'],
    ['my password is {token}', 'Credential received.', 'auth_kind'],
    ['header X-Api-Key: {token}', 'Credential received, as the value of the header `X-Api-Key`.', 'name'],
  ])('that is given while the kind is asked is told as what it is taken: %s', async (said, told, next) => {
    const talk = await stage.startTalk();
    await talk.say(`add ${bearer()}`);
    const { text, state } = await talk.say(said.replace('{token}', strong()));
    expect(text).toContain(told);
    expect(state.awaiting).toBe(next);
  });

  it('that is called a token is a bearer token', async () => {
    const talk = await stage.startTalk();
    const { state } = await talk.say(`add ${bearer()}, token ${strong()}, call it Stock`);
    expect(state).toMatchObject({ awaiting: 'confirmation', slots: { auth_kind: 'bearer', name: 'Stock' } });
  });

  const pasted = (url: string, token: string): string[] => [
    JSON.stringify({ mcpServers: { desk: { url, headers: { Authorization: `Bearer ${token}` } } } }),
    JSON.stringify({ mcpServers: { desk: { url, headers: { Authorization: `Bearer ${token}` } } } }, null, 2),
    JSON.stringify({ mcpServers: { desk: { url, headers: { 'X-Api-Key': token } } } }),
    JSON.stringify({ mcpServers: { desk: { url, headers: { 'X-Api-Key': token } } } }, null, 2),
    `claude mcp add --transport http desk ${url} --header "X-Api-Key: ${token}"`,
    `claude mcp add-json desk '${JSON.stringify({ url, headers: { Authorization: `Bearer ${token}` } })}'`,
  ];
  it.each(pasted('{url}', '{token}'))('that stands in a configuration is kept: %s', async (text) => {
    const talk = await stage.startTalk();
    const { state } = await talk.say(text.replace('{url}', bearer()).replace('{token}', strong()));
    expect(state).toMatchObject({ awaiting: 'confirmation', slots: { has_credential: true, name: 'desk' } });
  });

  it('that nothing needs is dropped, and that is said', async () => {
    const talk = await stage.startTalk();
    const idle = await talk.say(`my token is ${strong()}`);
    expect(idle.text).toMatch(/not kept/i);
    await talk.say(`add ${stage.servers.url('open')}, no auth`);
    const { text, state } = await talk.say(`oh, the token is ${strong()}`);
    expect(text).toMatch(/not kept/i);
    expect(state.slots.has_credential).toBeUndefined();
    expect(await talk.staged()).toBe(0);
  });

  it('is destroyed when the scheme becomes none', async () => {
    const talk = await asked();
    await talk.credential(strong());
    expect(await talk.staged()).toBe(1);
    await talk.propose({ command: 'set', auth_kind: 'none' });
    expect(await talk.staged()).toBe(0);
  });

  it('is destroyed and asked for again when the address moves to another origin', async () => {
    const talk = await asked();
    await talk.credential(strong());
    const { state } = await talk.propose({ command: 'set', base_url: stage.servers.url('header') });
    expect(state).toMatchObject({ awaiting: 'credential', secret_input: true });
    expect(await talk.staged()).toBe(0);
  });

  it('survives a correction of the path', async () => {
    const talk = await asked();
    await talk.credential(strong());
    const { state } = await talk.propose({ command: 'set', base_url: `${bearer()}?v=2` });
    expect(state).toMatchObject({ awaiting: 'confirmation', slots: { has_credential: true } });
  });

  it('is not asked for when a button for it is pressed at another question', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${stage.servers.url('open')}, no auth`);
    await expect(talk.credential(strong())).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refused three times ends with the command for a terminal', async () => {
    const talk = await asked();
    for (const bad of ['schlüssel', 'pässwörd']) {
      const { state, text } = await talk.credential(bad);
      expect(state).toMatchObject({ awaiting: 'credential', secret_input: true });
      expect(text).not.toContain(bad);
    }
    const { text, state } = await talk.credential('ключ');
    expect(state.flow).toBeNull();
    expect(text).toMatch(/npx concierge source user-mcp add Desk --url \S+ --auth bearer --token-stdin/);
    expect(await talk.staged()).toBe(0);
  });

  it('stands in no view, transcript, store entry or log line', async () => {
    const talk = await asked();
    const frames = [await talk.say(`here it is: ${strong()}`), await talk.say('yes')];
    const shown = JSON.stringify([frames, await talk.view(), talk.logged]);
    expect(shown).toContain('[credential]');
    expect(`${shown}${await talk.stored()}`).not.toContain(strong());
    expect(await talk.source('Desk')).toMatchObject({ status: 'active' });
  });
});

describe('what may be a credential', () => {
  const doubtful = 'correct horse battery staple';
  const doubted = async (): Promise<Talk> => {
    const talk = await asked();
    const { state } = await talk.say(doubtful);
    expect(state).toMatchObject({ awaiting: 'credential', secret_input: false });
    expect(state.options.map(({ id }) => id)).toEqual(expect.arrayContaining(['confirm', 'deny']));
    return talk;
  };

  it('is sealed, and taken after a yes', async () => {
    const talk = await doubted();
    expect(await talk.staged()).toBe(1);
    expect(await talk.stored()).not.toContain(doubtful);
    expect((await talk.say('yes')).state).toMatchObject({ awaiting: 'confirmation' });
    expect(await talk.staged()).toBe(1);
  });

  it('is destroyed after a no, and asked for again', async () => {
    const talk = await doubted();
    expect((await talk.say('no')).state).toMatchObject({ awaiting: 'credential', secret_input: true });
    expect(await talk.staged()).toBe(0);
  });

  it('is destroyed when the answer is something else', async () => {
    for (const command of [{ command: 'back' }, { command: 'set', auth_kind: 'none' }] as const) {
      const talk = await doubted();
      await talk.propose(command);
      expect(await talk.staged()).toBe(0);
    }
  });

  it('gives way to the credential that comes instead of a yes', async () => {
    const talk = await doubted();
    await talk.say(`no, it is ${strong()}`);
    await talk.say('yes');
    await talk.say('yes');
    expect(await talk.source('Desk')).toMatchObject({ status: 'active' });
  });
});

describe('a conversation that was left alone for half an hour', () => {
  const halfAnHour = 30 * 60 * 1000;

  it('keeps its slots, has lost its credential and says so', async () => {
    const talk = await asked();
    await talk.credential(strong());
    stage.pass(halfAnHour);
    const { text, state } = await talk.say('yes');
    expect(text).toMatch(/30 minutes/);
    expect(state).toMatchObject({ awaiting: 'credential', slots: { base_url: bearer(), name: 'Desk' } });
    expect(state.slots.has_credential).toBeUndefined();
    expect(await talk.sources()).toEqual([]);
    expect(await talk.staged()).toBe(0);
  });

  it('has lost those of the flows that wait, too, and asks again when they come back', async () => {
    const talk = await asked();
    await talk.credential(strong());
    await talk.propose({ command: 'register', base_url: 'https://mcp.other.dev/mcp' });
    stage.pass(halfAnHour);
    expect((await talk.say('cancel')).text).toMatch(/30 minutes/);
    expect((await talk.reply('resume')).state).toMatchObject({ flow: 'register', awaiting: 'credential' });
  });

  it('does not take what it once doubted', async () => {
    const talk = await asked();
    await talk.say('correct horse battery staple');
    stage.pass(halfAnHour);
    const { text, state } = await talk.say('yes');
    expect(text).toMatch(/30 minutes/);
    expect(state).toMatchObject({ awaiting: 'credential', secret_input: true });
  });

  it('says nothing of it when it held none', async () => {
    const talk = await asked();
    stage.pass(halfAnHour);
    expect((await talk.say('what do I have to give?')).text).not.toMatch(/30 minutes/);
  });

  it('keeps its credential while somebody talks', async () => {
    const talk = await asked();
    await talk.credential(strong());
    stage.pass(halfAnHour / 2);
    expect((await talk.say('hello')).text).not.toMatch(/30 minutes/);
    await talk.say('yes');
    expect(await talk.source('Desk')).toMatchObject({ status: 'active' });
  });
});
