import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listSandboxes } from '../../src/accounts/list-sandboxes.ts';
import { createAgent } from '../../src/agents/create.ts';
import { updateSource } from '../../src/sources/update.ts';
import { openStage, type Stage, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const register = async (talk: Talk, name: string, sandbox: string): Promise<void> => {
  const base_url = stage.servers.url('open');
  await talk.propose({ command: 'register', base_url, auth_kind: 'none', name, sandbox });
  await talk.say('yes');
};

/** A conversation in `default` of an account with `staging` and `qa`; each source as `Name@sandbox`. */
const talkWith = async (...sources: string[]): Promise<Talk> => {
  const talk = await stage.startTalk({ sandboxes: ['staging', 'qa'], agents: ['support'] });
  for (const source of sources) {
    const [name = '', sandbox = ''] = source.split('@');
    await register(talk, name, sandbox);
  }
  return talk;
};

/** What there is: label and status, by sandbox. */
const stateOf = async (talk: Talk): Promise<string[]> => {
  const sandboxes = await listSandboxes(talk.deps, talk.caller, {});
  const nameOf = (id: string) => sandboxes.find(({ sandbox_id }) => sandbox_id === id)?.name;
  return (await talk.sources())
    .map(({ name, status, sandbox_id }) => `${name}@${nameOf(sandbox_id)} ${status}`)
    .sort();
};

describe('another sandbox, said where a revocation is to be confirmed', () => {
  it.each(['no, the one in staging', 'no i meant in staging', 'not that one, the one in staging'])(
    '"%s" asks about that one instead',
    async (said) => {
      const talk = await talkWith('Desk@default', 'Desk@staging');
      await talk.say('revoke desk in default');
      const { text, state } = await talk.say(said);
      expect(text).toContain('in `staging` takes its tools from every agent of `staging`');
      expect(state).toMatchObject({ flow: 'revoke', awaiting: 'confirmation' });
      await talk.say('yes');
      expect(await stateOf(talk)).toEqual(['Desk@default active', 'Desk@staging disconnected']);
    },
  );

  it.each(['no, not in staging', 'no'])('"%s" only keeps it', async (said) => {
    const talk = await talkWith('Desk@default', 'Desk@staging');
    await talk.say('revoke desk in default');
    expect((await talk.say(said)).state.flow).toBeNull();
    expect(await stateOf(talk)).toEqual(['Desk@default active', 'Desk@staging active']);
  });
});

describe('a source in a named sandbox', () => {
  it.each([
    'revoke desk from staging only',
    'revoke desk in staging',
    'in staging, revoke desk',
    "revoke staging's desk",
    'revoke desk (staging)',
    'revoke the desk of the staging sandbox',
    'revoke the staging desk',
    'staging: revoke desk',
    'delete desk in staging, not in default',
  ])('"%s" is the one that is revoked', async (said) => {
    const talk = await talkWith('Desk@default', 'Desk@staging');
    const { text } = await talk.say(said);
    expect(text).toContain('in `staging` takes its tools from every agent of `staging`');
    expect((await talk.say('yes')).text).toContain('Its tools are gone from every agent of `staging`');
    expect(await stateOf(talk)).toEqual(['Desk@default active', 'Desk@staging disconnected']);
  });

  it.each([
    { command: 'why' as const, source: 'Desk' },
    { command: 'list_tools' as const, source: 'Desk' },
    { command: 'why' as const, tool: 'desk__search_docs', sandbox: 'staging' },
  ])('when it is paused, the way back is told as it can be typed: %o', async (asked) => {
    const talk = await talkWith('Desk@staging');
    await talk.say('pause desk in staging');
    expect((await talk.propose(asked)).text).toContain('Say `resume Desk in staging`');
    await talk.say('resume Desk in staging');
    expect(await stateOf(talk)).toEqual(['Desk@staging active']);
  });

  it.each([
    ['pause desk in staging', 'Desk is paused in `staging`', 'say `resume Desk in staging`'],
    [
      'rename desk in staging to Help desk',
      'is now called Help desk in `staging`',
      'Say `rename Help desk in staging to Desk`',
    ],
    [
      'limit desk in staging to get_page',
      'only `get_page` in `staging`',
      'Say `allow all tools of Desk in staging`',
    ],
    [
      'cap desk in staging at 5 per minute',
      'at most 5 calls a minute now in `staging`',
      '`cap Desk in staging at',
    ],
    ['test desk in staging', 'Desk is active in `staging`', ''],
    ['pause everything in staging', 'Desk is paused in `staging`', ''],
  ])('"%s" is the one that is changed, and the reply says so', async (said, says, back) => {
    const talk = await talkWith('Desk@default', 'Desk@staging');
    const [before] = (await talk.sources()).filter(({ sandbox_id }) => sandbox_id === talk.sandbox_id);
    const { text } = await talk.say(said);
    expect(text).toContain(says);
    expect(text).toContain(back);
    const [after] = (await talk.sources()).filter(({ sandbox_id }) => sandbox_id === talk.sandbox_id);
    expect(after).toEqual(before);
  });

  it('comes back the way that the reply says', async () => {
    const talk = await talkWith('Desk@default', 'Desk@staging');
    await talk.say('pause desk in staging');
    expect(await stateOf(talk)).toEqual(['Desk@default active', 'Desk@staging paused']);
    expect((await talk.say('resume Desk in staging')).text).toContain('Desk is active again in `staging`');
  });

  it('is the one whose URL is changed', async () => {
    const talk = await talkWith('Desk@default', 'Desk@staging');
    const said = `change the url of desk in staging to ${stage.servers.url('modern')}`;
    expect((await talk.say(said)).text).toContain('This is what changes for Desk in `staging`');
  });

  it('is each of several', async () => {
    const talk = await talkWith('Desk@default', 'Desk@staging', 'Desk@qa');
    await talk.say('pause desk in staging and in qa');
    expect(await stateOf(talk)).toEqual(['Desk@default active', 'Desk@qa paused', 'Desk@staging paused']);
  });
});

describe('a sandbox that is named beside a request', () => {
  it.each([
    'revoke desk in qa',
    'pause desk in qa',
    'rename desk in qa to Help desk',
    'cap desk in qa at 5 per minute',
  ])('"%s" says where the source is when it is not there, and does nothing', async (said) => {
    const talk = await talkWith('Desk@default');
    const { text, state } = await talk.say(said);
    expect(text).toContain('There is no source called desk in `qa`; there is Desk in `default`.');
    expect(state.awaiting).toBeNull();
    expect(await stateOf(talk)).toEqual(['Desk@default active']);
  });

  it.each([
    'revoke desk in prod',
    'pause desk in prod',
    'delete desk from prod',
    'turn off desk in the prod sandbox',
  ])('"%s" says which sandboxes there are when it is none of them, and does nothing', async (said) => {
    const talk = await talkWith('Desk@default');
    const { text, state } = await talk.say(said);
    expect(text).toContain(
      'There is no active sandbox called `prod`; there are `default`, `qa` and `staging`.',
    );
    expect(state.awaiting).toBeNull();
    expect(await stateOf(talk)).toEqual(['Desk@default active']);
  });

  it('is said for a source that only another sandbox has', async () => {
    const talk = await talkWith('Desk@default', 'Docs@qa');
    expect((await talk.say('pause docs')).text).toContain('Docs is paused in `qa`');
    expect((await talk.say('revoke docs')).text).toContain('every agent of `qa`');
  });

  it('is the one whose agents are asked about', async () => {
    const talk = await talkWith('Desk@default', 'Docs@staging');
    const { sandbox_id } = (await talk.source('Docs'))!;
    const given = { sandbox_id, slug: 'triage', name: 'Triage', system_prompt: 'Be brief.' };
    const model_settings = { backend: 'anthropic', model: 'claude-haiku-5-5' } as const;
    await createAgent({ ...talk.deps, default_model: 'x' }, talk.caller, { ...given, model_settings });
    expect((await talk.say('what tools does triage have in staging?')).text).toContain('docs__get_page');
    expect((await talk.say('why does triage in staging not have get_page?')).text).toContain('`triage`');
    expect((await talk.say('what tools does support have in staging?')).text).toContain(
      'I do not know an agent called support in `staging`',
    );
  });
});

describe('a name that nothing has', () => {
  it.each([
    ['Desk three', 'pause Desk two', 'Desk two'],
    ['Billing us', 'pause billing eu', 'billing eu'],
    ['Billing us', 'revoke billing eu', 'billing eu'],
    ['Billing us', 'rename billing eu to Billing europe', 'billing eu'],
    ['Docs', 'revoke Docs EU', 'Docs EU'],
    ['Docs 1', 'pause docs 2', 'docs 2'],
  ])('with only %s, "%s" is asked about and not guessed', async (name, said, wanted) => {
    const talk = await talkWith(`${name}@default`);
    const { text, state } = await talk.say(said);
    expect(text).toContain(`I do not know \`${wanted}\`. Did you mean`);
    expect(state).toMatchObject({ flow: null, awaiting: 'source', options: [{ label: name }] });
    expect(await stateOf(talk)).toEqual([`${name}@default active`]);
  });

  it.each(['yes', '1', 'Billing us'])('is taken for another after "%s"', async (said) => {
    const talk = await talkWith('Billing us@default');
    await talk.say('pause billing eu');
    expect((await talk.say(said)).text).toContain('Billing us is paused');
  });

  it.each(['no', 'cancel'])('is left alone after "%s"', async (said) => {
    const talk = await talkWith('Billing us@default');
    await talk.say('pause billing eu');
    await talk.say(said);
    expect(await stateOf(talk)).toEqual(['Billing us@default active']);
  });

  it('is found with a slip of the finger', async () => {
    const talk = await talkWith('Library@default');
    expect((await talk.say('pause libary')).text).toContain('Library is paused');
  });
});

describe('a deletion', () => {
  it.each([
    ['delete the sandbox qa', 'qa'],
    ['delete sandbox staging', 'staging'],
    ['drop the staging sandbox', 'staging'],
    ['revoke everything in qa', 'qa'],
    ['delete this sandbox', 'default'],
  ])('"%s" gives the command for `%s`', async (said, name) => {
    const talk = await talkWith();
    const all = await listSandboxes(talk.deps, talk.caller, {});
    const { sandbox_id } = all.find((one) => one.name === name)!;
    expect((await talk.say(said)).text).toContain(`\`npx concierge sandbox delete ${sandbox_id}\``);
  });

  it.each([
    'delete my account',
    'delete the sandbox prod',
    'delete the agent sales',
    'delete all sandboxes',
    'delete the sandbox',
  ])('"%s" gives no command, for nothing is named that exists', async (said) => {
    const { text } = await (await talkWith()).say(said);
    expect(text).not.toMatch(/npx concierge (?:sandbox delete|agent archive)/);
    expect(text).toMatch(
      /I do not delete|There is no active sandbox called `prod`|I do not know an agent called sales/,
    );
  });

  it('of an agent gives its command, with its sandbox', async () => {
    const { text } = await (await talkWith()).say('delete the agent support');
    expect(text).toContain('`npx concierge agent archive support --sandbox default`');
  });
});

describe('a label that was changed elsewhere', () => {
  it('is shown again, and the yes before it revokes nothing', async () => {
    const talk = await talkWith('Papers@default');
    await talk.say('revoke papers');
    const { data_source_id, sandbox_id } = (await talk.source('Papers'))!;
    await updateSource(talk.deps, talk.caller, { sandbox_id, data_source_id, name: 'Books' });
    const { text, state } = await talk.say('yes');
    expect(text).toContain('Revoking Books');
    expect(state).toMatchObject({ flow: 'revoke', awaiting: 'confirmation' });
    expect(await stateOf(talk)).toEqual(['Books@default active']);
    expect((await talk.say('yes')).text).toContain('Books is revoked');
  });
});

describe('the agents of a source', () => {
  it.each([
    'who sees desk',
    'who can use Desk',
    'which agents can call the tools of desk?',
    'who can call these tools now?',
    'so which of my bots can use that?',
  ])('"%s" are those that see it', async (said) => {
    const talk = await talkWith('Desk@default');
    expect((await talk.say(said)).text).toContain('`support` can call tools of Desk in `default` now.');
  });

  it('are those of its sandbox', async () => {
    const talk = await talkWith('Desk@default', 'Docs@staging');
    expect((await talk.say('who can use docs?')).text).toContain(
      'No agent of `staging` can call a tool of Docs',
    );
  });

  it.each(['let support use everything', 'restrict support to get_page', 'add support to the allowlist'])(
    '"%s" is a command, which is told',
    async (said) => {
      const { text } = await (await talkWith('Desk@default')).say(said);
      expect(text).toContain('`npx concierge agent update support --allow-all`');
    },
  );
});

it('"check every server" means those of other sandboxes where this one has none', async () => {
  const talk = await talkWith('Docs@staging');
  const { text } = await talk.say('please check every server we have');
  expect(text).toMatch(/1 of 1 source passed\..+Docs in `staging`/s);
});
