import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/concierge/commands.ts';
import { revokeSource } from '../../src/sources/revoke.ts';
import { openStage, type Stage, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const open = () => stage.servers.url('open');

const upToConfirmation = async (talk: Talk, name = 'Docs') => {
  const heard = await talk.say(`add ${open()}, no auth, name it ${name}`);
  expect(heard.state.awaiting).toBe('confirmation');
  return heard.state;
};

const register = async (talk: Talk, ...names: string[]): Promise<void> => {
  for (const name of names) {
    await upToConfirmation(talk, name);
    expect((await talk.say('yes')).text).toContain(name);
  }
};

describe('a confirmation', () => {
  it('registers exactly what it showed', async () => {
    const talk = await stage.startTalk();
    await upToConfirmation(talk);
    expect((await talk.say('yes')).tools).toEqual(['add_user_mcp_source']);
    expect(await talk.sources()).toMatchObject([{ name: 'Docs', status: 'active', base_url: open() }]);
  });

  const corrections: Record<string, Command[]> = {
    'a yes before a new label': [{ command: 'affirm' }, { command: 'set', name: 'Other' }],
    'a yes behind a new label': [{ command: 'set', name: 'Other' }, { command: 'affirm' }],
    'a yes by its button and a new label': [
      { command: 'choose', option: 'confirm' },
      { command: 'set', name: 'Other' },
    ],
    'a yes and a register with a new label': [{ command: 'affirm' }, { command: 'register', name: 'Other' }],
    'a yes and a refused label': [{ command: 'affirm' }, { command: 'set', name: 'x'.repeat(65) }],
    'a no and a new label': [{ command: 'deny' }, { command: 'set', name: 'Other' }],
    'a yes and a slot taken back': [{ command: 'affirm' }, { command: 'clear', slot: 'name' }],
    'a yes after another flow was opened': [
      { command: 'register', base_url: 'https://x.dev/mcp' },
      { command: 'affirm' },
    ],
  };
  it.each(Object.entries(corrections))(
    'is not given by %s, and something is asked again',
    async (_, commands) => {
      const talk = await stage.startTalk();
      await upToConfirmation(talk);
      const heard = await talk.propose(...commands);
      expect(heard.tools).toEqual([]);
      expect(await talk.sources()).toEqual([]);
      expect(heard.state.awaiting).not.toBeNull();
      expect(heard.text).toMatch(/\?|say|what|which/i);
    },
  );

  it.each(['yes, but call it Other', 'ok but the name should be Other', 'yes. actually, name it Other'])(
    'is not given by "%s", which is a correction',
    async (message) => {
      const talk = await stage.startTalk();
      await upToConfirmation(talk);
      const { state } = await talk.say(message);
      expect(await talk.sources()).toEqual([]);
      expect(state).toMatchObject({ awaiting: 'confirmation', slots: { name: 'Other' } });
      await talk.say('yes');
      expect(await talk.sources()).toMatchObject([{ name: 'Other' }]);
    },
  );

  it('is not given by a yes to another question', async () => {
    const talk = await stage.startTalk();
    await register(talk, 'Alpha', 'Beta');
    await upToConfirmation(talk, 'Gamma');
    expect((await talk.propose({ command: 'test' })).state.awaiting).toBe('source');
    await talk.propose({ command: 'affirm' });
    expect(await talk.source('Gamma')).toBeUndefined();
  });

  it('is not given by a yes that comes with another credential', async () => {
    const talk = await stage.startTalk();
    const { servers } = stage;
    await talk.say(`add ${servers.url('bearer')} with bearer token ${servers.token.bad}, name it Desk`);
    const { state } = await talk.say(`yes, but the token is ${servers.token.good}`);
    expect(await talk.sources()).toEqual([]);
    expect(state.awaiting).toBe('confirmation');
    await talk.say('yes');
    expect(await talk.source('Desk')).toMatchObject({ status: 'active' });
  });

  it('is not given by a yes when another question was asked last, and is asked again', async () => {
    const talk = await stage.startTalk();
    await register(talk, 'Alpha', 'Beta');
    await upToConfirmation(talk, 'Gamma');
    expect((await talk.propose({ command: 'test' })).state.awaiting).toBe('source');
    const heard = await talk.propose({ command: 'list_sandboxes' }, { command: 'affirm' });
    expect(heard.tools).toEqual(['list_sandboxes']);
    expect(heard.text).toContain('Which source do you mean?');
    expect((await talk.propose({ command: 'back' })).text).toContain('Shall I register it?');
    expect((await talk.say('yes')).tools).toEqual(['add_user_mcp_source']);
  });

  it('is not given by a yes that repeats the URL with another scheme', async () => {
    const talk = await stage.startTalk();
    await upToConfirmation(talk);
    const again: Command = { command: 'register', base_url: open(), auth_kind: 'bearer' };
    const { state } = await talk.propose({ command: 'affirm' }, again);
    expect(state).toMatchObject({ awaiting: 'credential', slots: { auth_kind: 'bearer' } });
    expect(await talk.sources()).toEqual([]);
  });

  it('is shown also by a message that says goodbye', async () => {
    const talk = await stage.startTalk();
    const request: Command = { command: 'register', base_url: open(), auth_kind: 'none', name: 'Docs' };
    const heard = await talk.propose(request, { command: 'bye' });
    expect(heard.state.awaiting).toBe('confirmation');
    expect(heard.text).toContain(open());
  });

  it('never discards what fails its check in the same message', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${stage.servers.url('html')}, no auth, name it Docs`);
    const heard = await talk.propose({ command: 'affirm' }, { command: 'choose', option: 'discard' });
    expect(heard.state.awaiting).toBe('repair');
    expect(await talk.sources()).toMatchObject([{ name: 'Docs', status: 'error' }]);
  });

  it('keeps the offered label when an optional question is answered with yes and a sandbox', async () => {
    const talk = await stage.startTalk({ sandboxes: ['staging'] });
    await talk.say(`add ${open()}, no auth`);
    const { state } = await talk.propose({ command: 'affirm' }, { command: 'set', sandbox: 'staging' });
    expect(state).toMatchObject({ awaiting: 'confirmation', slots: { sandbox: 'staging' } });
  });
});

describe('a button', () => {
  it('of an earlier version answers conflict and changes nothing', async () => {
    const talk = await stage.startTalk();
    const { version } = await upToConfirmation(talk);
    await talk.say('call it Other');
    const before = JSON.stringify(await talk.view());
    await expect(talk.reply('confirm', version)).rejects.toMatchObject({ code: 'conflict' });
    expect(JSON.stringify(await talk.view())).toBe(before);
    expect(await talk.sources()).toEqual([]);
  });

  it.each(['retry', 'auth:none', 'source:ds_1', 'skip', '__proto__', 'constructor', 'yes'])(
    '`%s` that the question does not offer answers conflict and changes nothing',
    async (id) => {
      const talk = await stage.startTalk();
      await upToConfirmation(talk);
      const before = JSON.stringify(await talk.view());
      await expect(talk.reply(id)).rejects.toMatchObject({ code: 'conflict' });
      expect(JSON.stringify(await talk.view())).toBe(before);
    },
  );

  it('can be named by its label, in any case', async () => {
    const talk = await stage.startTalk();
    await upToConfirmation(talk);
    await talk.reply('REGISTER IT');
    expect(await talk.sources()).toMatchObject([{ name: 'Docs' }]);
  });
});

describe('a revocation', () => {
  it('of two in one message is confirmed one after the other', async () => {
    const talk = await stage.startTalk();
    await register(talk, 'Alpha', 'Beta', 'Gamma');
    const first = await talk.say('revoke Alpha and revoke Beta');
    expect(first.tools).toEqual([]);
    expect(first.text).toContain('Alpha');
    const second = await talk.say('yes');
    expect(second.state).toMatchObject({ flow: 'revoke', awaiting: 'confirmation' });
    expect(second.text).toContain('Beta');
    expect(await talk.source('Beta')).toMatchObject({ status: 'active' });
    await talk.say('yes');
    const statuses = (await talk.sources()).map(({ name, status }) => `${name} ${status}`);
    expect(statuses).toEqual(['Alpha disconnected', 'Beta disconnected', 'Gamma active']);
  });

  it('takes no bare number for a yes, for it may answer the list before', async () => {
    const talk = await stage.startTalk();
    await register(talk, 'Docs alpha', 'Docs beta');
    await talk.say('revoke docs');
    await talk.say('2');
    const heard = await talk.say('1');
    expect([heard.tools, heard.state.awaiting]).toEqual([[], 'confirmation']);
  });

  it('said again is asked again, and leaves no copy behind', async () => {
    const talk = await stage.startTalk();
    await register(talk, 'Docs alpha', 'Docs beta');
    await talk.say('revoke docs');
    expect((await talk.say('revoke docs')).state.awaiting).toBe('source');
    await talk.say('docs beta');
    await talk.say('revoke docs beta');
    const heard = await talk.say('yes');
    expect(heard.state).toMatchObject({ flow: null, awaiting: null, interrupted: [] });
  });

  it.each(['yes, but keep the tools', 'yes, after the meeting', 'yes, unless support uses it'])(
    'is not confirmed by a yes with a condition: %s',
    async (said) => {
      const talk = await stage.startTalk();
      await register(talk, 'Docs');
      await talk.say('revoke docs');
      const heard = await talk.say(said);
      expect([heard.tools, heard.state.awaiting]).toEqual([[], 'confirmation']);
    },
  );

  it('that is declined goes on with the next of the message', async () => {
    const talk = await stage.startTalk();
    await register(talk, 'Alpha', 'Beta');
    await talk.say('revoke Alpha and revoke Beta');
    expect((await talk.say('no')).text).toContain('Beta');
    await talk.say('yes');
    const statuses = (await talk.sources()).map(({ name, status }) => `${name} ${status}`);
    expect(statuses).toEqual(['Alpha active', 'Beta disconnected']);
  });

  it.each<Command[]>([
    [{ command: 'revoke', source: 'Alpha' }, { command: 'affirm' }],
    [{ command: 'affirm' }, { command: 'revoke', source: 'Alpha' }],
    [
      { command: 'revoke', source: 'Alpha' },
      { command: 'choose', option: 'confirm' },
    ],
    [{ command: 'revoke', source: 'Alpha' }, { command: 'affirm' }, { command: 'affirm' }],
  ])('is not confirmed by the message that asks for it (%#)', async (...commands) => {
    const talk = await stage.startTalk();
    await register(talk, 'Alpha');
    const { state } = await talk.propose(...commands);
    expect(state).toMatchObject({ flow: 'revoke', awaiting: 'confirmation' });
    expect(await talk.source('Alpha')).toMatchObject({ status: 'active' });
  });

  it('of a source that is gone meanwhile says so and ends', async () => {
    const talk = await stage.startTalk();
    await register(talk, 'Alpha');
    await talk.say('revoke Alpha');
    await revokeSource(talk.deps, talk.caller, (await talk.source('Alpha'))!);
    const { state, text } = await talk.say('yes');
    expect(text).toBe(
      'Its source was revoked or deleted meanwhile, so this ends here: revoking Alpha.\n\nAnything else?',
    );
    expect(state).toMatchObject({ flow: null, awaiting: null });
  });
});

describe('the name of a source', () => {
  const given = async () => {
    const talk = await stage.startTalk();
    await register(talk, 'Acme', 'Acme billing', 'Globex search', 'Globex sales');
    return talk;
  };

  it('that is exact wins over a longer one', async () => {
    const talk = await given();
    const { state } = await talk.propose({ command: 'revoke', source: 'acme' });
    expect(state.slots.source).toBe((await talk.source('Acme'))!.data_source_id);
  });

  it('that fits several is asked for with those as options, and their number chooses', async () => {
    const talk = await given();
    const { state } = await talk.propose({ command: 'revoke', source: 'globex' });
    expect(state.awaiting).toBe('source');
    const labels = state.options.filter(({ id }) => id.startsWith('source:')).map(({ label }) => label);
    expect(labels).toEqual(['Globex sales', 'Globex search']);
    const { state: next } = await talk.say('2');
    expect(next).toMatchObject({
      awaiting: 'confirmation',
      slots: { source: (await talk.source('Globex search'))!.data_source_id },
    });
  });

  it('that nothing has is answered with what there is', async () => {
    const talk = await given();
    const { text, state } = await talk.propose({ command: 'revoke', source: 'initech' });
    expect(state.flow).toBeNull();
    for (const name of ['initech', 'Acme billing', 'Globex sales']) expect(text).toContain(name);
  });
});
