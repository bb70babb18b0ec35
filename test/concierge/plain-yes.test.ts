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
