import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A conversation in which Books is registered, and Desk beside it. */
const withSources = async (agents: string[] = []): Promise<Talk> => {
  const talk = await stage.startTalk({ agents });
  await talk.say(`add ${stage.servers.url('bearer')}, bearer ${stage.servers.token.good}, call it Desk`);
  await talk.say('yes');
  await talk.say(`add ${stage.servers.url('open')}, no auth, call it Books`);
  await talk.say('yes');
  return talk;
};

describe('a value that a change cannot take', () => {
  it('is asked for again, then with an example, then handed over as a command', async () => {
    const talk = await withSources();
    expect(await sayAll(talk, 'rename Books to Desk')).toMatch(/`Desk-2` is free\.\n\nWhat should Books be/);
    expect(await sayAll(talk, 'Desk')).toContain('used once in a sandbox');
    expect(await sayAll(talk, 'Desk')).toContain("`npx concierge source rename Books 'New label'`");
    expect((await talk.view()).flow).toBeNull();
  });

  it.each([
    ['change the URL of Books', 'ftp://x.dev', '`npx concierge source user-mcp update Books --url https:'],
    ['use a custom header for Books', 'Host', '--auth header --header X-Api-Key --token-stdin`'],
  ])('in "%s" ends with the command line for it', async (request, wrong, command) => {
    const talk = await withSources();
    expect(await sayAll(talk, request, wrong, wrong, wrong)).toContain(command);
  });

  it('a rate that is too high says the highest', async () => {
    expect(await sayAll(await withSources(), 'cap Books at 9999 calls per minute')).toContain(
      'from 1 to 600',
    );
  });

  it('another request of the same source is that request', async () => {
    const { text, state } = await (await withSources()).say('change the URL of Books');
    expect(text).toContain('What is the new URL of Books?');
    expect(state.interrupted).toEqual([]);
  });
});

describe('an address that is mistyped', () => {
  it.each([
    ['htp:/http://foo.dev/mcp', 'https://foo.dev/mcp'],
    ['https:/foo.dev/mcp', 'https://foo.dev/mcp'],
    ['https://https://foo.dev/mcp', 'https://foo.dev/mcp'],
  ])('is refused before anything is asked: %s', async (said, meant) => {
    const talk = await stage.startTalk();
    const { text, state } = await talk.say(`add ${said}, bearer`);
    expect(text).toContain(`perhaps it is \`${meant}\``);
    expect(state).toMatchObject({ awaiting: 'base_url', secret_input: false });
  });
});

describe('one registration', () => {
  it.each(['yes and test it', 'yes, register it and check it', 'yes, then test Sky'])(
    'is checked once after "%s"',
    async (said) => {
      const talk = await stage.startTalk();
      await talk.say(`register and test ${stage.servers.url('modern')}, no auth, call it Sky`);
      const { tools, state } = await talk.say(said);
      expect(tools).toEqual(['add_user_mcp_source']);
      expect(state.awaiting).toBeNull();
    },
  );
});

describe('why', () => {
  it('tells when a source was revoked and how it comes back', async () => {
    const talk = await withSources();
    await sayAll(talk, 'revoke Books', 'yes');
    expect(await sayAll(talk, 'why is Books gone?')).toMatch(/was revoked on .+ say `add my MCP server at /);
  });

  it('tells what an agent has of a source', async () => {
    const talk = await withSources(['support']);
    expect(await sayAll(talk, 'why can support not see Books?')).toContain('can call 3 tools of Books');
    await talk.say('pause Books');
    expect(await sayAll(talk, 'why can support not see Books?')).toContain('Say `resume Books`');
  });
});

describe('what cannot be done here', () => {
  it.each([
    ['show me the token of Desk', /cannot be shown[\s\S]*change the credential of/],
    ['spin up an agent', /npx concierge agent create support/],
    ['what is a sandbox?', /^A sandbox is a separate world/],
    ['yes', /Say `help`/],
    ['cancel', /Say `help`/],
    ['what tools does Nonsuch have?', /You can ask about `support` there/],
  ])('says what can: "%s"', async (said, answer) => {
    expect(await sayAll(await withSources(['support']), said)).toMatch(answer);
  });
});

describe('a configuration', () => {
  it.each([
    ['[mcp_servers.weather]\nurl = "URL"', 'weather'],
    ['[mcp_servers."my desk"]\nurl = "URL"\nhttp_headers = { "Accept" = "*/*" }', 'my desk'],
    ['mcp:\n  servers:\n    sky:\n      type: http\n      url: URL', 'sky'],
    ['mcpServers:\n  - name: sky\n    url: URL', 'sky'],
  ])('in TOML or YAML keeps its label: %s', async (text, name) => {
    const base_url = stage.servers.url('modern');
    const { state } = await (await stage.startTalk()).say(text.replace('URL', base_url));
    expect(state).toMatchObject({ awaiting: 'auth_kind', slots: { base_url, name } });
  });

  it('names what starts a local program, and the server that is asked about', async () => {
    const talk = await stage.startTalk();
    const url = stage.servers.url('open');
    const other = stage.servers.url('modern');
    const { text } = await talk.say(
      `{"mcpServers":{"fs":{"env":{"A":"b"},"command":"npx"},"docs":{"url":"${url}"},"sky":{"url":"${other}"}}}`,
    );
    expect(text).toMatch(/I start with docs;[\s\S]*`fs` starts a local program[\s\S]*How does docs auth/);
  });
});

describe('a source that was revoked', () => {
  it.each(['revoke Slow', 'test Slow', 'pause slow', 'rename Slow to Fast'])(
    'is what "%s" is told of, and not one that is called nearly so',
    async (said) => {
      const talk = await stage.startTalk();
      const { url } = stage.servers;
      await sayAll(talk, `add ${url('open')}, no auth, name it Slow`, 'yes', 'revoke Slow', 'yes');
      await sayAll(talk, `add ${url('legacy')}, no auth, name it Slow two`, 'yes');
      const { text, state, tools } = await talk.say(said);
      expect(text).toMatch(/^Slow was revoked on .+ To have it back, say `add my MCP server at/);
      expect(tools).toEqual([]);
      expect(state.awaiting).toBeNull();
    },
  );
});
