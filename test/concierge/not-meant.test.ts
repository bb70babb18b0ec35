import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachSource, openStage, type Stage, sayAll, type Talk, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Dead, which did not pass its check, beside Docs. */
const mending = async (): Promise<Talk> => {
  const talk = await withSources(stage, 'Docs');
  const { state } = await sayLast(talk, `add ${stage.servers.url('down')}, no auth, name it Dead`, 'yes');
  expect(state.awaiting).toBe('repair');
  return talk;
};
const sayLast = async (talk: Talk, ...said: string[]) => {
  await sayAll(talk, ...said.slice(0, -1));
  return talk.say(said.at(-1)!);
};

describe('what is to go, while a failed server waits, is not the server', () => {
  it.each([
    'revoke tickets',
    'delete the acme server',
    'delete the other server',
    'remove the credential',
    'delete the token',
    'get rid of this error',
    'remove the /mcp',
    'discard Docs',
  ])('"%s"', async (said) => {
    const talk = await mending();
    await talk.say(said);
    expect(await eachSource(talk, 'status')).toEqual({ Docs: 'active', Dead: 'error' });
  });

  it.each(['discard Dead', 'discard it', 'delete this server', 'just throw it away please'])(
    'but for "%s"',
    async (said) => {
      const talk = await mending();
      await talk.say(said);
      expect(Object.keys(await eachSource(talk, 'status'))).toEqual(['Docs']);
    },
  );
});

describe('the name of something else', () => {
  it.each([
    'rename support to helper',
    'rename the sandbox to prod',
    'rename my account to Bob',
    'change the name of the sandbox to prod',
  ])('is not that of the only source: "%s"', async (said) => {
    const talk = await withSources(stage, 'Docs');
    await talk.say(said);
    expect(Object.keys(await eachSource(talk, 'status'))).toEqual(['Docs']);
  });

  it.each(['hmm show sources first', 'my token leaked!', 'test everything first'])(
    'is no answer to what it shall be called: "%s"',
    async (said) => {
      const talk = await withSources(stage, 'Docs');
      const { state } = await sayLast(talk, 'rename Docs', said);
      expect(state.awaiting).toBe('name');
      expect(Object.keys(await eachSource(talk, 'status'))).toEqual(['Docs']);
    },
  );
});

it.each([
  'cap Docs at 5 per minute. no wait, 50',
  'set the cap of Docs to 5. no, 50',
  'cap Docs at 7. Sorry, 50',
])('a number that the next sentence takes back does not count: "%s"', async (said) => {
  const talk = await withSources(stage, 'Docs');
  await talk.say(said);
  expect(await eachSource(talk, 'rate_cap_per_minute')).toEqual({ Docs: 50 });
});

it('"I am back" is no step back', async () => {
  const talk = await stage.startTalk();
  const { state } = await sayLast(
    talk,
    `add ${stage.servers.url('bearer')}, bearer token`,
    'hi im back, where were we?',
  );
  expect(state).toMatchObject({ awaiting: 'credential', secret_input: true });
});

it('a credential that mends a rotation is told as what it did', async () => {
  const talk = await stage.startTalk();
  await talk.say(`add ${stage.servers.url('bearer')}, bearer token, name it CRM`);
  await talk.credential(stage.servers.token.good);
  await sayAll(talk, 'yes', 'rotate the credential of CRM');
  await talk.credential(stage.servers.token.bad);
  const { text } = await talk.say(`the token is ${stage.servers.token.good}`);
  expect(text).toContain('CRM has its new credential');
  expect(text).toContain('CRM is active');
});
