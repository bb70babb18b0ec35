import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const good = () => stage.servers.token.good;
const filled = (said: string): string => said.replaceAll('{good}', good());

/** Docs, and the confirmation of Desk, as `auth` has it. */
const atConfirmation = async (auth: 'no auth' | 'bearer token', sandboxes?: string[]): Promise<Talk> => {
  const talk = await stage.startTalk(sandboxes === undefined ? {} : { sandboxes });
  const place = sandboxes === undefined ? '' : ', in default';
  await sayAll(talk, `add ${stage.servers.url('open')}, no auth, name it Docs${place}`, 'yes');
  await talk.say(`add ${stage.servers.url('bearer')}, ${auth}, name it Desk${place}`);
  if (auth === 'bearer token') await talk.credential(stage.servers.token.bad);
  return talk;
};

describe('a credential in a request about another source', () => {
  it.each([
    'rename Docs to Papers with token {good}',
    'rename Docs to Papers, token {good}',
    'rename Docs to Papers and pause it, bearer token {good}',
    'pause Docs and the token is {good}',
    'use token {good} for Docs',
    'set Docs to header X-Key with {good}',
    'revoke Docs, token {good}',
  ])('changes nothing of the open registration, and the reply says so: "%s"', async (said) => {
    for (const auth of ['no auth', 'bearer token'] as const) {
      const talk = await atConfirmation(auth);
      const { text } = await talk.say(filled(said));
      expect(text).toContain('so it was not kept');
      expect(text).not.toContain('Credential received');
      expect(text).not.toContain('`X-Key`');
      await talk.say(said.startsWith('revoke') ? 'no' : 'show me what I have');
      const { text: shown } = await talk.say('yes');
      expect(shown).not.toContain('Desk is registered and active');
    }
  });

  it('is not kept before the scheme is known either', async () => {
    const talk = await stage.startTalk();
    await sayAll(talk, `add ${stage.servers.url('open')}, no auth, name it Docs`, 'yes');
    await talk.say(`add ${stage.servers.url('bearer')}`);
    const { state, text } = await talk.say(filled('rename Docs to Papers with token {good}'));
    expect(text).toContain('so it was not kept');
    expect(state).toMatchObject({ awaiting: 'auth_kind' });
    expect(state.slots).not.toHaveProperty('has_credential');
  });

  it('goes with a copy, which is a registration of its own', async () => {
    const talk = await atConfirmation('no auth', ['dev']);
    const { state, text } = await talk.say(filled('copy Docs from default to dev with token {good}'));
    expect(state.slots).toMatchObject({ name: 'Docs', sandbox: 'dev', auth_kind: 'none' });
    expect(text).toContain('I set registering Desk aside');
    expect(text).toContain('say `it uses a bearer token`');
  });

  it.each(['token {good}, and pause Docs', 'the token of Desk is {good}, and pause Docs', '{good}'])(
    'is taken where it is given first, or said to be of the open one: "%s"',
    async (said) => {
      const talk = await atConfirmation('bearer token');
      expect((await talk.say(filled(said))).text).toContain('Credential received');
      expect((await talk.say('yes')).text).toContain('Desk is registered and active');
    },
  );
});

describe('a credential that nobody asked for', () => {
  it('at a confirmation without authentication: how to use it is said', async () => {
    const talk = await atConfirmation('no auth');
    expect((await talk.say(good())).text).toContain('say `it uses a bearer token`');
    expect((await talk.say('it uses a bearer token')).state.awaiting).toBe('credential');
  });

  it('at the question for the label: how to use it is said', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${stage.servers.url('bearer')}, no auth`);
    expect((await talk.say(good())).text).toContain('say `it uses a bearer token`');
    expect((await talk.say('it uses a bearer token')).state.awaiting).toBe('credential');
  });

  it('with nothing open: how to use it is said', async () => {
    const talk = await stage.startTalk();
    expect((await talk.say(good())).text).toContain('it uses a bearer token`; I then ask for it');
    await talk.say(`add ${stage.servers.url('bearer')}, bearer token ${good()}, name it Desk`);
    await talk.say('yes');
    expect((await talk.say(stage.servers.token.bad)).text).toContain('`change the credential of Desk`');
  });

  it('that is the one that was given already: nothing changes, and that is said', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${stage.servers.url('bearer')}, bearer token ${good()}, name it Desk`);
    expect((await talk.say(`the token is ${good()}`)).text).toContain('You gave that credential before');
    expect((await talk.say('yes')).text).toContain('Desk is registered and active');
  });
});

describe('a scheme that is said to be another one', () => {
  it.each([
    "actually it's a header not bearer",
    "it's a custom header, not a bearer token",
    'it is a header, no bearer',
    'not bearer, it is a header',
  ])('asks for the header, and the token is gone: "%s"', async (said) => {
    const talk = await stage.startTalk();
    await talk.say(`add ${stage.servers.url('header')}, bearer token ${good()}, name it CRM`);
    const { state, text } = await talk.say(said);
    expect(state).toMatchObject({ awaiting: 'auth_header', slots: { auth_kind: 'header_token' } });
    expect(state.slots).not.toHaveProperty('has_credential');
    expect(text).toContain('is destroyed');
    await talk.say('X-Api-Key');
    await talk.credential(good());
    expect((await talk.say('yes')).text).toContain('CRM is registered and active');
  });

  it.each(["no, it's bearer not a header", 'it is a bearer token, not a custom header'])(
    'asks for the token: "%s"',
    async (said) => {
      const talk = await stage.startTalk();
      await talk.say(`add ${stage.servers.url('bearer')}, header X-Api-Key, ${good()}, name it CRM`);
      const { state } = await talk.say(said);
      expect(state).toMatchObject({ awaiting: 'credential', slots: { auth_kind: 'bearer' } });
    },
  );
});

describe('who sees a credential', () => {
  it.each([
    'who gets to see the token once you have it?',
    'who can read my token?',
    'who else has access to my key?',
  ])('is answered as what it is, and the question stays: "%s"', async (said) => {
    const talk = await stage.startTalk({ agents: ['support'] });
    await talk.say(`add ${stage.servers.url('bearer')}, bearer token, name it Desk`);
    const { state, text, tools } = await talk.say(said);
    expect(tools).toEqual([]);
    expect(text).toContain('No language model, log or transcript');
    expect(state).toMatchObject({ awaiting: 'credential', secret_input: true });
  });
});
