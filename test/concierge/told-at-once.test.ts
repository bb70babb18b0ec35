import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const open = () => stage.servers.url('open');

describe('the same server again under another label', () => {
  it.each([
    'same server again but call it HR2',
    'the same server again, called HR2',
    'register it again as HR2',
    'add the same one once more and name it HR2',
    'copy HR and call it HR2',
  ])('is a second registration, and the first keeps its label: "%s"', async (said) => {
    const talk = await stage.startTalk();
    await sayAll(talk, `add ${open()}, no auth, called HR`, 'yes');
    const { state, tools } = await talk.say(said);
    expect(tools).toEqual([]);
    expect(state).toMatchObject({
      awaiting: 'confirmation',
      slots: { base_url: open(), auth_kind: 'none', name: 'HR2' },
    });
    await talk.say('yes');
    expect((await talk.sources()).map(({ name }) => name)).toEqual(['HR', 'HR2']);
  });

  it('asks for its own credential', async () => {
    const talk = await stage.startTalk();
    const { token, url } = stage.servers;
    await sayAll(talk, `add ${url('bearer')}, bearer ${token.good}, called HR`, 'yes');
    const { state } = await talk.say('same server again but call it HR2');
    expect(state).toMatchObject({ awaiting: 'credential', slots: { name: 'HR2', auth_kind: 'bearer' } });
  });
});

describe('a sandbox and what goes into it', () => {
  it.each([
    (url: string) => `create sandbox dev and add ${url} there, no auth, called Docs`,
    (url: string) => `create a sandbox called dev, then register ${url} in it, no auth, called Docs`,
    (url: string) => `make a new sandbox named dev. Add ${url} there, no auth, called Docs`,
  ])('are confirmed one after the other (%#)', async (said) => {
    const talk = await stage.startTalk();
    expect((await talk.say(said(open()))).text).toContain('Shall I create the sandbox `dev`?');
    const { state, tools } = await talk.say('yes');
    expect(tools).toEqual(['create_sandbox']);
    expect(state).toMatchObject({ awaiting: 'confirmation', slots: { name: 'Docs', sandbox: 'dev' } });
    expect((await talk.say('yes')).text).toContain('Docs is registered and active');
  });

  it('are confirmed one after the other, also for the same server again', async () => {
    const talk = await stage.startTalk();
    await sayAll(talk, `add ${open()}, no auth, called Docs`, 'yes');
    await sayAll(talk, 'create sandbox dev and add the same server there');
    const { state } = await talk.say('yes');
    expect(state).toMatchObject({
      awaiting: 'confirmation',
      slots: { name: 'Docs', base_url: open(), sandbox: 'dev' },
    });
  });

  it('are both left alone after a cancel', async () => {
    const talk = await stage.startTalk();
    await talk.say(`create sandbox dev and add ${open()} there, no auth, called Docs`);
    expect((await talk.say('cancel')).state.flow).toBeNull();
    expect(await talk.sources()).toEqual([]);
  });
});

describe('the label', () => {
  it('that was given is offered again after "back"', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${open()}, no auth, called Docs`);
    expect((await talk.say('back')).text).toContain('Say `skip` to take `Docs`');
    expect((await talk.say('yes')).state.slots).toMatchObject({ name: 'Docs' });
  });

  it('that was taken back is not offered again', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${open()}, no auth, called Docs`);
    expect((await talk.say('the label is wrong')).text).not.toContain('`Docs`');
  });

  it.each(['Foo or Bar', 'maybe Foo or Bar', 'call it Foo or Bar'])(
    'is asked for after "%s"',
    async (said) => {
      const talk = await stage.startTalk();
      await talk.say(`add ${open()}, no auth`);
      const { state, text } = await talk.say(said);
      expect(state.awaiting).toBe('name');
      expect(text).toContain('Foo and Bar');
      expect((await talk.say('"Foo or Bar"')).state.slots).toMatchObject({ name: 'Foo or Bar' });
    },
  );
});

describe('a configuration with an entry that is not filled in', () => {
  it.each([
    (url: string) => `name: Freight\nurl: ${url}\nheaders:\n  X-Api-Key: `,
    (url: string) => `freight:\n  url: ${url}\n  auth:\n    header:\n      name: X-Api-Key`,
    (url: string) =>
      JSON.stringify({ mcpServers: { freight: { url, headers: { 'X-Api-Key': [{ a: 1 }] } } } }),
  ])('is read as far as it goes (%#)', async (pasted) => {
    const talk = await stage.startTalk();
    const { state, error } = await talk.say(pasted(stage.servers.url('header')));
    expect(error).toBeNull();
    expect(state).toMatchObject({ flow: 'register', slots: { base_url: stage.servers.url('header') } });
  });
});
