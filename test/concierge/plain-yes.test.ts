import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Words of agreement are in all of them, and none agrees to what was asked. */
const noYes = [
  'go away',
  'good morning',
  'good question',
  'good job',
  'definitely maybe',
  'proceed to the next',
  'ok so',
  'ok I see',
  'ok let me think',
  'yes one moment',
  'yes I have a question',
  'yes I have one more thing',
  'you sure',
  'sure about that',
  'exactly what will be destroyed',
  'yeah right',
  'yeah, I wish',
  'yeah, like I would',
  'oh great',
  'she said yes',
  'yes he said',
  'everyone said yes',
  'she would say yes',
  'he will say yes',
  'I want to say yes',
  'say yes',
  'first',
  'the first',
  'yes, the first',
  'yes, the one in staging',
  'Well, legal wants to keep it till Friday, so let us go for that.',
  'Well, Tom is against it, go ahead',
  'Well, the team decided against it, so let us go for that.',
];
const ofRevocation = [
  'yes, all of them',
  'yes, both of them',
  'yes, everything',
  'yes both',
  'yes, the Weather one',
  'very well done',
  'all set for now',
  'I am all set, thanks',
  'mhm',
  'splendid',
  'true',
  'it works very well',
  'it works now',
  'yes, let it be',
  'yes, for now',
  'drop',
  'yes, which agents still use it?',
  'yes, what is left to do?',
  'yes and check that nobody uses it',
  'yes, then test it',
  'yes and show me its tools',
  'yes, and pause it',
  'yes, and rename it to Manual',
  'go ahead and revoke Weather',
];

describe('what only sounds like a yes', () => {
  it('revokes nothing', async () => {
    const talk = await stage.startTalk();
    const { url } = stage.servers;
    await sayAll(talk, `add ${url('open')}, no auth, name it Books`, 'yes');
    await sayAll(talk, `add ${url('legacy')}, no auth, name it Weather`, 'yes');
    for (const said of [...noYes, ...ofRevocation]) {
      await sayAll(talk, 'revoke books', said);
      expect([said, (await talk.source('Books'))!.status]).toEqual([said, 'active']);
      await talk.say('cancel');
    }
  });

  it('registers nothing', async () => {
    const talk = await stage.startTalk();
    for (const said of noYes) {
      await sayAll(talk, `add ${stage.servers.url('open')}, no auth, name it Books`, said);
      expect([said, await talk.sources()]).toEqual([said, []]);
      await talk.say('cancel');
      await talk.say('no');
    }
  });

  it('moves nothing', async () => {
    const talk = await stage.startTalk();
    const { url } = stage.servers;
    await sayAll(talk, `add ${url('open')}, no auth, name it Books`, 'yes');
    for (const said of noYes) {
      await sayAll(talk, `change the url of books to ${url('legacy')}`, said);
      expect([said, (await talk.source('Books'))!.base_url]).toEqual([said, url('open')]);
      await talk.say('cancel');
    }
  });
});

it('a yes to the first of two and a no to the second is asked about again', async () => {
  const talk = await stage.startTalk();
  const { url } = stage.servers;
  await sayAll(talk, `add ${url('open')}, no auth, name it Backup`, 'yes');
  await sayAll(talk, `add ${url('legacy')}, no auth, name it Docs`, 'yes', 'revoke Backup and Docs');
  const { text, state } = await talk.say('yes for the first, no for the second');
  expect(text).toContain('Revoking Backup');
  expect(state.awaiting).toBe('confirmation');
});

describe('a revocation', () => {
  const asked = async () => {
    const talk = await stage.startTalk();
    const { url } = stage.servers;
    await sayAll(talk, `add ${url('open')}, no auth, name it Books`, 'yes');
    await sayAll(talk, `add ${url('legacy')}, no auth, name it Weather`, 'yes', 'revoke books');
    return talk;
  };

  it.each([
    'hold on, no',
    "wait, don't",
    'let me think',
    'what does it do?',
    'list my sources',
    'yes, but tomorrow',
  ])('that is asked for once more behind "%s" is shown once more', async (said) => {
    const talk = await asked();
    await talk.say(said);
    const { text, state } = await talk.say('revoke books');
    expect((await talk.source('Books'))!.status).toBe('active');
    expect(text).toContain('Shall I revoke it?');
    expect(state.awaiting).toBe('confirmation');
  });

  it('ends with those that were to follow, where all are meant', async () => {
    const talk = await stage.startTalk();
    const { url } = stage.servers;
    await sayAll(talk, `add ${url('open')}, no auth, name it Books`, 'yes');
    await sayAll(talk, `add ${url('legacy')}, no auth, name it Weather`, 'yes');
    for (const said of ['stop, I did not mean that', 'no, none of them', 'neither']) {
      await talk.say('revoke Books and Weather');
      const { state } = await talk.say(said);
      expect([said, state.flow]).toEqual([said, null]);
    }
  });

  it('in another sandbox is another one', async () => {
    const talk = await stage.startTalk({ sandboxes: ['staging'] });
    const add = `add ${stage.servers.url('open')}, no auth, name it Wiki, sandbox`;
    await sayAll(talk, `${add} default`, 'yes', `${add} staging`, 'yes', 'revoke Wiki in default');
    expect((await talk.say('yes, but in staging')).text).toContain('in `staging` takes its tools');
    expect((await talk.sources()).map(({ status }) => status)).toEqual(['active', 'active']);
  });

  it.each(['ok good', 'cool', 'great', 'right', 'nice', 'it works', 'all set', 'very well', 'spot on'])(
    'is not agreed to by "%s", behind a look',
    async (said) => {
      const talk = await asked();
      await sayAll(talk, 'what tools does books have?', said);
      expect((await talk.source('Books'))!.status).toBe('active');
    },
  );

  it.each([
    'yes',
    'yep',
    'ok',
    'sure',
    'sure thing',
    'by all means',
    'go ahead',
    'do it',
    'I understand, revoke it',
    "yes, we don't need it anymore",
    "Yes, I know it can't be undone",
    "sure, I don't need it",
    "yes that's the one",
    'yes, really',
    'yes, nobody uses it',
    'makes sense, do it',
    'understood, go ahead',
    'absolutely',
    'please do',
    'I am sure',
    'yes, I understand',
    'you can go ahead',
    "yes, it's not needed",
    'yes and then show me what sources are left',
    'yes. what sources do I still have?',
  ])('is agreed to by "%s"', async (said) => {
    const talk = await asked();
    await talk.say(said);
    expect((await talk.source('Books'))!.status).toBe('disconnected');
  });
});
