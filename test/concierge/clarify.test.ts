import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Request } from '../../src/concierge/commands.ts';
import { understand } from '../../src/concierge/offline/interpreter.ts';
import { readingText } from '../../src/concierge/reading-text.ts';
import { openStage, type Stage, type Talk } from './driver.ts';
import { idle } from './offline/views.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A conversation that was asked whether Library is to be revoked or paused. */
const asked = async (): Promise<Talk> => {
  const talk = await stage.startTalk();
  await talk.say(`add ${stage.servers.url('open')}, no auth, name it Library`);
  await talk.say('yes');
  const { text, state, tools } = await talk.say('get rid of Library for now');
  expect(text).toMatch(/Which do you mean\?\n\n1\. Revoke Library, for good\n2\. Pause Library, to/);
  expect(state).toMatchObject({ flow: null, awaiting: 'reading' });
  expect(tools).toEqual([]);
  return talk;
};
const statusAfter = async (talk: Talk) => (await talk.source('Library'))?.status;

describe('a message that may be meant in two ways', () => {
  it.each([
    '2',
    'the second',
    'pause',
    'pause it',
    'just pause it please',
    'to resume it later',
    'not revoke, pause',
  ])('pauses after "%s"', async (said) => {
    const talk = await asked();
    expect((await talk.say(said)).state.awaiting).toBeNull();
    expect(await statusAfter(talk)).toBe('paused');
  });

  it.each(['1', 'the first', 'Revoke it', 'the revocation, so revoke'])(
    'asks for a yes to the revocation after "%s"',
    async (said) => {
      const talk = await asked();
      expect((await talk.say(said)).state).toMatchObject({ flow: 'revoke', awaiting: 'confirmation' });
      expect(await statusAfter(talk)).toBe('active');
    },
  );

  it.each(['neither', 'no', 'cancel', 'yes', 'do not pause it', 'what tools does Library have?', 'help'])(
    'does nothing after "%s"',
    async (said) => {
      const talk = await asked();
      const { state } = await talk.say(said);
      expect(state.flow).toBeNull();
      expect(await statusAfter(talk)).toBe('active');
    },
  );

  it('is given up for another request', async () => {
    const talk = await asked();
    expect((await talk.say('test Library')).state.awaiting).toBeNull();
  });

  it('is answered beside an open flow, which is then asked on', async () => {
    const talk = await asked();
    await talk.say('cancel');
    await talk.say('add a server');
    await talk.say('disconnect Library for a while');
    const { text, state } = await talk.say('2');
    expect(text).toMatch(/^Library is paused[\s\S]*What is the URL of your MCP server/);
    expect(state).toMatchObject({ flow: 'register', awaiting: 'base_url' });
  });

  it('of a source that nobody knows is not asked about', async () => {
    const talk = await asked();
    await talk.say('cancel');
    const { text, state } = await talk.propose({
      command: 'clarify',
      readings: [
        { command: 'pause', source: 'Nonsuch' },
        { command: 'revoke', source: 'Nonsuch' },
      ],
    });
    expect(text).toContain('I do not know a source called Nonsuch');
    expect(state.awaiting).toBeNull();
  });
});

describe('what is clear', () => {
  const clear = ['revoke Library', 'pause Library', 'take Library offline', 'rename Library to Docs'];
  it.each([...clear, 'test Library', 'rotate the token of Library', 'do not revoke Library for now'])(
    'is not asked about: "%s"',
    (said) => {
      expect(understand(said, idle).map(({ command }) => command)).not.toContain('clarify');
    },
  );
});

describe('the name of a reading', () => {
  const source = 'Library';
  const readings: Request[] = [
    { command: 'register' },
    { command: 'register', base_url: 'https://mcp.acme.dev/mcp', name: 'Acme' },
    ...(['revoke', 'pause', 'resume', 'test', 'accept', 'show_source', 'list_tools'] as const).map(
      (command): Request => ({ command, source }),
    ),
    ...[
      { rotate: true as const },
      { base_url: 'https://mcp.acme.dev/mcp' },
      { auth_kind: 'none' as const },
      { name: 'Books' },
      { rate_cap_per_minute: 20 },
      { allowed_tools: null },
      { allowed_tools: ['get_page'] },
      { allow_tools: ['get_page'] },
      {},
    ].map((change): Request => ({ command: 'update', source, ...change })),
  ];
  it.each(readings.map((reading) => [readingText(reading), reading]))(
    '"%s" is understood as it',
    (text, reading) => {
      expect(understand(text as string, idle)).toEqual([reading]);
    },
  );
});
