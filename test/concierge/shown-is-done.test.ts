import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/concierge/commands.ts';
import { openStage, type Stage, sayAll, type Talk, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const url = (name: 'open' | 'legacy' | 'modern' | 'bearer') => stage.servers.url(name);
const movingAtlas = async (): Promise<Talk> => {
  const talk = await withSources(stage, 'Atlas', 'Boreas');
  await talk.say(`change the url of Atlas to ${url('legacy')}`);
  return talk;
};
const atlasUnder = async (talk: Talk, name: string) => (await talk.source(name))?.base_url;

/** What a confirmation says that a yes changes, as the tool takes it. */
const shownIn = (text: string): Record<string, string> => {
  const [, label] = /^- Label: .+ → (\S+)/m.exec(text) ?? [];
  const [, base_url] = /^- URL: `.+` → `(.+)`$/m.exec(text) ?? [];
  const [, scheme = ''] = /^- Authentication: .+ → (.+)$/m.exec(text) ?? [];
  const header = /^custom header `(.+)`$/.exec(scheme)?.[1];
  const auth_kind = { none: 'none', 'bearer token': 'bearer' }[scheme] ?? (header && 'header_token');
  return Object.fromEntries(
    Object.entries({ name: label, base_url, auth_kind, auth_header: header }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
};

it('a yes to an update does exactly what its confirmation shows', async () => {
  const servers = ['open', 'legacy', 'modern', 'bearer'] as const;
  const step: fc.Arbitrary<Command> = fc.oneof(
    fc.constantFrom('Nine', 'Ten', 'Atlas').map((name): Command => ({ command: 'set', name })),
    fc.constantFrom(...servers).map((name): Command => ({ command: 'set', base_url: url(name) })),
    fc.constantFrom('none', 'bearer').map((auth_kind): Command => ({ command: 'set', auth_kind })),
    fc.constant<Command>({ command: 'set', auth_kind: 'header_token', auth_header: 'X-Key' }),
    fc.constant<Command>({ command: 'clear', slot: 'name' }),
    fc
      .constantFrom(7, 9)
      .map((cap): Command => ({ command: 'update', source: 'it', rate_cap_per_minute: cap })),
    fc.constant<Command>({ command: 'update', source: 'it', name: 'Eleven' }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      const talk = await movingAtlas();
      for (const command of steps) await talk.propose(command);
      let { state, text } = await talk.propose({ command: 'repeat' });
      if (state.awaiting === 'credential') ({ state, text } = await talk.credential('tok-4711-abcdef'));
      fc.pre(state.flow === 'update' && state.awaiting === 'confirmation');
      const { frames } = await talk.say('yes');
      const calls = frames.flatMap((frame) => (frame.event === 'agent_tool_call' ? [frame.data] : []));
      const [{ source: _, ...done } = {}] = calls.map(({ arguments: given }) => given);
      expect(calls.map(({ name }) => name)).toEqual(['update_source']);
      expect(done).toEqual(shownIn(text));
    }),
    { numRuns: 40 },
  );
}, 60_000);

describe.each(['call it Nine instead', 'also rename it to Nine', 'name it Nine'])(
  '"%s" at the question whether to change a URL',
  (said) => {
    it('is shown before it is done', async () => {
      const talk = await movingAtlas();
      const { text, tools } = await talk.say(said);
      expect(text).toContain('- Label: Atlas → Nine (tools will be named `nine__…`)\n- URL:');
      expect(tools).toEqual([]);
      await talk.say('yes');
      expect(await atlasUnder(talk, 'Nine')).toBe(url('legacy'));
    });

    it('is taken back with the URL', async () => {
      const talk = await movingAtlas();
      await sayAll(talk, said, 'yes', 'undo', 'yes');
      expect(await atlasUnder(talk, 'Atlas')).toBe(url('open'));
    });
  },
);

it.each([
  'hmm not the rename',
  "don't rename it",
  'without the new name please',
  'keep the old name',
  'drop the rename but keep the url',
  'leave the name alone',
])('"%s" drops the new label and not the new URL', async (said) => {
  const talk = await movingAtlas();
  const text = await sayAll(talk, 'call it Nine', said);
  expect(text).not.toContain('Label');
  await talk.say('yes');
  expect(await atlasUnder(talk, 'Atlas')).toBe(url('legacy'));
});

it('"only the rename" does nothing by itself', async () => {
  const talk = await movingAtlas();
  await talk.say('call it Nine');
  const { state, tools } = await talk.say('only the rename');
  expect(tools).toEqual([]);
  expect(state).toMatchObject({ awaiting: 'confirmation', interrupted: [] });
});

it('"not the rename", where nothing is renamed, drops nothing', async () => {
  const talk = await movingAtlas();
  const { text, state } = await talk.say('not the rename');
  expect(text).toContain('I did not understand');
  expect(state.awaiting).toBe('confirmation');
});

it('what an undo cannot take back is said', async () => {
  const talk = await withSources(stage, 'Atlas');
  await sayAll(talk, 'change the authentication of Atlas to a bearer token', 'tok-4711-abcdef');
  await sayAll(talk, 'call it Nine', 'yes', 'leave it as it is');
  const text = await sayAll(talk, 'undo');
  expect(text).toContain('Only the label is taken back.');
});

it.each(['show', 'show it', 'show me'])('"%s" shows the update that is asked about', async (said) => {
  const talk = await movingAtlas();
  const { text, tools } = await talk.say(said);
  expect(tools).toEqual([]);
  expect(text).toMatch(/^This is what changes for Atlas/);
});
