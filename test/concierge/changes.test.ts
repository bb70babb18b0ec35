import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const url = (name: 'open' | 'legacy' | 'down') => stage.servers.url(name);
const withWiki = async (): Promise<Talk> => {
  const talk = await stage.startTalk();
  await sayAll(talk, `add ${url('open')}, no auth, name it Wiki`, 'yes');
  return talk;
};
const addressOf = async (talk: Talk): Promise<string> => (await talk.source('Wiki'))!.base_url;

it.each([
  'we got a new url for it:',
  'its new address is',
  'the new url is',
  'there is a new url for the server:',
  'wiki has a new url:',
  'change its url to',
])('"%s …" moves what is registered, after a yes', async (said) => {
  const talk = await withWiki();
  const { state, text } = await talk.say(`${said} ${url('legacy')}`);
  expect(state).toMatchObject({ flow: 'update', awaiting: 'confirmation' });
  expect(text).toContain(`\`${url('open')}\` → \`${url('legacy')}\``);
  expect(await addressOf(talk)).toBe(url('open'));
  await talk.say('yes');
  expect(await addressOf(talk)).toBe(url('legacy'));
});

it.each(['it lives at URL now', 'wiki is at URL now'])('"%s" moves it too', async (said) => {
  const talk = await withWiki();
  const { state } = await talk.say(said.replace('URL', url('legacy')));
  expect(state).toMatchObject({ flow: 'update', awaiting: 'confirmation' });
});

it.each(['a new server at', 'my server is at', 'the new server is at'])(
  '"%s …" is another one',
  async (said) => {
    const talk = await withWiki();
    expect((await talk.say(`${said} ${url('legacy')}`)).state.flow).toBe('register');
  },
);

it('a move is taken back by the same question', async () => {
  const talk = await withWiki();
  await sayAll(talk, `change its url to ${url('legacy')}`, 'yes');
  expect((await talk.say('undo that')).text).toContain(`\`${url('legacy')}\` → \`${url('open')}\``);
  expect(await addressOf(talk)).toBe(url('legacy'));
  await talk.say('yes');
  expect(await addressOf(talk)).toBe(url('open'));
});

it('a move that was mended is taken back to where it worked', async () => {
  const talk = await withWiki();
  await sayAll(talk, `change its url to ${url('down')}`, 'yes', url('legacy'));
  expect((await talk.say('undo')).text).toContain(`→ \`${url('open')}\``);
});

it.each([
  ['change wiki to no auth', 'Wiki is registered without authentication already.'],
  ['limit wiki to 60 calls per minute', 'Wiki takes at most 60 calls a minute already.'],
])('"%s" is so already, which is said', async (said, answer) => {
  const talk = await withWiki();
  const { text, tools } = await talk.say(said);
  expect([text, tools]).toEqual([answer, []]);
});

describe('the credential of a header', () => {
  const withStock = async (value: string): Promise<Talk> => {
    const talk = await stage.startTalk();
    await sayAll(
      talk,
      `add ${stage.servers.url('header')}, header X-Api-Key, value ${value}, call it Stock`,
      'yes',
    );
    return talk;
  };

  it('that is called a token while it is mended stays in its header', async () => {
    const talk = await withStock('wrongvalue12345');
    await talk.say(`use this token instead: ${stage.servers.token.good}`);
    expect(await talk.source('Stock')).toMatchObject({ auth_kind: 'header_token', status: 'active' });
  });

  it('is asked for once, however often its rotation is', async () => {
    const talk = await withStock(stage.servers.token.good);
    await sayAll(talk, 'rotate the token of Stock', 'rotate the token of Stock');
    const { state, tools } = await talk.say(stage.servers.token.good);
    expect([state.awaiting, tools]).toEqual([null, ['update_source']]);
  });
});

describe('a server that is registered, named by its address', () => {
  it.each([
    ['pause the server at URL', { status: 'paused' }],
    ['pause URL', { status: 'paused' }],
    ['rename the server at URL to Pages', { name: 'Pages' }],
  ])('"%s" means it', async (said, changed) => {
    const talk = await withWiki();
    const { state } = await talk.say(said.replace('URL', url('open')));
    expect(state.flow).toBeNull();
    expect(await talk.sources()).toMatchObject([changed]);
  });

  it.each(['add URL', 'URL', 'register another server at URL'])('"%s" is another one', async (said) => {
    const talk = await withWiki();
    expect((await talk.say(said.replace('URL', url('open')))).state.flow).toBe('register');
  });
});
