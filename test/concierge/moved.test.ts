import { afterAll, beforeAll, expect, it } from 'vitest';
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
