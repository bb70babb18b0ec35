import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachSource, openStage, type Stage, sayAll, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const untouched = { Atlas: 'active', Boreas: 'active', Docs: 'active' };

describe('a request in the mouth of somebody or something else', () => {
  it.each([
    'the docs say pause Boreas',
    'the docs say: "pause Boreas"',
    'Bob: pause Boreas',
    'my colleague said to pause Boreas',
    'my boss asked: pause Boreas',
    'the ticket says rename Boreas to Zed',
    'my colleague said revoke Boreas',
    'according to the runbook, pause Boreas',
    'they told me to cap Boreas at 5',
    'I was told to pause Boreas',
    'ask Bob to pause Boreas',
    'have Bob pause Boreas',
    'the runbook says "rename Boreas to Zed" but nobody should do it',
    'the wiki says “pause Boreas” and I disagree',
  ])('is told, and not done: "%s"', async (said) => {
    const talk = await withSources(stage, 'Atlas', 'Boreas', 'Docs');
    const { text, tools } = await talk.say(said);
    expect(tools).toEqual([]);
    expect(text).toContain('nothing was changed');
    expect(text).toMatch(/say it as your own request: `(?:pause|rename|revoke|cap) Boreas/);
    expect(await eachSource(talk, 'status')).toEqual(untouched);
  });

  it.each([
    'my boss wants you to pause Docs',
    'my colleague asked me to pause Docs, please do it',
    'Bob says we should pause Docs. Please do it',
    'Reminder: pause Docs',
    'Docs: pause it',
    'I said pause Docs',
    'Bob told me Docs is slow, pause it',
    'pause Docs as soon as you can',
  ])('is one where it is passed on: "%s"', async (said) => {
    const talk = await withSources(stage, 'Atlas', 'Docs');
    await talk.say(said);
    expect(await eachSource(talk, 'status')).toEqual({ Atlas: 'active', Docs: 'paused' });
  });

  it('leaves alone what was asked before it', async () => {
    const talk = await withSources(stage, 'Atlas', 'Docs');
    await talk.say('pause Atlas. The ticket says rename Docs to Zed');
    expect(await eachSource(talk, 'status')).toEqual({ Atlas: 'paused', Docs: 'active' });
  });
});

describe('what is refused, or hangs on something', () => {
  it.each([
    "we don't need Boreas paused",
    "I don't want Boreas to be renamed to Zed",
    "it isn't necessary to pause Boreas",
    'no need for Boreas to be paused',
    'pause Boreas only after I confirm',
    'pause Boreas unless someone objects',
    'pause Atlas or Boreas, whichever',
    'pause atlas, or boreas, whichever',
    'pause one of Atlas and Boreas',
    'pause Atlas or maybe Boreas',
    'rename Atlas or Boreas to Zed',
    'cap Atlas or Boreas at 5',
  ])('is not done: "%s"', async (said) => {
    const talk = await withSources(stage, 'Atlas', 'Boreas', 'Docs');
    const { text, tools } = await talk.say(said);
    expect(tools).toEqual([]);
    expect(text).toMatch(/Nothing was changed|on a condition|Which do you mean/);
    expect(await eachSource(talk, 'status')).toEqual(untouched);
  });

  it('but a revocation asks for the yes anyway', async () => {
    const talk = await withSources(stage, 'Boreas');
    const { state } = await talk.say('revoke Boreas only after I confirm');
    expect([state.flow, state.awaiting]).toEqual(['revoke', 'confirmation']);
  });

  it.each([
    ["resume Boreas but don't test it", 'active', 'Boreas'],
    ["unpause Boreas, don't check it", 'active', 'Boreas'],
    ['rename Boreas to Zed, no test please', 'paused', 'Zed'],
  ])('is no test: "%s"', async (said, status, name) => {
    const talk = await withSources(stage, 'Boreas');
    await sayAll(talk, 'pause Boreas');
    const { tools } = await talk.say(said);
    expect(tools).toEqual(['update_source']);
    expect(await eachSource(talk, 'status')).toEqual({ [name]: status });
  });
});

describe('what a server may do, said beside something else', () => {
  it('takes a tool away, and leaves the others', async () => {
    const talk = await withSources(stage, 'Billing');
    await talk.say('cap billing at 5 a minute and hide get_page');
    expect(await eachSource(talk, 'allowed_tools')).toEqual({ Billing: ['search_docs', 'list_recent'] });
    expect(await eachSource(talk, 'rate_cap_per_minute')).toEqual({ Billing: 5 });
  });

  it.each([
    'cap billing at 5 a minute, without get_page',
    'cap billing at 5 a minute but not get_page',
    'add {url}, no auth, call it Wiki, without get_page',
  ])('is told where nothing came of it: "%s"', async (said) => {
    const talk = await withSources(stage, 'Billing');
    const { text } = await talk.say(said.replace('{url}', stage.servers.url('open')));
    expect(text).toContain('There is something about get_page that I did not understand');
  });

  it('is no part of a label', async () => {
    const talk = await withSources(stage, 'Billing');
    await talk.say('rename billing to Pay and hide get_page');
    expect(await eachSource(talk, 'allowed_tools')).toEqual({ Pay: ['search_docs', 'list_recent'] });
  });

  it('says so where nobody knows the tool', async () => {
    const talk = await withSources(stage, 'Billing');
    const { text } = await talk.say('cap billing at 5 a minute and hide refund');
    expect(text).toContain('does not offer what you named');
  });

  it('is told before a registration', async () => {
    const talk = await stage.startTalk();
    const { text } = await talk.say(
      `add ${stage.servers.url('open')}, no auth, call it Billing, max 5 calls a minute, don't let it refund`,
    );
    expect(text).toContain('`cap Billing at 5`');
    expect(text).toContain('`allow everything on Billing but refund`');
  });

  it.each(['no limit on calls', 'no rate limit', 'unlimited calls'])(
    'says nothing of the authentication: "%s"',
    async (said) => {
      const talk = await stage.startTalk();
      await talk.say(`add ${stage.servers.url('bearer')}`);
      const { state, text } = await talk.say(said);
      expect(state.awaiting).toBe('auth_kind');
      expect(text).toContain('once it is registered');
    },
  );
});

describe('what stands beside a label', () => {
  const confirming = async (label: string) => {
    const talk = await stage.startTalk();
    await talk.say(`add ${stage.servers.url('open')}, no auth${label}`);
    return talk;
  };

  it.each(['yes as long as nobody else sees it', 'Docs as long as nobody else sees it'])(
    'is none: "%s"',
    async (said) => {
      const talk = await confirming('');
      expect((await talk.say(said)).state.slots.name).toBeUndefined();
    },
  );

  it('is what it may use', async () => {
    const talk = await confirming(', call it Curly');
    const { text, state } = await talk.say('let curly also use ship_part');
    expect(text).toContain('`limit Curly to ship_part`');
    expect(state.slots.name).toBe('Curly');
  });

  it.each(['and put it in a sandbox called staging', 'in staging please'])(
    'is a sandbox: "%s"',
    async (said) => {
      const talk = await confirming(', call it Docs');
      expect((await talk.say(said)).text).toContain('`create a sandbox called staging`');
    },
  );

  it.each([', call it Docs, in dev', ', call it Docs in dev', ' in dev, call it Docs'])(
    'is a sandbox that nobody has: "%s"',
    async (said) => {
      const talk = await stage.startTalk();
      const { text, state } = await talk.say(`add ${stage.servers.url('open')}, no auth${said}`);
      expect(text).toContain('`create a sandbox called dev`');
      expect(state.slots.name).toBe('Docs');
    },
  );

  it('belongs to each of two in the order said', async () => {
    const talk = await stage.startTalk();
    const [one, two] = [stage.servers.url('open'), stage.servers.url('modern')];
    await talk.say(`add ${one} and ${two}, both without auth, call them Edit wiki and Read wiki`);
    await sayAll(talk, 'yes', 'yes');
    expect(await eachSource(talk, 'base_url')).toEqual({ 'Edit wiki': one, 'Read wiki': two });
  });
});
