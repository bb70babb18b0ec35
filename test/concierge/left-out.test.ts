import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, type Talk, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** The names of those that are paused, in the order of the alphabet. */
const paused = async (talk: Talk): Promise<string[]> =>
  (await talk.sources()).filter(({ status }) => status === 'paused').map(({ name }) => name);
const capped = async (talk: Talk): Promise<string[]> =>
  (await talk.sources()).filter((source) => source.rate_cap_per_minute === 10).map(({ name }) => name);

const four = ['Acme', 'Backup', 'Docs', 'Tickets'];

describe('what is left out', () => {
  it.each([
    ['pause all but Acme', ['Backup', 'Docs', 'Tickets']],
    ['pause all except Acme, Backup', ['Docs', 'Tickets']],
    ['pause everything except Acme and Docs', ['Backup', 'Tickets']],
    ['pause Acme and Backup but not Acme', ['Backup']],
    ['pause Acme and Docs, but not Docs', ['Acme']],
    ['pause Acme instead of Backup', ['Acme']],
    ['pause Backup rather than Acme', ['Backup']],
    ['pause Acme because Docs replaced it', ['Acme']],
    ['pause Acme since Docs is down', ['Acme']],
    ['pause Acme like you did with Docs', ['Acme']],
    ['pause the backup of Docs', ['Backup']],
  ])('is not paused: "%s"', async (said, expected) => {
    const talk = await withSources(stage, ...four);
    await talk.say(said);
    expect(await paused(talk)).toEqual(expected);
  });

  it.each([
    ['cap all but Acme at 10', ['Backup', 'Docs', 'Tickets']],
    ['cap everything except Docs at 10', ['Acme', 'Backup', 'Tickets']],
  ])('is not capped: "%s"', async (said, expected) => {
    const talk = await withSources(stage, ...four);
    await talk.say(said);
    expect([expected, []]).toContainEqual(await capped(talk));
  });

  it.each([
    'limit all but Acme to search_docs',
    'pause any but Acme',
    'pause Acme or Backup',
    'pause either Acme or Backup',
  ])('is never the only one that is changed: "%s"', async (said) => {
    const talk = await withSources(stage, ...four);
    await talk.say(said);
    expect(await paused(talk)).toEqual([]);
    expect((await talk.source('Acme'))!.allowed_tools).toBeNull();
  });

  it('two of which one is meant are a question', async () => {
    const talk = await withSources(stage, ...four);
    const { state } = await talk.say('pause Acme or Backup');
    expect(state.awaiting).toBe('reading');
    await talk.say('the second');
    expect(await paused(talk)).toEqual(['Backup']);
  });
});

describe('what is refused, told, or for another time', () => {
  it.each([
    'pause neither Acme nor Backup',
    'stop pausing Acme',
    'no pausing Acme please',
    'forget about pausing Acme',
    'skip pausing Acme',
    'pause Acme lol no',
    'pause Acme, just kidding',
    'they asked me to pause Acme and I refused',
    'pausing Acme was a mistake',
    'pausing Acme is a bad idea',
    'I hate it when you pause Acme',
    'yesterday I said pause Acme',
    'I am considering to pause Acme',
    'ask me before pausing Acme',
    'someone should pause Acme',
    'I would pause Acme',
    'I was going to pause Acme',
    'I had to pause Acme last week',
    'I tried to pause Acme but it failed',
    'we used to cap Acme at 10 calls per minute',
    'I refuse to pause Acme',
    'I decided against pausing Acme',
    'there is no point in pausing Acme',
    'it was a mistake to pause Acme',
    'in an hour, pause Acme',
    'tonight, pause Acme',
    'next week, pause Acme',
    'before pausing Acme, tell me who uses it',
    'after pausing Acme, what can support still do?',
    'by pausing Acme, do I lose its credential?',
    'Anna wrote: pause Acme',
    'translate: pause Acme',
    'example: pause Acme',
    'pause Acme when it fails',
    'pause Acme once Docs is up',
    'pause Acme as long as Docs is down',
    'pause Acme at 10',
    'pause Acme soon',
    'pause Acme by noon',
    'pause Acme in case of trouble',
    'cap Acme at 10 on weekends',
    'Bob wants to revoke Acme',
    'revoke Acme when Bob agrees',
    'revoke Acme at the end of the month',
    'Acme should not be revoked',
  ])('does nothing now: "%s"', async (said) => {
    const talk = await withSources(stage, 'Acme', 'Docs', 'Backup');
    const { state } = await talk.say(said);
    expect(state.flow).toBeNull();
    expect(await paused(talk)).toEqual([]);
    expect(await capped(talk)).toEqual([]);
  });

  it.each(['not Acme', 'is Acme used?'])('does not choose, where it is asked which: "%s"', async (said) => {
    const talk = await withSources(stage, 'Acme', 'Docs');
    await sayAll(talk, 'pause', said);
    expect(await paused(talk)).toEqual([]);
  });
});
