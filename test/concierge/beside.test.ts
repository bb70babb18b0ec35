import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const url = (name: Parameters<Stage['servers']['url']>[0]): string => stage.servers.url(name);
const token = (): string => stage.servers.token.good;
const registered = async (name: string): Promise<Talk> => {
  const talk = await stage.startTalk();
  await sayAll(talk, `add ${url('open')}, no auth, name it ${name}`, 'yes');
  return talk;
};

describe('the address of a registered source, while another server is being registered', () => {
  it.each([
    ["change helpdesk's url to URL and it uses header X-Api-Key", { auth_header: 'X-Api-Key' }],
    ['change the url of Helpdesk to URL', {}],
    ['point helpdesk at URL', {}],
  ])('"%s" is an update of it', async (said, slots) => {
    const talk = await registered('Helpdesk');
    await talk.say(`add my server at ${url('modern')} no auth`);
    const { state } = await talk.say(said.replace('URL', url('header')));
    expect(state).toMatchObject({ flow: 'update', slots: { base_url: url('header'), ...slots } });
    expect(state.interrupted).toMatchObject([{ flow: 'register' }]);
  });

  it('never goes to one whose registration failed', async () => {
    const talk = await registered('Docs');
    await sayAll(talk, `add ${url('down')} no auth called Empty`, 'yes');
    const { state, tools } = await talk.say(`change the url of docs to ${url('modern')}`);
    expect(tools).toEqual([]);
    expect(state).toMatchObject({ flow: 'update', awaiting: 'confirmation' });
    expect(await talk.source('Empty')).toMatchObject({ base_url: url('down') });
  });

  it('of the one being registered is a correction', async () => {
    const talk = await registered('Docs');
    await talk.say(`add my server at ${url('down')} no auth`);
    const { state } = await talk.say(`change the url to ${url('modern')}`);
    expect(state).toMatchObject({ flow: 'register', slots: { base_url: url('modern') } });
  });
});

it.each(['change its url to URL', 'update the url to URL', 'switch it to URL without auth'])(
  '"%s" is an update of the only source',
  async (said) => {
    const talk = await registered('Docs');
    const { state } = await talk.say(said.replace('URL', url('modern')));
    expect(state).toMatchObject({ flow: 'update', awaiting: 'confirmation' });
    await talk.say('yes');
    expect(await talk.sources()).toMatchObject([{ name: 'Docs', base_url: url('modern') }]);
  },
);

describe('a failed registration that waits', () => {
  it('is the one that is named: the address given next goes there', async () => {
    const talk = await stage.startTalk();
    await sayAll(talk, `add ${url('html')} no auth called Site`, 'yes');
    await sayAll(talk, `add ${url('down')} no auth called Empty`, 'yes');
    expect(await sayAll(talk, 'fix site')).toContain('discard Site?');
    await talk.say(url('open'));
    expect(await talk.source('Site')).toMatchObject({ base_url: url('open'), status: 'active' });
    expect(await talk.source('Empty')).toMatchObject({ base_url: url('down') });
  });
});

describe('another registration first', () => {
  it.each([
    'wait, first add URL no auth called Docs',
    'no wait, first add URL no auth called Docs',
    'actually first let me add another one: URL no auth called Docs',
  ])('"%s" keeps the open one and its credential', async (said) => {
    const talk = await stage.startTalk();
    await talk.say(`add ${url('bearer')} bearer token ${token()} called Desk`);
    await sayAll(talk, said.replace('URL', url('open')), 'yes', 'yes', 'yes');
    expect(await talk.sources()).toMatchObject([
      { name: 'Desk', status: 'active' },
      { name: 'Docs', status: 'active' },
    ]);
  });

  it.each(['TOKEN', 'Bearer TOKEN', 'use the same token: TOKEN'])(
    'takes the token that the parked one holds: "%s"',
    async (said) => {
      const talk = await stage.startTalk();
      await talk.say(`add ${url('bearer')} bearer token ${token()} called Desk`);
      await talk.say(`add ${url('header')} with header X-Api-Key called Customers`);
      const { state, text } = await talk.say(said.replace('TOKEN', token()));
      expect(text).toContain('Credential received');
      expect(state).toMatchObject({ awaiting: 'confirmation', slots: { has_credential: true } });
    },
  );
});

it('takes "I want it removed including the token" as a revocation', async () => {
  const talk = await registered('Desk');
  const { state } = await talk.say('I changed my mind, I want it removed including the token');
  expect(state).toMatchObject({ flow: 'revoke', awaiting: 'confirmation' });
});
