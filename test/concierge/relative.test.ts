import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A source called Desk, with the tools `create_ticket`, `find_ticket` and `close_ticket`. */
const withDesk = async (): Promise<Talk> => {
  const talk = await stage.startTalk();
  const { url, token } = stage.servers;
  await talk.say(`add ${url('bearer')}, bearer token ${token.good}, name it Desk`);
  await talk.say('yes');
  return talk;
};
const limited = 'limit it to find_ticket and close_ticket';

describe('"allow X"', () => {
  it.each([
    ['1', ['close_ticket', 'find_ticket', 'create_ticket']],
    ['2', ['create_ticket']],
    ['cancel', ['close_ticket', 'find_ticket']],
  ])('asks whether it is all that is to be allowed; after "%s" these are: %j', async (said, left) => {
    const talk = await withDesk();
    await talk.say(limited);
    const { state, tools } = await talk.say('allow create_ticket on Desk');
    expect(state.awaiting).toBe('reading');
    expect(tools).toEqual([]);
    await talk.say(said);
    expect((await talk.source('Desk'))!.allowed_tools?.toSorted()).toEqual(left.toSorted());
  });
});

describe('the allowed tools, said relative to what they are', () => {
  it('are left alone while nobody knows what the server offers', async () => {
    const talk = await stage.startTalk();
    await sayAll(talk, `add ${stage.servers.url('down')}, no auth, name it Desk`, 'yes', 'cancel');
    const { text, tools } = await talk.say("don't allow close_ticket on Desk");
    expect(tools).toEqual([]);
    expect(text).toContain('I know no tools of Desk yet.');
    expect(await talk.source('Desk')).toMatchObject({ allowed_tools: null });
  });

  it.each([
    [
      [limited, 'also allow create_ticket'],
      ['find_ticket', 'close_ticket', 'create_ticket'],
    ],
    [
      ['limit it to find_ticket', 'add close_ticket to the allowed tools of desk'],
      ['find_ticket', 'close_ticket'],
    ],
    [[limited, "don't allow close_ticket on desk"], ['find_ticket']],
    [[limited, 'drop close_ticket from desk'], ['find_ticket']],
    [['everything except close_ticket'], ['create_ticket', 'find_ticket']],
    [
      [limited, 'everything except find_ticket'],
      ['close_ticket', 'create_ticket'],
    ],
    [[limited, 'undo the restriction'], null],
    [[limited, 'I want back all the tools'], null],
    [[limited, 'allow everything again'], null],
    [[limited, 'remove the limit'], null],
    [[limited, 'undo that'], null],
    [
      [limited, 'also allow create_ticket', 'undo that'],
      ['find_ticket', 'close_ticket'],
    ],
  ])('%j leave %j', async (said, left) => {
    const talk = await withDesk();
    await sayAll(talk, ...said);
    const { allowed_tools } = (await talk.source('Desk'))!;
    expect(allowed_tools?.toSorted() ?? null).toEqual(left?.toSorted() ?? null);
  });

  it('stay as they are when what is added is there already', async () => {
    const talk = await withDesk();
    expect(await sayAll(talk, 'also allow close_ticket')).toContain('offers all its tools already');
    expect(await sayAll(talk, limited, 'also allow close_ticket')).toMatch(/offers only .+ already/);
  });
});

describe('a rate that cannot be taken as it was said', () => {
  it.each(['raise the cap by 10', 'at most 100 calls per hour', 'no cap', 'remove the limit'])(
    '"%s" changes nothing and says what is possible',
    async (said) => {
      const talk = await withDesk();
      expect(await sayAll(talk, said)).toMatch(/at most 60 calls a minute.+from 1 to 600/);
      expect(await talk.source('Desk')).toMatchObject({ rate_cap_per_minute: 60 });
    },
  );

  it('says the conversion of one that is a whole number a minute', async () => {
    expect(await sayAll(await withDesk(), 'at most 120 calls per hour')).toContain(
      'at most 2 calls a minute',
    );
  });
});

describe('a name that was not said', () => {
  it.each(['rename it to something better', 'rename desk to its old name', 'rename it back'])(
    '"%s" asks for it',
    async (said) => {
      const talk = await withDesk();
      const { state } = await talk.say(said);
      expect(state).toMatchObject({ flow: 'update', awaiting: 'name' });
      expect(await talk.source('Desk')).toBeDefined();
    },
  );

  it.each(['rename it back', 'rename Tickets to its old name', 'undo that'])(
    'is the one before when there was one: "%s"',
    async (said) => {
      const talk = await withDesk();
      await sayAll(talk, 'rename desk to Tickets', said);
      expect((await talk.sources()).map(({ name }) => name)).toEqual(['Desk']);
    },
  );

  it.each(['list', 'list the sources', 'show me all my servers'])('is not "%s"', async (said) => {
    const talk = await withDesk();
    await talk.say('rename it');
    const { tools, state } = await talk.say(said);
    expect(tools).toEqual(['list_sources']);
    expect(state.awaiting).toBe('name');
  });

  it('is not what asks for the list of a sandbox', async () => {
    const talk = await withDesk();
    await talk.say('rename it');
    expect((await talk.say('list the sources in default')).tools).toEqual(['list_sources']);
    await talk.say('list the sources in staging');
    expect((await talk.sources()).map(({ name }) => name)).toEqual(['Desk']);
  });

  it('leaves out a word that is for the hearer', async () => {
    const talk = await withDesk();
    await talk.say('actually rename desk to Handbook first');
    expect(await talk.source('Handbook')).toBeDefined();
  });
});

it.each(['pause it until tomorrow', 'pause it for an hour'])(
  '"%s" says that nothing else resumes it, and can be undone',
  async (said) => {
    const talk = await withDesk();
    expect(await sayAll(talk, said)).toContain('until you say `resume Desk`');
    await talk.say('undo that');
    expect(await talk.source('Desk')).toMatchObject({ status: 'active' });
  },
);

it('"undo that" takes back the last change also when going on with a parked registration was offered since', async () => {
  const talk = await withDesk();
  const { url } = stage.servers;
  await sayAll(talk, `add ${url('open')}, no auth, name it Docs`, 'revoke desk', 'no', 'pause desk');
  expect(await talk.source('Desk')).toMatchObject({ status: 'paused' });
  const { state } = await talk.say('undo that');
  expect(await talk.source('Desk')).toMatchObject({ status: 'active' });
  expect(state.awaiting).toBe('resume');
});
