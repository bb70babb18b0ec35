import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachSource, openStage, type Stage, sayAll, type Talk, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const namesOf = async (talk: Talk): Promise<string[]> => (await talk.sources()).map(({ name }) => name);

describe('calls a minute', () => {
  it.each([
    ['cap Docs at 20 calls every 30 seconds', 40],
    ['cap Docs at one call every two seconds', 30],
    ['cap Docs at a call every 2s', 30],
    ['cap Docs at 90 per 2 minutes', 45],
    ['cap Docs at 1.5 calls a second', 90],
    ['cap Docs at 1,440 a day', 1],
    ['cap Docs at two hundred', 200],
    ['cap Docs at one hundred five', 105],
    ['cap Docs at a hundred and twenty', 120],
    ['cap Docs at fifty five', 55],
    ['cap Docs at fifty-five a minute', 55],
    ['cap Docs at twelve dozen', 144],
    ['cap Docs at half a dozen', 6],
    ['cap Docs at 10, no, 20', 20],
    ['cap Docs at 10, sorry, 20 a minute', 20],
    ['cap Docs not at 5 but at 50', 50],
    ['change the cap of Docs from 10 to 20', 20],
    ['cap Docs at 2 per second, that is 120 per minute', 120],
    ['cap Docs at 30 for 2 hours', 30],
  ])('"%s" are %d', async (said, cap) => {
    const talk = await withSources(stage, 'Docs');
    await talk.say(said);
    expect(await eachSource(talk, 'rate_cap_per_minute')).toEqual({ Docs: cap });
  });

  it.each([
    'cap Docs at 1,000 calls a minute',
    'cap Docs at two thousand',
    'cap Docs at 10 or 20',
    'cap Docs between 10 and 20',
    'cap Docs at five twenty',
    'cap Docs at 1.000',
    'cap Docs at 20 per agent',
    'cap Docs at 1000 a week',
    'cap Docs at 2,5 per minute',
    'limit Docs to 2 users',
    'raise the cap of Docs by ten',
    'limit Docs to 2 tools',
    'cap Docs not at 10',
  ])('are not guessed: "%s"', async (said) => {
    const talk = await withSources(stage, 'Docs');
    await talk.say(said);
    expect(await eachSource(talk, 'rate_cap_per_minute')).toEqual({ Docs: 60 });
  });

  it.each([
    ['two hundred', 200],
    ['120', 120],
  ])('may be said when they are asked for: "%s"', async (said, cap) => {
    const talk = await withSources(stage, 'Docs');
    await sayAll(talk, 'cap Docs at 10 or 20', said);
    expect(await eachSource(talk, 'rate_cap_per_minute')).toEqual({ Docs: cap });
  });

  it.each([
    ['cap Alpha at 20, Beta 30, Gamma 40', 20, 30, 40],
    ['limit Alpha to 20 and Beta to thirty', 20, 30, 60],
    ['cap Alpha at ten. Beta at twenty.', 10, 20, 60],
    ['cap Alpha at 2 per second and Beta 3', 120, 180, 60],
    ['allow 20 calls a minute for Alpha and 30 for Beta', 20, 30, 60],
    ['cap Alpha and Beta at 10', 10, 10, 60],
    ['pause Alpha and Beta and cap them at 10', 10, 10, 60],
    ['pause Alpha and Beta, then cap both at 10', 10, 10, 60],
    ['cap Alpha at 10, no, Beta at 20', 60, 20, 60],
  ])('are of each source: "%s"', async (said, Alpha, Beta, Gamma) => {
    const talk = await withSources(stage, 'Alpha', 'Beta', 'Gamma');
    await talk.say(said);
    expect(await eachSource(talk, 'rate_cap_per_minute')).toEqual({ Alpha, Beta, Gamma });
  });
});

describe('tools', () => {
  it('and calls may be limited at once', async () => {
    const talk = await withSources(stage, 'Docs');
    await talk.say('limit Docs to search_docs and 10 calls a minute');
    expect(await talk.source('Docs')).toMatchObject({
      allowed_tools: ['search_docs'],
      rate_cap_per_minute: 10,
    });
  });

  it('are limited also where the calls have to be asked for', async () => {
    const talk = await withSources(stage, 'Docs');
    const { text } = await talk.say('limit Docs to search_docs and 10 or 20 calls');
    expect(text).toContain('a whole number of calls');
    expect(await talk.source('Docs')).toMatchObject({
      allowed_tools: ['search_docs'],
      rate_cap_per_minute: 60,
    });
  });

  it('of one and calls of another are both heard', async () => {
    const talk = await withSources(stage, 'Alpha', 'Beta');
    await talk.say('limit Alpha to 10 per minute and Beta to search_docs');
    expect(await eachSource(talk, 'allowed_tools')).toEqual({ Alpha: null, Beta: ['search_docs'] });
    expect(await eachSource(talk, 'rate_cap_per_minute')).toEqual({ Alpha: 10, Beta: 60 });
  });

  it('are asked about where "allow" may mean two things, of two sources', async () => {
    const talk = await withSources(stage, 'Alpha', 'Beta');
    await talk.say('allow get_page on Alpha and search_docs on Beta');
    expect(await eachSource(talk, 'allowed_tools')).toEqual({ Alpha: null, Beta: null });
  });

  it.each([
    ['limit Alpha to search_docs and Beta to get_page', ['search_docs'], ['get_page']],
    ['only allow get_page on Alpha and search_docs on Beta', ['get_page'], ['search_docs']],
    ['limit Alpha and Beta to get_page', ['get_page'], ['get_page']],
    ['restrict Alpha to get_page, no, search_docs', ['search_docs'], null],
  ])('are those of each source: "%s"', async (said, Alpha, Beta) => {
    const talk = await withSources(stage, 'Alpha', 'Beta');
    await talk.say(said);
    expect(await eachSource(talk, 'allowed_tools')).toEqual({ Alpha, Beta });
  });

  it.each(['allow no tools on Docs', 'limit Docs to 2 tools', 'limit Docs to two tools'])(
    'are asked for where none is named: "%s"',
    async (said) => {
      const talk = await withSources(stage, 'Docs');
      const { tools, text } = await talk.say(said);
      expect(tools).not.toContain('update_source');
      expect(text).not.toContain('accepted');
      expect(await eachSource(talk, 'allowed_tools')).toEqual({ Docs: null });
    },
  );
});

describe('labels', () => {
  it.each([
    'rename Acme to Foo because the old name is ugly',
    'rename Acme to Foo if it is free',
    'rename Acme to Foo for me',
    'rename Acme to Foo in the morning',
    'rename Acme to Foo and nothing else',
    'rename Acme to Foo or revoke it',
    'rename Acme to Foo ok',
    'rename Acme not to Bar but to Foo',
  ])('end where something else is said: "%s"', async (said) => {
    const talk = await withSources(stage, 'Acme', 'Docs');
    await talk.say(said);
    expect(await namesOf(talk)).toEqual(['Docs', 'Foo']);
  });

  it.each([
    'rename Acme to Foo or Bar',
    'Acme used to be called Foo',
    'rename Acme and Docs to Foo',
    'rename both to Foo',
    'rename Acme to Foo Docs to Bar',
    'rename Acme to Foo tomorrow',
  ])('are not taken: "%s"', async (said) => {
    const talk = await withSources(stage, 'Acme', 'Docs');
    await talk.say(said);
    expect(await namesOf(talk)).toEqual(['Acme', 'Docs']);
  });

  it.each([
    ['rename Acme to Foo, Docs to Bar and Wiki to Baz', 'Bar Baz Foo'],
    ['rename Acme to Foo, and Docs to Bar', 'Bar Foo Wiki'],
    ['rename Acme and Docs to Foo and Bar', 'Bar Foo Wiki'],
    ['call Acme Foo and Docs Bar', 'Bar Foo Wiki'],
    ['rename Docs to Old and Acme to Docs', 'Docs Old Wiki'],
    ['rename Acme to Foo, I mean Docs to Foo', 'Acme Foo Wiki'],
    ['rename Acme to Foo, no, Bar', 'Bar Docs Wiki'],
    ['rename Acme to Foo, Docs to Bar and pause Wiki', 'Bar Foo Wiki'],
  ])('are those of each source: "%s"', async (said, names) => {
    const talk = await withSources(stage, 'Acme', 'Docs', 'Wiki');
    await talk.say(said);
    expect((await namesOf(talk)).join(' ')).toBe(names);
  });

  it.each([
    ['rename Acme to Research and Development', 'Research and Development'],
    ['rename Acme to "Foo or Bar"', 'Foo or Bar'],
    ['rename Acme to "Foo for me"', 'Foo for me'],
    ['rename Acme to 1,000 Islands', '1,000 Islands'],
  ])('may have any words: "%s"', async (said, name) => {
    const talk = await withSources(stage, 'Acme');
    await talk.say(said);
    expect(await namesOf(talk)).toEqual([name]);
  });

  it.each([
    'sorry I meant Beta',
    'actually Beta',
    'Actually Beta',
    'ask Bob',
    'tomorrow',
    'not Alpha',
    'to be decided',
    "I'll tell you later",
    "I haven't decided",
    'actually something else',
  ])('are asked for again at "%s"', async (said) => {
    const talk = await withSources(stage, 'Alpha', 'Beta');
    await sayAll(talk, 'rename Alpha', said);
    expect(await namesOf(talk)).toEqual(['Alpha', 'Beta']);
    expect((await talk.say('Zeta')).text).toContain('Zeta');
    expect(await namesOf(talk)).toEqual(['Beta', 'Zeta']);
  });

  it.each([
    ['something like Zeta', 'Zeta'],
    ['actually Zeta', 'Zeta'],
    ['sorry, I meant Zeta', 'Zeta'],
    ['Tomorrow', 'Tomorrow'],
    ['"tomorrow"', 'tomorrow'],
    ['"ask Bob"', 'ask Bob'],
    ['Ask Bob', 'Ask Bob'],
    ['No Limits', 'No Limits'],
    ['order desk', 'order desk'],
    ['ask jeeves', 'ask jeeves'],
  ])('are taken at "%s"', async (said, name) => {
    const talk = await withSources(stage, 'Alpha', 'Beta');
    await sayAll(talk, 'rename Alpha', said);
    expect((await namesOf(talk)).toSorted()).toEqual(['Beta', name].toSorted());
  });
});

describe('addresses', () => {
  const url = (name: string) => `https://${name}.acme.dev/mcp`;

  it('are proposed one after the other', async () => {
    const talk = await withSources(stage, 'Docs', 'Wiki');
    const first = await talk.say(`change the url of Docs to ${url('one')} and of Wiki to ${url('two')}`);
    expect(first.text).toMatch(/changes for Docs:.*one\.acme/s);
    expect(first.text).not.toContain(url('two'));
    expect((await talk.say('no')).text).toMatch(/changes for Wiki:.*two\.acme/s);
  });

  it('are not those that are denied', async () => {
    const talk = await withSources(stage, 'Docs');
    const { text } = await talk.say(`the url of Docs is not ${url('one')}`);
    expect(text).not.toContain(url('one'));
  });

  it.each([
    `change the url of Docs to ${url('one')}, no, ${url('two')}`,
    `the url of Docs is no longer ${url('one')} but ${url('two')}`,
    `the url of Docs is ${url('two')}, not ${url('one')}`,
  ])('are those that are meant: "%s"', async (said) => {
    const talk = await withSources(stage, 'Docs');
    const { text } = await talk.say(said);
    expect(text).toContain(url('two'));
    expect(text).not.toContain(url('one'));
  });
});
