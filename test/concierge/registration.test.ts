import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerSource } from '../../src/sources/register.ts';
import { openStage, type Stage } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('a registration', () => {
  it('goes into the sandbox that was chosen, not only into that of the conversation', async () => {
    const talk = await stage.startTalk({ sandboxes: ['staging'] });
    await talk.say(`add ${stage.servers.url('open')}, no auth, name it Docs, in staging`);
    const { text, tools } = await talk.say('yes');
    expect(tools).toEqual(['add_user_mcp_source']);
    expect(text).toContain('docs__search_docs');
    const [source] = await talk.sources();
    expect(source?.sandbox_id).not.toBe(talk.sandbox_id);
    expect((await talk.say('revoke Docs')).state.slots.source).toBe(source?.data_source_id);
  });

  it('whose label is taken in the newly chosen sandbox asks for another label', async () => {
    const talk = await stage.startTalk({ sandboxes: ['staging'] });
    await talk.say(`add ${stage.servers.url('open')}, no auth, name it Docs, in staging`);
    await talk.say('yes');
    await talk.say(`add ${stage.servers.url('legacy')}, no auth, name it Docs, in default`);
    const { text, state } = await talk.say('make it staging');
    expect(state).toMatchObject({ awaiting: 'name', slots: { sandbox: 'staging' } });
    expect(state.slots.name).toBeUndefined();
    expect(text).toContain('Docs-2');
  });

  it('whose label is taken between question and answer asks for another one and keeps the rest', async () => {
    const talk = await stage.startTalk();
    const { url, token } = stage.servers;
    await talk.say(`add ${url('bearer')}, bearer token ${token.good}, name it Desk`);
    const { sandbox_id, deps, caller } = talk;
    await registerSource(deps, caller, {
      sandbox_id,
      name: 'Desk',
      base_url: url('open'),
      auth_kind: 'none',
    });
    const refused = await talk.say('yes');
    expect(refused.state).toMatchObject({
      flow: 'register',
      awaiting: 'name',
      slots: { has_credential: true },
    });
    expect(refused.error).toBeNull();
    await talk.say('Service desk');
    await talk.say('yes');
    expect(await talk.source('Service desk')).toMatchObject({ status: 'active' });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'takes the label `%s` as any other',
    async (name) => {
      const talk = await stage.startTalk();
      await talk.say(`add ${stage.servers.url('open')}, no auth`);
      expect((await talk.propose({ command: 'set', name })).state.awaiting).toBe('confirmation');
      await talk.propose({ command: 'affirm' });
      expect(await talk.source(name)).toMatchObject({ status: 'active' });
      expect((await talk.propose({ command: 'list_sources' })).text).toContain(name);
      expect((await talk.propose({ command: 'list_tools' })).error).toBeNull();
      expect((await talk.propose({ command: 'help', topic: name })).error).toBeNull();
      expect((await talk.propose({ command: 'why', source: name })).error).toBeNull();
      expect(({} as Record<string, unknown>).status).toBeUndefined();
    },
  );

  it('refused three times hands over the command that does the same', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${stage.servers.url('open')}, custom header`);
    for (const name of ['my header', 'host'])
      expect((await talk.propose({ command: 'set', auth_header: name })).state.awaiting).toBe('auth_header');
    const { text, state } = await talk.propose({ command: 'set', auth_header: 'no header' });
    expect(state).toMatchObject({ flow: null, awaiting: null });
    expect(text).toContain('npx concierge source user-mcp add');
    expect(text).toContain(`--url ${stage.servers.url('open')}`);
    expect(text).toContain('--auth header');
    expect(text).toContain('--token-stdin');
  });

  it('shows an example after the second refusal', async () => {
    const talk = await stage.startTalk();
    await talk.say('add a server');
    expect((await talk.say('http://10.0.0.1/mcp')).text).not.toContain('cancel');
    expect((await talk.say('http://10.0.0.1/mcp')).text).toContain('cancel');
  });
});

describe('requests that interrupt', () => {
  const begin = async (talk: Awaited<ReturnType<Stage['startTalk']>>, number: number) =>
    talk.say(`add https://mcp${number}.acme.dev/mcp with bearer token wXy4kLm9Qz7Rt2Vb8N${number}`);

  it('park what was open, and it comes back with all it had', async () => {
    const talk = await stage.startTalk();
    await begin(talk, 1);
    await talk.propose({
      command: 'register',
      base_url: stage.servers.url('open'),
      auth_kind: 'none',
      name: 'Docs',
    });
    const done = await talk.say('yes');
    expect(done.state).toMatchObject({ flow: null, awaiting: 'resume', interrupted: [{ flow: 'register' }] });
    const back = await talk.reply('resume');
    expect(back.state).toMatchObject({
      flow: 'register',
      awaiting: 'name',
      slots: { base_url: 'https://mcp1.acme.dev/mcp', has_credential: true },
      interrupted: [],
    });
    expect(await talk.staged()).toBe(1);
  });

  it('wait three at most: the oldest is given up with its credential, and that is said', async () => {
    const talk = await stage.startTalk();
    for (const number of [1, 2, 3, 4]) await begin(talk, number);
    expect(await talk.staged()).toBe(4);
    const { text, state } = await begin(talk, 5);
    expect(text).toContain('mcp1.acme.dev');
    expect(state.interrupted).toHaveLength(3);
    expect(await talk.staged()).toBe(4);
  });

  it('that are dropped take their credential with them', async () => {
    const talk = await stage.startTalk();
    await begin(talk, 1);
    await begin(talk, 2);
    expect((await talk.say('cancel')).state.awaiting).toBe('resume');
    expect(await talk.staged()).toBe(1);
    expect((await talk.reply('discard')).state).toMatchObject({ flow: null, awaiting: null });
    expect(await talk.staged()).toBe(0);
  });

  it('all end with a restart, and so do their credentials', async () => {
    const talk = await stage.startTalk();
    await begin(talk, 1);
    await begin(talk, 2);
    expect((await talk.propose({ command: 'restart' })).state).toMatchObject({ flow: null, interrupted: [] });
    expect(await talk.staged()).toBe(0);
  });
});
