import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachSource, openStage, type Stage, sayAll, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('a part of the open address', () => {
  it.each([
    ['oops its /mpc not /mcp', '/mcp', '/mpc'],
    ['not /mcp but /api', '/mcp', '/api'],
    ["it's https, not http", 'http:', 'https:'],
    ['localhost not 127.0.0.1', '127.0.0.1', 'localhost'],
  ])('is put right at the confirmation: "%s"', async (said, from, to) => {
    const talk = await stage.startTalk();
    const url = stage.servers.url('open');
    await talk.say(`add ${url}, no auth, call it Docs`);
    const { state } = await talk.say(said);
    expect(state).toMatchObject({ awaiting: 'confirmation', slots: { base_url: url.replace(from, to) } });
  });

  it('is put right, and checked, while it is mended', async () => {
    const talk = await stage.startTalk();
    await sayAll(
      talk,
      `add ${stage.servers.url('open').replace('/mcp', '/mpc')}, no auth, call it Docs`,
      'yes',
    );
    await talk.say('oops its /mcp not /mpc');
    expect(await eachSource(talk, 'status')).toEqual({ Docs: 'active' });
  });

  it('is no other thing of that form', async () => {
    const talk = await stage.startTalk();
    const url = stage.servers.url('open');
    await talk.say(`add ${url}, no auth, call it Docs`);
    const { state } = await talk.say('Wiki, not Docs');
    expect(state.slots).toMatchObject({ base_url: url, name: 'Wiki' });
  });
});

describe('the tools of a source', () => {
  it.each([
    ['restrict billing to everything except get_page', ['search_docs', 'list_recent']],
    ['hide search_docs and get_page on Billing', ['list_recent']],
    ['hide search_docs, get_page', ['list_recent']],
    ['allow everything but search_docs and get_page', ['list_recent']],
    ['allow all tools but search_docs on Billing', ['get_page', 'list_recent']],
  ])('are all but those that are left out: "%s"', async (said, left) => {
    const talk = await withSources(stage, 'Billing');
    await talk.say(said);
    expect(await eachSource(talk, 'allowed_tools')).toEqual({ Billing: left });
  });

  it('come back, besides those that are there', async () => {
    const talk = await withSources(stage, 'Billing');
    await sayAll(talk, 'limit billing to search_docs', 'allow get_page on billing again');
    expect(await eachSource(talk, 'allowed_tools')).toEqual({ Billing: ['search_docs', 'get_page'] });
  });

  it('may be none, and the reply is whole then', async () => {
    const talk = await withSources(stage, 'Billing');
    const none = await talk.say('hide search_docs, get_page and list_recent on Billing');
    expect(none.text).toContain('Billing offers none of its tools now.');
    expect((await talk.say('show Billing')).text).toContain('- Tools: none of them is offered');
    const all = await talk.say('allow all tools of Billing');
    expect(all.text).toContain('before it was none of them. Say `undo` to take it back.');
    await talk.say('undo');
    expect(await eachSource(talk, 'allowed_tools')).toEqual({ Billing: [] });
  });

  it('are shown where not all of them are offered', async () => {
    const talk = await withSources(stage, 'Billing');
    expect((await talk.say('show Billing')).text).not.toContain('Tools:');
    await talk.say('limit Billing to search_docs and get_page');
    expect((await talk.say('show Billing')).text).toContain('- Tools: only `search_docs` and `get_page`');
  });
});

describe('the caps', () => {
  it.each(['whats the cap of each', 'is the cap set?', 'show me the limits'])(
    'are shown for each source: "%s"',
    async (said) => {
      const talk = await withSources(stage, 'Billing', 'Docs');
      const { text, tools } = await talk.say(said);
      expect(tools).toEqual(['get_source', 'get_source']);
      expect(text.match(/Rate: at most 60 calls/g)).toHaveLength(2);
    },
  );
});
