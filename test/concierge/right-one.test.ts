import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Books and Desk are registered; the agents are `support` and `sales`. */
const withTwo = async (): Promise<Talk> => {
  const talk = await stage.startTalk({ agents: ['support', 'sales'], sandboxes: ['staging'] });
  const { url } = stage.servers;
  await sayAll(talk, `add ${url('open')}, no auth, name it Books, in default`, 'yes');
  await sayAll(talk, `add ${url('legacy')}, no auth, name it Desk, in default`, 'yes');
  return talk;
};
const statusOf = async (talk: Talk): Promise<Record<string, string>> =>
  Object.fromEntries((await talk.sources()).map(({ name, status }) => [name, status]));

describe('another source that is named while one is to be revoked', () => {
  it.each(['i mean desk', 'no, i meant desk', 'desk, not books', 'desk not books', 'sorry, desk'])(
    '"%s" is asked about instead, and the first is not come back to',
    async (said) => {
      const talk = await withTwo();
      await talk.say('revoke books');
      const { text, state } = await talk.say(said);
      expect(text).toMatch(/Books is not revoked.+Revoking Desk/s);
      expect(state).toMatchObject({ flow: 'revoke', awaiting: 'confirmation' });
      const after = await talk.say('yes');
      expect(after.state.awaiting).toBeNull();
      expect(await statusOf(talk)).toEqual({ Books: 'active', Desk: 'disconnected' });
    },
  );

  it('is not the one that is to be revoked', async () => {
    const talk = await withTwo();
    await sayAll(talk, 'revoke books', 'books, not desk');
    expect(await statusOf(talk)).toEqual({ Books: 'active', Desk: 'active' });
  });
});

it.each(['pause desk for sales only', 'pause desk for the support agent'])(
  '"%s" pauses it for nobody, and says where one agent is limited',
  async (said) => {
    const talk = await withTwo();
    const { text, tools } = await talk.say(said);
    expect(text).toContain('allowlist');
    expect(tools).toEqual([]);
    expect(await statusOf(talk)).toEqual({ Books: 'active', Desk: 'active' });
  },
);

it('"what tools does it have?" at a revocation is about the source that is asked about', async () => {
  const talk = await withTwo();
  await talk.say('revoke books');
  const { text, state } = await talk.say('wait, what tools does it have?');
  expect(text).toContain('books__search_docs');
  expect(text).not.toContain('desk__');
  expect(state).toMatchObject({ flow: 'revoke', awaiting: 'confirmation' });
});

it.each(['no, staging not default', 'staging, not default'])('"%s" changes the sandbox', async (said) => {
  const talk = await stage.startTalk({ sandboxes: ['staging'] });
  await sayAll(talk, `add ${stage.servers.url('open')}, no auth, name it Books, in default`);
  expect((await talk.say(said)).state.slots).toMatchObject({ sandbox: 'staging' });
});

it('"bring it back" after a revocation says that it cannot be, and is about nothing else', async () => {
  const talk = await withTwo();
  const told = await sayAll(talk, 'revoke books', 'yes', 'oh no, bring it back');
  expect(told).toMatch(/cannot be undone.+register it again/);
});

it('"leave it as it is" while a new credential is asked for is none', async () => {
  const talk = await stage.startTalk();
  const { url, token } = stage.servers;
  await sayAll(talk, `add ${url('bearer')}, bearer token ${token.good}, name it Desk`, 'yes', 'rotate it');
  const { text, state } = await talk.say('actually, leave it as it is.');
  expect(text).toContain('Stopped changing Desk');
  expect(state.awaiting).toBeNull();
});

it('takes the name and the scheme of pasted variables', async () => {
  const talk = await stage.startTalk();
  const { state } = await talk.say(`MCP_URL=${stage.servers.url('open')}\nMCP_AUTH=none\nMCP_NAME=docs-env`);
  expect(state).toMatchObject({ awaiting: 'confirmation', slots: { auth_kind: 'none', name: 'docs-env' } });
});
