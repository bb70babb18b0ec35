import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Tokens and addresses by what stands for them in a row. */
const filled = (said: string): string =>
  said
    .replaceAll('{good}', stage.servers.token.good)
    .replaceAll('{bad}', stage.servers.token.bad)
    .replaceAll('{open}', stage.servers.url('open'))
    .replaceAll('{header}', stage.servers.url('header'));

/** CRM with a bearer token and CRM Old with a header, both with the good one. */
const withTwo = async (): Promise<Talk> => {
  const talk = await stage.startTalk();
  await talk.say(`add ${stage.servers.url('bearer')}, bearer token, name it CRM`);
  await talk.credential(stage.servers.token.good);
  await sayAll(talk, 'yes', `add ${stage.servers.url('header')}, header X-Api-Key, name it CRM Old`);
  await talk.credential(stage.servers.token.good);
  await talk.say('yes');
  return talk;
};
/** The question for the new credential of CRM. */
const rotating = async (): Promise<Talk> => {
  const talk = await withTwo();
  const { state } = await talk.say('rotate the credential of CRM');
  expect(state).toMatchObject({ awaiting: 'credential', secret_input: true });
  return talk;
};
/** Foo, whose token was refused, beside Docs. */
const mending = async (): Promise<Talk> => {
  const talk = await stage.startTalk();
  await sayAll(talk, `add ${stage.servers.url('open')}, no auth, name it Docs`, 'yes');
  await talk.say(`add ${stage.servers.url('bearer')}, bearer token, name it Foo`);
  await talk.credential(stage.servers.token.bad);
  expect((await talk.say('yes')).state.awaiting).toBe('repair');
  return talk;
};
const withDocs = async (): Promise<Talk> => {
  const talk = await stage.startTalk();
  for (const name of ['Docs', 'Backup'])
    await sayAll(talk, `add ${stage.servers.url('open')}, no auth, name it ${name}`, 'yes');
  return talk;
};

describe('a credential that is said to be of another source', () => {
  it.each([
    '{bad} for CRM Old',
    'the token for CRM Old is {bad}',
    'CRM Old: {bad}',
    "CRM Old's token is {bad}",
    'the one of crm-old is {bad}',
  ])('is not stored for the one that is asked about: "%s"', async (said) => {
    const talk = await rotating();
    const { text, state, tools } = await talk.say(filled(said));
    expect(text).toContain('you said is of CRM Old');
    expect(tools).toEqual([]);
    expect(state).toMatchObject({ awaiting: 'credential', secret_input: true });
    expect(await talk.staged()).toBe(0);
  });

  it.each([
    '{good} for CRM',
    'the token for CRM is {good}',
    'CRM: {good}',
    'not for CRM Old but for CRM: {good}',
    'the same as for CRM Old, {good}, for CRM',
  ])('is stored where the open one is said: "%s"', async (said) => {
    const talk = await rotating();
    expect((await talk.say(filled(said))).tools).toEqual(['update_source']);
  });

  it.each(['{good} for Docs', 'Docs: {good}', 'the token for Docs is {good}'])(
    'mends nothing: "%s"',
    async (said) => {
      const talk = await mending();
      const { text, state } = await talk.say(filled(said));
      expect(text).toContain('you said is of Docs');
      expect(state.awaiting).toBe('repair');
    },
  );

  it('is not that of a server whose name begins like it', async () => {
    const talk = await withTwo();
    await talk.say(`add ${stage.servers.url('bearer')}?v=2, bearer token, name it CRM Next`);
    const { state } = await talk.say(`the token for CRM Next is ${stage.servers.token.good}`);
    expect(state.slots.has_credential).toBe(true);
  });

  it.each(['rotate CRM, no, CRM Old to {good}', 'rotate CRM, I mean CRM Old to {good}'])(
    'goes to the one that was said last: "%s"',
    async (said) => {
      const talk = await withTwo();
      const { text, tools } = await talk.say(filled(said));
      expect(tools).toEqual(['update_source']);
      expect(text).toContain('CRM Old is active');
    },
  );
});

describe('a credential that is said to be of the source under repair', () => {
  it.each(['sorry, the right token for CRM is {good}', 'the token of CRM is {good}', '{good} for CRM'])(
    'mends it: "%s"',
    async (said) => {
      const talk = await rotating();
      expect((await talk.credential(stage.servers.token.bad)).state.awaiting).toBe('repair');
      await talk.say(filled(said));
      expect(await talk.source('CRM')).toMatchObject({ status: 'active', health_error: null });
    },
  );
});

describe('what is hardly the new credential', () => {
  it.each(['?', '??', '...', '-', ':)'])('"%s" is not taken', async (said) => {
    const talk = await rotating();
    const { state, tools } = await talk.say(said);
    expect(tools).toEqual([]);
    expect(state).toMatchObject({ awaiting: 'credential', secret_input: true });
  });

  it.each(['n/a', 'password', '123', 'crm-old', 'bob@example.com', 'is {bad} ok?', '{bad}?'])(
    '"%s" is asked about',
    async (said) => {
      const talk = await rotating();
      const { state, tools, text } = await talk.say(filled(said));
      expect(tools).toEqual([]);
      expect(text).toContain('Is that the credential?');
      expect(state).toMatchObject({ awaiting: 'credential', secret_input: false });
    },
  );

  it.each(['not {bad} but {good}', '{bad}, sorry, {good}', '{bad} no wait {good}'])(
    '"%s" is the second one',
    async (said) => {
      const talk = await rotating();
      await talk.say(filled(said));
      expect(await talk.source('CRM')).toMatchObject({ status: 'active', health_error: null });
    },
  );

  it.each(['not {good}', 'is {good} right?', "don't use {good}"])('"%s" mends nothing', async (said) => {
    const talk = await mending();
    const { text, state } = await talk.say(filled(said));
    expect(text).toContain('it was not kept');
    expect(state.awaiting).toBe('repair');
  });

  it.each(['the token of CRM leaked: {bad}', 'the token of CRM was leaked, it is {bad}'])(
    '"%s" opens a rotation, and is none itself',
    async (said) => {
      const talk = await withTwo();
      const { state, tools } = await talk.say(filled(said));
      expect(tools).toEqual([]);
      expect(state).toMatchObject({ flow: 'update', awaiting: 'credential', secret_input: true });
    },
  );

  it('is none where the new one stands beside the leaked one', async () => {
    const talk = await withTwo();
    await talk.say(filled('the token of CRM leaked, the new one is {good}'));
    expect(await talk.source('CRM')).toMatchObject({ status: 'active' });
  });

  it('"my token is not ready" takes no authentication away', async () => {
    const talk = await rotating();
    const { state } = await talk.say('my token is not ready');
    expect(state).toMatchObject({ awaiting: 'credential', secret_input: true });
  });
});

describe('an address at the question how to mend a source', () => {
  it.each([
    'not {header}',
    "don't use {header}",
    'is {header} better?',
    'the old one was {header}',
    '{header} or {open}',
  ])('is not taken when it is not given: "%s"', async (said) => {
    const talk = await mending();
    const { state } = await talk.say(filled(said));
    expect(state).toMatchObject({ awaiting: 'repair', slots: { base_url: stage.servers.url('bearer') } });
  });

  it.each(['the url of Docs is {header}', 'Docs is at {header}', 'set Docs url {header}'])(
    'is of the source that is named, which is asked about: "%s"',
    async (said) => {
      const talk = await mending();
      const { text, state } = await talk.say(filled(said));
      expect(text).toContain('This is what changes for Docs');
      expect(state).toMatchObject({ flow: 'update', awaiting: 'confirmation' });
      expect(await talk.source('Foo')).toMatchObject({ base_url: stage.servers.url('bearer') });
    },
  );

  it.each([
    '{open}',
    'use {open}',
    'the url of Foo is {open}',
    'not {header} but {open}',
    'how about {open}?',
  ])('is taken when it is given: "%s"', async (said) => {
    const talk = await mending();
    const { state } = await talk.say(filled(said));
    expect(state.slots.base_url).toBe(stage.servers.url('open'));
  });

  it.each(['discard or keep?', 'Bob says discard it', 'should I discard it?'])(
    '"%s" discards nothing',
    async (said) => {
      const talk = await mending();
      expect((await talk.say(said)).state.awaiting).toBe('repair');
      expect(await talk.source('Foo')).toBeDefined();
    },
  );

  it.each(['discard it', 'please throw it away', 'ok, discard it'])('"%s" discards it', async (said) => {
    const talk = await mending();
    await talk.say(said);
    expect(await talk.source('Foo')).toBeUndefined();
  });
});

describe('a no that comes too late', () => {
  it.each([
    'no',
    'wrong',
    "don't",
    'that was wrong',
    "I didn't mean that",
    'oops, wrong one',
    'not that one',
    'cancel that',
  ])('"%s" is told that it was done, and how it is taken back', async (said) => {
    const talk = await withDocs();
    await talk.say('pause Docs');
    expect((await talk.say(said)).text).toMatch(/done already.+`undo`/);
    await talk.say('undo');
    expect(await talk.source('Docs')).toMatchObject({ status: 'active' });
  });

  it('is told that a revocation stays', async () => {
    const talk = await withDocs();
    await sayAll(talk, 'revoke Backup', 'yes');
    expect((await talk.say('no')).text).toContain('cannot be taken back');
  });

  it('says nothing of the kind where nothing was done', async () => {
    const talk = await withDocs();
    expect((await talk.say('no')).text).toContain('Nothing was going to happen');
  });
});

describe('a new name', () => {
  it('given at the question whether to revoke is what the yes is for', async () => {
    const talk = await withDocs();
    await talk.say('revoke Backup');
    expect((await talk.say('rename it to Old first')).text).toContain('Revoking Old');
    const { text } = await talk.say('yes');
    expect(text).toContain('Old is revoked');
    expect(text).not.toContain('changed elsewhere');
  });

  it('may be the old one in small letters', async () => {
    const talk = await withDocs();
    const { text, state } = await talk.say('rename Docs to docs');
    expect(text).toContain('Docs is now called docs');
    expect(state.flow).toBeNull();
  });

  it.each([
    ['rename Docs to Wiki and pause it', 'Wiki is paused'],
    ['rename Docs to Wiki. Pause it.', 'Wiki is paused'],
    ['rename Docs to Wiki and test it', 'Wiki is active'],
    ['rename Docs to Wiki then test it', 'Wiki is active'],
  ])('is what "it" is called then: "%s"', async (said, told) => {
    const talk = await withDocs();
    expect((await talk.say(said)).text).toContain(told);
  });

  it('that is taken leaves the one that has it alone', async () => {
    const talk = await withDocs();
    await talk.say('rename Docs to Backup and pause it');
    expect(await talk.source('Backup')).toMatchObject({ status: 'active' });
  });
});

describe('the name of a header', () => {
  it('is no word with digits, which is not repeated', async () => {
    const talk = await stage.startTalk();
    await sayAll(talk, filled('add {header}'), 'custom header');
    const { text, state } = await talk.say('tulip4711');
    expect(state.awaiting).toBe('auth_header');
    expect(text).toContain('looks like a value');
    expect(text).not.toContain('tulip');
    expect((await talk.say('xapikey')).state.awaiting).toBe('credential');
  });
});

it('a credential that replaces a wrong one is taken without a word about the words around it', async () => {
  const talk = await stage.startTalk();
  await talk.say(filled(`add ${stage.servers.url('bearer')}, bearer token {bad}, name it Tickets`));
  await sayAll(talk, 'yes', 'fix the credential');
  const { text } = await talk.say(filled('the token was wrong, this is the right one: {good}'));
  expect(text).not.toContain('did not understand');
  expect(await talk.source('Tickets')).toMatchObject({ status: 'active' });
  expect((await talk.say('what is its url?')).text).toContain(stage.servers.url('bearer'));
});
