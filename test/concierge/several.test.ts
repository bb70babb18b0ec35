import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachSource, openStage, type Stage, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('several things asked of several sources', () => {
  it.each([
    ['cap everything at 10 and leave Rates at 20', 10, 20, 10],
    ['cap all servers at 10 but give Rates 20', 10, 20, 10],
    ['limit Docs to 10 and let Rates have 20', 10, 20, 60],
    ['Docs should be capped at 10 and Rates at 20', 10, 20, 60],
    ['Docs and Rates should be limited to 10', 10, 10, 60],
    ['cap Docs, Rates and Wiki at 10, 20 and 30', 10, 20, 30],
    ['cap Docs at 10, Foo at 20 and Rates at 30', 10, 30, 60],
  ])('"%s" caps each of them', async (said, Docs, Rates, Wiki) => {
    const talk = await withSources(stage, 'Docs', 'Rates', 'Wiki');
    const { text } = await talk.say(said);
    expect(await eachSource(talk, 'rate_cap_per_minute')).toEqual({ Docs, Rates, Wiki });
    expect(text.includes('I do not know a source called Foo')).toBe(said.includes('Foo'));
  });

  it.each([
    'Docs should be renamed to Manual and Rates to Money',
    'Docs and Rates should be renamed to Manual and Money',
    'Docs must be called Manual and Rates Money',
  ])('"%s" renames both', async (said) => {
    const talk = await withSources(stage, 'Docs', 'Rates');
    await talk.say(said);
    expect((await talk.sources()).map(({ name }) => name)).toEqual(['Manual', 'Money']);
  });

  it.each([
    ['Docs, Foo and Rates should be paused', 'Foo'],
    ['docs, foo and rates should be paused', 'foo'],
    ['Honestly, Docs and Rates should be paused', null],
  ])('"%s" pauses those that there are', async (said, unknown) => {
    const talk = await withSources(stage, 'Docs', 'Rates');
    const { text } = await talk.say(said);
    expect(await eachSource(talk, 'status')).toEqual({ Docs: 'paused', Rates: 'paused' });
    expect(/source called (\w+)/.exec(text)?.[1] ?? null).toBe(unknown);
  });

  it('goes on behind "n"', async () => {
    const talk = await withSources(stage, 'Docs', 'Wiki');
    await talk.say('pause Wiki');
    await talk.say('pause docs n resume wiki');
    expect(await eachSource(talk, 'status')).toEqual({ Docs: 'paused', Wiki: 'active' });
  });

  it('does not trade two names, and says why', async () => {
    const talk = await withSources(stage, 'Docs', 'Rates');
    const { text, tools } = await talk.say('swap the names of Docs and Rates');
    expect([tools, text]).toEqual([[], expect.stringContaining('`rename Docs to Spare`')]);
  });
});

describe('what nothing came of', () => {
  const unheard = /about (?:get_page and )?Rates that I did not understand/;
  it.each([
    'rename Docs to Manual and Rates too',
    'limit Docs to 10 and let Rates have get_page',
    'limit Docs to search_docs, Rates likewise',
    'pause everything but let Rates have 20',
  ])('is said: "%s"', async (said) => {
    const talk = await withSources(stage, 'Docs', 'Rates');
    expect((await talk.say(said)).text).toMatch(unheard);
  });

  it.each([
    'pause Docs and leave Rates alone',
    'pause Docs because Rates replaced it',
    'pause Docs, Rates is broken',
    'pause Rates, no, Docs',
    'cap everything at 10 and let Rates have 20',
    'let Docs use all tools and Rates too',
    'pause everything and cap Rates at 5',
  ])('is nothing in "%s"', async (said) => {
    const talk = await withSources(stage, 'Docs', 'Rates');
    expect((await talk.say(said)).text).not.toContain('did not understand');
  });
});
