import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachSource, openStage, type Stage, sayAll, type Talk, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const url = (name: 'open' | 'legacy' | 'modern') => stage.servers.url(name);

/** Boreas, and one under the label that is offered for it: `server`. */
const withServer = async (): Promise<Talk> => {
  const talk = await withSources(stage, 'Boreas');
  await sayAll(talk, `add ${url('open')}, no auth`, 'skip', 'yes');
  return talk;
};

describe('"it" behind a name that nobody has', () => {
  it.each([
    'change the url of Nonesuch to https://mcp.acme.com/mcp',
    'pause Nonesuch',
    'does Nonesuch work?',
    'what tools does Nonesuch have?',
    'revoke Nonesuch',
  ])('is asked about: "%s"', async (said) => {
    for (const names of [['Pip'], ['Pip', 'Quill']]) {
      const talk = await withSources(stage, ...names);
      await sayAll(talk, 'show Pip', said);
      const { text, tools, state } = await talk.say('cap it at 7');
      expect(text).toMatch(/^Which source do you mean\?/);
      expect(tools).toEqual([]);
      expect(state.awaiting).toBe('source');
      await talk.say('1');
      expect(await talk.source('Pip')).toMatchObject({ rate_cap_per_minute: 7 });
    }
  });

  it('is not what was named before in the same message either', async () => {
    const talk = await withSources(stage, 'Pip', 'Quill');
    await talk.say('show Pip');
    const { tools } = await talk.say(`change the url of Nonesuch to ${url('legacy')} and cap it at 7`);
    expect(tools).toEqual([]);
  });

  it('is what was named since', async () => {
    const talk = await withSources(stage, 'Pip', 'Quill');
    await sayAll(talk, 'pause Nonesuch', 'show Quill', 'cap it at 7');
    expect(await eachSource(talk, 'rate_cap_per_minute')).toMatchObject({ Pip: 60, Quill: 7 });
  });

  it('is asked about also when the name was revoked', async () => {
    const talk = await withSources(stage, 'Pip', 'Quill');
    await sayAll(talk, 'revoke Quill', 'yes', 'show Pip', 'cap Quill at 5');
    expect((await talk.say('cap it at 7')).tools).toEqual([]);
  });
});

it.each([
  'same server as S1 but with different token and call it S9',
  'the same as S1, named S9',
  'add the same server like S1 but call it S9',
])('"%s" copies no other one', async (said) => {
  for (const names of [['Pip'], ['Pip', 'Quill']]) {
    const talk = await withSources(stage, ...names);
    const { text, state } = await talk.say(said);
    expect(text).toContain('I do not know a source called S1');
    expect(state).toMatchObject({ flow: null, awaiting: null });
  }
});

it('"the same server as Pip" copies that one', async () => {
  const talk = await withSources(stage, 'Pip', 'Quill');
  const { state } = await talk.say('same server as Pip but with another token and call it S9');
  expect(state).toMatchObject({ flow: 'register', slots: { name: 'S9', base_url: url('open') } });
});

it.each(['change the url of server to', 'change the address of server to'])(
  '"%s …" is about the source that is called so',
  async (said) => {
    const talk = await withServer();
    const { state, text } = await talk.say(`${said} ${url('legacy')}`);
    expect(state).toMatchObject({ flow: 'update', awaiting: 'confirmation' });
    expect(text).toContain('This is what changes for server');
  },
);

describe('while it is asked which source a change is of', () => {
  it('further changes of it are said and done with it', async () => {
    const talk = await withServer();
    await sayAll(talk, 'list my sources', `change the url to ${url('legacy')}`);
    expect((await talk.say('call it Nine instead')).text).toMatch(/once I know which: rename it to Nine\./);
    expect((await talk.say('cap it at 9')).text).toMatch(/once I know which: cap it at 9 calls/);
    const { text, state } = await talk.say(`the url should be ${url('modern')}`);
    expect(text).toContain(`change the URL to ${url('modern')}`);
    expect(state.awaiting).toBe('source');
    await sayAll(talk, 'server', 'yes');
    expect(await talk.source('Nine')).toMatchObject({ base_url: url('modern'), rate_cap_per_minute: 9 });
  });

  it('so are those of the same message', async () => {
    const talk = await withSources(stage, 'Boreas', 'Pip');
    await sayAll(talk, 'list my sources', `change the url to ${url('legacy')} and cap it at 9`, 'Pip', 'yes');
    expect(await talk.source('Pip')).toMatchObject({ base_url: url('legacy'), rate_cap_per_minute: 9 });
  });

  it('something else to do with it says what is left undone', async () => {
    const talk = await withSources(stage, 'Boreas', 'Pip');
    const text = await sayAll(talk, 'list my sources', `change the url to ${url('legacy')}`, 'pause it');
    expect(text).toMatch(/I leave this undone.+: change the URL to /);
    await talk.say('Pip');
    expect(await talk.source('Pip')).toMatchObject({ base_url: url('open'), status: 'paused' });
  });

  it('a new server is a new server', async () => {
    const talk = await withSources(stage, 'Boreas', 'Pip');
    await sayAll(talk, 'list my sources', `change the url to ${url('legacy')}`);
    expect((await talk.say(`add ${url('modern')}`)).state.flow).toBe('register');
  });
});

/** Another conversation of the same account, in which nobody has spoken of what there is. */
const elsewhere = async (talk: Talk, ...said: string[]): Promise<string> => {
  let session_id: string | undefined;
  let last = '';
  for (const text of said) {
    const turn = await talk.concierge.beginTurn(talk.caller, {
      sandbox_id: talk.sandbox_id,
      ...(session_id !== undefined && { session_id }),
      input: { kind: 'message', text },
      signal: new AbortController().signal,
    });
    session_id = turn.session_id;
    last = '';
    for await (const frame of turn.events) if (frame.event === 'agent_text_delta') last += frame.data.text;
  }
  return last;
};

describe.each(['put the old one back', 'resume it'])('"%s"', (said) => {
  it('at the question of a registration resumes nothing that nobody spoke of', async () => {
    const talk = await withSources(stage, 'Zed', 'Boreas');
    await talk.say('pause Zed');
    const asked = await elsewhere(talk, `add ${url('legacy')}, no auth, called Foo`, said);
    expect(asked).toContain('Which source do you mean?\n\n1. Zed');
    expect(await talk.source('Zed')).toMatchObject({ status: 'paused' });
  });

  it('resumes the one that was spoken of', async () => {
    const talk = await withSources(stage, 'Zed', 'Boreas');
    await talk.say('pause Zed');
    await elsewhere(talk, 'show Zed', said);
    expect(await talk.source('Zed')).toMatchObject({ status: 'active' });
  });
});

it('"put the old one back" at the question whether to change a URL leaves it', async () => {
  const talk = await withSources(stage, 'Zed', 'Boreas');
  await sayAll(talk, 'pause Zed', `change the url of Boreas to ${url('legacy')}`);
  const { text, tools } = await talk.say('put the old one back');
  expect(text).toContain('Boreas stays as it is');
  expect(tools).toEqual([]);
});

it.each(['revoke it', 'please revoke that one'])(
  '"%s" at the question whether to go on with something asks first, and drops nothing',
  async (said) => {
    const talk = await withSources(stage, 'KB', 'Pip');
    await sayAll(talk, `add ${url('legacy')}, no auth`, 'revoke KB', 'no');
    const { text, state } = await talk.say(said);
    expect(text).toContain('Revoking KB');
    expect(state).toMatchObject({ flow: 'revoke', awaiting: 'confirmation' });
    expect(state.interrupted).toHaveLength(1);
  },
);

it.each([
  'revoke both KB and Pip... no wait, just pause them',
  'revoke KB and Pip. no wait, just pause them',
  'delete KB and Pip, no, pause both of them instead',
])('"%s" pauses both and revokes none', async (said) => {
  const talk = await withSources(stage, 'KB', 'Pip');
  const { state } = await talk.say(said);
  expect(state.flow).toBeNull();
  expect(await eachSource(talk, 'status')).toEqual({ KB: 'paused', Pip: 'paused' });
});

it.each(['which sandbox will it go to?', 'where will it go?', 'into which sandbox does it go'])(
  '"%s" is answered with the sandbox of the registration',
  async (said) => {
    const talk = await stage.startTalk({ sandboxes: ['staging'] });
    await talk.say(`add ${url('open')}, no auth, called Foo, in staging`);
    const { text, state, tools } = await talk.say(said);
    expect(text).toContain('It goes into the sandbox `staging`.');
    expect(text).toContain(`Shall I register Foo (\`${url('open')}\`) in \`staging\` now?`);
    expect(tools).toEqual([]);
    expect(state.awaiting).toBe('confirmation');
  },
);
