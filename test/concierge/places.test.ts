import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const withDesk = async (): Promise<Talk> => {
  const talk = await stage.startTalk({ sandboxes: ['staging', 'prod'] });
  await talk.say(
    `add ${stage.servers.url('bearer')} bearer token ${stage.servers.token.good}, name it Desk, in default`,
  );
  await talk.say('yes');
  expect(await talk.source('Desk')).toMatchObject({ status: 'active' });
  return talk;
};

describe('the same server in another sandbox', () => {
  it.each([
    'register the same for staging',
    'same thing in staging please',
    'copy Desk to staging',
    'I want desk in staging too',
  ])('"%s" takes over all but the credential', async (said) => {
    const talk = await withDesk();
    const { state, text } = await talk.say(said);
    expect(text).toContain('The credential is not');
    expect(state).toMatchObject({
      flow: 'register',
      awaiting: 'credential',
      secret_input: true,
      slots: { base_url: stage.servers.url('bearer'), auth_kind: 'bearer', name: 'Desk', sandbox: 'staging' },
    });
    expect(await talk.staged()).toBe(0);
    await talk.credential(stage.servers.token.good);
    await talk.say('yes');
    expect(await talk.sources()).toMatchObject([{ status: 'active' }, { status: 'active' }]);
  });

  it('is found in the sandboxes that have it', async () => {
    const talk = await withDesk();
    await talk.say('copy Desk to prod');
    await talk.credential(stage.servers.token.good);
    await talk.say('yes');
    const { text, tools } = await talk.say('which sandboxes have the desk?');
    expect(tools).toEqual(['list_sandboxes']);
    expect(text).toContain('`default`: Desk');
    expect(text).toContain('`prod`: Desk');
    expect(text).not.toContain('`staging`');
  });

  it('is not begun in a sandbox that does not exist', async () => {
    const talk = await withDesk();
    const { state, text } = await talk.propose({ command: 'copy', sandbox: 'qa' });
    expect(text).toContain('Say `create a sandbox called qa` to add it.');
    expect(state.flow).toBeNull();
  });
});

describe('a sandbox that is asked for', () => {
  it('is created after a yes, and can be used at once', async () => {
    const talk = await withDesk();
    expect((await talk.say('new sandbox qa')).tools).toEqual([]);
    expect((await talk.say('yes')).tools).toEqual(['create_sandbox']);
    expect((await talk.say('show me the sources in qa')).text).toContain(
      'No MCP server is registered in `qa`',
    );
  });

  it.each(['no', 'cancel'])('is not created after "%s"', async (said) => {
    const talk = await withDesk();
    await talk.say('create a sandbox called qa');
    expect((await talk.say(said)).state).toMatchObject({ flow: null, awaiting: null });
    expect((await talk.say('list my sandboxes')).text).not.toContain('qa');
  });

  it('has a name of its own: a taken one is refused and asked for again', async () => {
    const talk = await withDesk();
    const { text, state } = await talk.propose({ command: 'create_sandbox', name: 'Staging' });
    expect(text).toContain('already a sandbox called `Staging`');
    expect(state).toMatchObject({ flow: 'create_sandbox', awaiting: 'name' });
    expect((await talk.say('qa')).state).toMatchObject({
      awaiting: 'confirmation',
      slots: { sandbox: 'qa' },
    });
  });
});

describe('a list', () => {
  it.each([
    ['list_sources', { sandbox: 'staging' }, 'No MCP server is registered in `staging`'],
    ['list_sources', { status: 'active' as const }, 'Desk: active'],
    ['list_sources', { status: 'paused' as const, sandbox: 'prod' }, 'No source in `prod` is paused'],
    ['list_sources', { sandbox: 'nowhere' }, 'There is no active sandbox called `nowhere`'],
    [
      'list_agents',
      { sandbox: 'prod' },
      'There is no agent in `prod` yet. Create one on the web page under Agent, or with `npx concierge agent create support --sandbox prod`',
    ],
    ['list_sandboxes', { source: 'nothing' }, 'No sandbox has a source called nothing'],
  ] as const)('%s %j says "%s"', async (command, fields, says) => {
    const talk = await withDesk();
    expect((await talk.propose({ command, ...fields })).text).toContain(says);
  });
});

it('that no agent can call anything says who and where', async () => {
  const talk = await stage.startTalk();
  expect((await talk.propose({ command: 'list_tools' })).text).toContain(
    'No agent in `default` can call any tools right now.',
  );
});

it.each(['create an agent called support', 'make me a new agent'])(
  '"%s" is not done here, and says where it is',
  async (said) => {
    const { text } = await (await stage.startTalk()).say(said);
    expect(text).toContain('on the web page under Agent');
    expect(text).toContain('`npx concierge agent create support`');
  },
);

describe('"it"', () => {
  it.each([
    ['pause it', 'Desk is paused'],
    ['test it', 'Desk is active'],
    ['rename it to Help desk', 'Desk is now called Help desk'],
    ['revoke it', 'Revoking Desk'],
  ])('is the source spoken of last in "%s"', async (said, says) => {
    const talk = await withDesk();
    await talk.propose({
      command: 'register',
      base_url: stage.servers.url('open'),
      auth_kind: 'none',
      name: 'Docs',
      sandbox: 'default',
    });
    await talk.say('yes');
    await talk.say('test Desk');
    expect((await talk.say(said)).text).toContain(says);
  });

  it('means nothing behind a list of several: the user is asked', async () => {
    const talk = await withDesk();
    await talk.propose({
      command: 'register',
      base_url: stage.servers.url('open'),
      auth_kind: 'none',
      name: 'Docs',
      sandbox: 'default',
    });
    await talk.say('yes');
    await talk.say('list my sources');
    expect((await talk.say('pause it')).state.awaiting).toBe('source');
  });
});
