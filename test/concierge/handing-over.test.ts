import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const url = (name: Parameters<Stage['servers']['url']>[0]): string => stage.servers.url(name);
const good = (): string => stage.servers.token.good;
const wrong = 'tok_wrong1234567890';

const asksForToken = async (): Promise<Talk> => {
  const talk = await stage.startTalk();
  await talk.say(`add ${url('bearer')} with bearer token called Desk`);
  return talk;
};
const registered = async (): Promise<Talk> => {
  const talk = await asksForToken();
  await sayAll(talk, good(), 'yes');
  return talk;
};

describe('a new token after the server refused the one before', () => {
  it.each([
    ['a rotation', async (talk: Talk) => sayAll(talk, 'change the credential of Desk', wrong)],
    ['a check', async (talk: Talk) => sayAll(talk, 'change the credential of Desk', wrong, 'test Desk')],
  ])('in %s is taken for it', async (_, fail) => {
    const talk = await registered();
    expect(await fail(talk)).toContain('refused the credential (401)');
    expect(await sayAll(talk, `here is the new token: ${good()}`)).toContain('Desk is active');
  });

  it.each([
    ['open', []],
    ['left', ['cancel']],
  ])('is not taken when it is said to be of something else while the repair is %s', async (_, then) => {
    const talk = await registered();
    await sayAll(talk, 'change the credential of Desk', wrong, ...then);
    expect(await sayAll(talk, `the token of Globex is ${good()}`)).toContain('Nothing here needs it');
    expect(await talk.source('Desk')).toMatchObject({ status: 'error' });
  });
});

describe('a new address after the check of a changed one failed', () => {
  const failed = async (): Promise<Talk> => {
    const talk = await stage.startTalk();
    await sayAll(talk, `add ${url('open')} no auth called Docs`, 'yes');
    await sayAll(talk, `change the url of Docs to ${url('down')}`, 'yes');
    return talk;
  };

  it('is for that source', async () => {
    const talk = await failed();
    await talk.say(`sorry, it is ${url('modern')}`);
    expect(await talk.sources()).toMatchObject([{ name: 'Docs', status: 'active' }]);
  });

  it('that is to be added is another server', async () => {
    const { state } = await (await failed()).say(`add ${url('modern')}`);
    expect(state).toMatchObject({ flow: 'register' });
  });
});

describe('a server that is named with its token', () => {
  it.each([
    'claude mcp add --transport http desk URL --header "Authorization: Bearer TOKEN"',
    'curl -H "Authorization: Bearer TOKEN" URL',
    '{"mcpServers":{"desk":{"url":"URL","headers":{"Authorization":"Bearer TOKEN"}}}}',
  ])('keeps it, also when the open registration holds the same: %s', async (said) => {
    const talk = await stage.startTalk();
    await talk.say(`add ${url('header')}, header X-Api-Key, X-Api-Key: ${good()}, called Customers`);
    const { text, state } = await talk.say(said.replace('URL', url('bearer')).replace('TOKEN', good()));
    expect(text).toContain('Credential received');
    expect(state.slots).toMatchObject({ base_url: url('bearer'), has_credential: true });
  });

  it('keeps its label behind the word for its token', async () => {
    const talk = await stage.startTalk();
    const { text } = await talk.say(
      `add ${url('open')} no auth called A and ${url('bearer')} with bearer token called B`,
    );
    expect(text).toContain('2 servers: A and B');
    expect((await (await asksForToken()).view()).slots).toMatchObject({ name: 'Desk' });
  });
});

describe('asked for a credential', () => {
  it.each(['wat', 'lol', 'dunno'])('"%s" is asked about before it is one', async (said) => {
    const { text, state } = await (await asksForToken()).say(said);
    expect(text).toContain('Is that the credential?');
    expect(state.slots).not.toHaveProperty('has_credential');
  });

  it.each([
    ['where exactly is it stored?', /sealed/],
    ['how do I know you do not send it to Anthropic?', /No language model/],
    ['can I take it back?', /`cancel` destroys/],
    ['What will a "yes" do?', /only a yes to that/],
    ['what happens to my credential?', /sealed/],
  ])('"%s" is answered, and the question asked again', async (said, answer) => {
    const { text, state } = await (await asksForToken()).say(said);
    expect(text).toMatch(answer);
    expect(text).toMatch(/Please paste the bearer token of Desk now[^\n]+$/);
    expect(state).toMatchObject({ awaiting: 'credential', secret_input: true });
  });
});

it.each(['can you undo the revoke?', 'undo that'])(
  'says after a revocation that it cannot be undone: "%s"',
  async (said) => {
    const talk = await registered();
    expect(await sayAll(talk, 'revoke Desk', 'yes', said)).toContain('That cannot be undone');
    expect(await sayAll(talk, 'show my sources')).not.toContain(' yet');
  },
);
