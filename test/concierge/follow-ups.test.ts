import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachSource, openStage, type Stage, sayAll, type Talk, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const withAgents = async (...names: string[]): Promise<Talk> => {
  const talk = await stage.startTalk({ agents: ['support', 'billing'] });
  for (const name of names)
    await sayAll(talk, `add ${stage.servers.url('open')}, no auth, name it ${name}`, 'yes');
  return talk;
};

describe('a message that leans on the one before', () => {
  it('asks for the tools of the source that was spoken of', async () => {
    const talk = await withAgents('Rates', 'Wiki');
    const text = await sayAll(talk, 'test Rates', 'which tools does that one have?');
    expect(text).toContain('rates__get_page');
    expect(text).not.toContain('wiki__');
  });

  it('asks why of the agent that was spoken of', async () => {
    const talk = await withAgents('Docs');
    expect(await sayAll(talk, 'what tools does support have?', "why can't it call run_query")).toContain(
      'support',
    );
    expect(await sayAll(talk, 'can billing call get_page?', 'why?')).toContain(
      '`billing` can call `docs__get_page`',
    );
    expect(await sayAll(talk, 'ok, and search_docs?')).toContain('docs__search_docs');
  });

  it('names the right one after a name that nobody has', async () => {
    const talk = await withAgents('Docs', 'Wiki');
    expect(await sayAll(talk, 'what tools does marketing have?', 'ok, the support one then')).toContain(
      '`support` can call',
    );
    await talk.say('disconnect Zeppelin');
    const { text, tools, state } = await talk.say("my mistake, it's Wiki");
    expect({ tools, flow: state.flow, awaiting: state.awaiting }).toEqual({
      tools: [],
      flow: 'revoke',
      awaiting: 'confirmation',
    });
    expect(text).toContain('Revoking Wiki');
  });

  it('tests one more by its name, and changes none by it', async () => {
    const talk = await withSources(stage, 'Docs', 'Wiki');
    await talk.say('test Docs');
    expect((await talk.say('Wiki too')).tools).toEqual(['test_user_mcp_source']);
    await talk.say('pause Docs');
    expect((await talk.say('Wiki')).tools).toEqual([]);
    expect(await eachSource(talk, 'status')).toEqual({ Docs: 'paused', Wiki: 'active' });
  });

  it('asks how the other of two is', async () => {
    const talk = await withSources(stage, 'Docs', 'Wiki');
    expect(await sayAll(talk, 'pause Docs', 'how is the other one doing?')).toContain('Wiki is active');
  });

  it('explains the next thing, and lists it not', async () => {
    const talk = await withSources(stage, 'Docs');
    await talk.say('what is an allowlist?');
    expect((await talk.say('and a sandbox?')).tools).toEqual([]);
  });
});

describe('what was done a moment ago', () => {
  it('is called by its right name', async () => {
    const talk = await withSources(stage, 'Library');
    await sayAll(talk, 'rename Library to Reading Rom', 'argh typo, Reading Room of course');
    expect(Object.keys(await eachSource(talk, 'name'))).toEqual(['Reading Room']);
    await talk.say('no, thanks');
    expect(Object.keys(await eachSource(talk, 'name'))).toEqual(['Reading Room']);
  });

  it.each([
    ['Service desk', 'argh typo, Service Desk of course', 'Service Desk'],
    ['Hanbook', 'oops typo, Handbook', 'Handbook'],
    ['Handbook', 'no, Handbook', 'Handbook'],
  ])('keeps its name "%s" behind "%s", but for the slip', async (name, said, right) => {
    const talk = await withSources(stage, 'Kitchen');
    await sayAll(talk, `rename Kitchen to ${name}`, said);
    expect(Object.keys(await eachSource(talk, 'name'))).toEqual([right]);
  });

  it('has another cap', async () => {
    const talk = await withSources(stage, 'Cases');
    await sayAll(talk, 'cap Cases at 30', 'sorry, thirteen i meant, not thirty');
    expect(await eachSource(talk, 'rate_cap_per_minute')).toEqual({ Cases: 13 });
    await talk.say('hm, 20 is enough');
    expect(await eachSource(talk, 'rate_cap_per_minute')).toEqual({ Cases: 20 });
  });

  it('is limited to another tool, and to one more', async () => {
    const talk = await withSources(stage, 'Cases');
    await sayAll(talk, 'limit Cases to get_page', 'no I meant search_docs');
    expect(await eachSource(talk, 'allowed_tools')).toEqual({ Cases: ['search_docs'] });
    await talk.say('list_recent as well, please');
    expect(await eachSource(talk, 'allowed_tools')).toEqual({ Cases: ['search_docs', 'list_recent'] });
  });

  it('has another address, once that is confirmed', async () => {
    const talk = await withSources(stage, 'Docs', 'Grain');
    const url = stage.servers.url('legacy');
    const { text, state, tools } = await talk.say(`oops, the url should have been ${url}`);
    expect({ tools, flow: state.flow, awaiting: state.awaiting }).toEqual({
      tools: [],
      flow: 'update',
      awaiting: 'confirmation',
    });
    expect(text).toContain('Grain');
    await talk.say('no');
    expect(await sayAll(talk, `Docs's address is wrong, it should be ${url}`)).toContain(
      'what changes for Docs',
    );
  });

  it('is paused as the one that was just added', async () => {
    const talk = await withSources(stage, 'Docs', 'Grain');
    await talk.say('the one I just added, can you stop it for now?');
    expect(await eachSource(talk, 'status')).toEqual({ Docs: 'active', Grain: 'paused' });
    await talk.say('resume it');
    await sayAll(talk, 'hmm no, put it back to sleep');
    expect(await eachSource(talk, 'status')).toEqual({ Docs: 'active', Grain: 'paused' });
  });

  it('is not what a number of another thing says', async () => {
    const talk = await withSources(stage, 'Docs');
    await talk.say('pause Docs');
    expect((await talk.say('20 is enough')).tools).toEqual([]);
  });
});

describe('what was not asked for', () => {
  it('is no new name of what was renamed', async () => {
    const talk = await withSources(stage, 'Wiki', 'Rates');
    await talk.say('rename Wiki to Handbook');
    for (const said of [
      'sorry, I was away',
      'wait, Bob is here',
      'no, Manual is better',
      'oops, Friday',
      'Rates',
      'Rates too',
    ]) {
      await talk.say(said);
      expect([said, Object.keys(await eachSource(talk, 'name'))]).toEqual([said, ['Handbook', 'Rates']]);
      await talk.say('cancel');
    }
  });

  it('is no undoing of what was right', async () => {
    const talk = await withSources(stage, 'Wiki', 'Rates');
    await sayAll(talk, 'limit Wiki to 10 calls', 'pause Zanzibar', 'no, Rates');
    expect(await eachSource(talk, 'rate_cap_per_minute')).toEqual({ Rates: 60, Wiki: 10 });
    expect(await eachSource(talk, 'status')).toEqual({ Rates: 'paused', Wiki: 'active' });
  });

  it('is no pause long after', async () => {
    const talk = await withSources(stage, 'Wiki', 'Rates');
    await sayAll(talk, 'pause Zanzibar', 'help', 'Wiki');
    expect(await eachSource(talk, 'status')).toEqual({ Rates: 'active', Wiki: 'active' });
  });

  it('is done to no other one than the other', async () => {
    const talk = await withSources(stage, 'Docs', 'Rates', 'Wiki');
    await sayAll(talk, 'test Wiki', 'rename the other one to Foo');
    expect(Object.keys(await eachSource(talk, 'name'))).toEqual(['Docs', 'Rates', 'Wiki']);
  });

  it('is done to the one that was added, whatever was looked at since', async () => {
    const talk = await withSources(stage, 'Wiki', 'New');
    await sayAll(talk, 'test Wiki', 'pause the one I just added');
    expect(await eachSource(talk, 'status')).toEqual({ New: 'paused', Wiki: 'active' });
  });

  it('is not resumed because it is wanted later', async () => {
    const talk = await withSources(stage, 'Wiki');
    await sayAll(talk, 'pause Wiki', 'I want it back later');
    expect(await eachSource(talk, 'status')).toEqual({ Wiki: 'paused' });
  });

  it('names a sandbox, and renames no source', async () => {
    const talk = await withSources(stage, 'Wiki');
    await sayAll(talk, 'test Wiki', 'create a sandbox', "it's called lab");
    expect((await talk.view()).slots).toMatchObject({});
    expect(Object.keys(await eachSource(talk, 'name'))).toEqual(['Wiki']);
  });
});

describe('several at once', () => {
  it('are taken back at once, whatever was not changed among them', async () => {
    const talk = await withSources(stage, 'Kitchen notes', 'Notes X', 'desk');
    await sayAll(talk, 'pause desk', 'pause Kitchen notes, desk and Notes X', 'undo');
    expect(await eachSource(talk, 'status')).toEqual({
      'Kitchen notes': 'active',
      'Notes X': 'active',
      desk: 'paused',
    });
  });

  it('leave no "it" behind them', async () => {
    const talk = await withSources(stage, 'Docs', 'Wiki');
    expect((await sayAll(talk, 'test everything', 'pause it')).split('\n')[0]).toBe(
      'Which source do you mean?',
    );
  });

  it('that may be meant are asked about before anything is done to "it"', async () => {
    const talk = await withSources(stage, 'Kitchen notes', 'Notes X', 'desk');
    await sayAll(talk, 'test desk', 'rename notes to n1 and pause it');
    expect(await eachSource(talk, 'status')).toEqual({
      'Kitchen notes': 'active',
      'Notes X': 'active',
      desk: 'active',
    });
    expect((await talk.view()).awaiting).toBe('source');
  });
});

describe('a sandbox that was said before', () => {
  it('is that of the number behind it, and of the list that was shown', async () => {
    const talk = await stage.startTalk({ sandboxes: ['staging'] });
    const add = `add ${stage.servers.url('open')}, no auth, name it Wiki, sandbox`;
    await sayAll(talk, `${add} default`, 'yes', `${add} staging`, 'yes');
    await sayAll(talk, 'limit Wiki in staging to 10 calls', '20 is enough');
    expect((await talk.sources()).map(({ rate_cap_per_minute: cap }) => cap).sort()).toEqual([20, 60]);
  });
});

describe('the agents that will have what is being registered', () => {
  it('are those of its sandbox', async () => {
    const talk = await stage.startTalk({ agents: ['support'], sandboxes: ['staging'] });
    await talk.say(`add ${stage.servers.url('open')}, no auth, name it Docs, staging`);
    const text = await sayAll(talk, 'and which agents are going to see these tools?');
    expect(text).toContain('no agent in `staging`');
  });
});

describe('a tool that several have', () => {
  it('is named with each of them', async () => {
    const talk = await withAgents('Docs', 'Shop');
    const text = await sayAll(talk, 'which source has get_page?');
    expect(text).toContain('docs__get_page');
    expect(text).toContain('shop__get_page');
  });

  it('has a source where there is no agent', async () => {
    const talk = await withSources(stage, 'Docs');
    expect(await sayAll(talk, 'which source gives us get_page?')).toContain(
      '`docs__get_page` is a tool of Docs',
    );
  });
});
