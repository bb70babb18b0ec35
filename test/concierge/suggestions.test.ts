import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { openStage, type Stage, type Talk } from './driver.ts';

let stage: Stage;
let website: CustomServer;
const asked: string[] = [];
beforeAll(async () => {
  stage = await openStage();
  website = await startCustomServer({
    answer: (request) => {
      asked.push(new URL(request.url).pathname);
      return null;
    },
  });
});
afterAll(async () => {
  await stage.close();
  await website.close();
});

const without = (url: string): string => new URL(url).origin;

describe('an address without a path that is no MCP endpoint', () => {
  const failed = async (): Promise<Talk> => {
    const talk = await stage.startTalk();
    asked.length = 0;
    await talk.say(`add ${without(website.url)}, no auth, name it Desk`);
    const { text, state } = await talk.say('yes');
    expect(text).toContain(`Shall I try \`${website.url}\`?`);
    expect(state.options[0]).toEqual({ id: 'fix:suggested_url', label: `Try ${website.url}` });
    return talk;
  };

  it.each(['yes', 'yes try that', 'ok', 'Try it'])('is tried at /mcp after "%s"', async (said) => {
    const talk = await failed();
    expect(asked).not.toContain('/mcp');
    const { tools, state } = await talk.say(said);
    expect(tools).toEqual(['update_source']);
    expect(state.flow).toBeNull();
    expect(await talk.source('Desk')).toMatchObject({ status: 'active', base_url: website.url });
  });

  it.each(['no', 'what sources do I have?', 'help'])('is not tried after "%s"', async (said) => {
    const talk = await failed();
    const { state } = await talk.say(said);
    expect(state.awaiting).toBe('repair');
    expect(asked).not.toContain('/mcp');
  });

  it('is not guessed when it has a path', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${without(website.url)}/other, no auth, name it Desk`);
    const { state } = await talk.say('yes');
    expect(state.options.map(({ id }) => id)).not.toContain('fix:suggested_url');
  });
});

describe('the header Authorization', () => {
  const offered = async (): Promise<Talk> => {
    const talk = await stage.startTalk();
    const { text, state } = await talk.say(
      `add ${stage.servers.url('bearer')} with custom header Authorization`,
    );
    expect(text).toContain('nearly always carries a bearer token');
    expect(state).toMatchObject({ flow: 'register', awaiting: 'auth_kind' });
    return talk;
  };

  it.each(['yes', 'bearer token'])('is registered as a bearer token after "%s"', async (said) => {
    const talk = await offered();
    expect((await talk.say(said)).state).toMatchObject({
      awaiting: 'credential',
      slots: { auth_kind: 'bearer' },
    });
  });

  it.each(['no', 'custom header', 'custom header Authorization'])(
    'is taken as it is after "%s"',
    async (said) => {
      const talk = await offered();
      expect((await talk.say(said)).state).toMatchObject({
        awaiting: 'credential',
        slots: { auth_kind: 'header_token', auth_header: 'Authorization' },
      });
    },
  );

  it('is offered by buttons that do what they say', async () => {
    const talk = await offered();
    expect((await talk.reply('auth:bearer')).state.slots.auth_kind).toBe('bearer');
    const other = await offered();
    expect((await other.reply('Custom header Authorization')).state.slots.auth_header).toBe('Authorization');
  });
});

describe('a pasted configuration', () => {
  const servers = (...entries: [string, object][]): string =>
    JSON.stringify({ mcpServers: Object.fromEntries(entries) });

  it('of several servers says which comes first, and registers them one after the other', async () => {
    const talk = await stage.startTalk();
    const { text } = await talk.say(
      servers(
        ['docs', { url: stage.servers.url('open') }],
        ['weather', { url: stage.servers.url('modern') }],
      ),
    );
    expect(text).toContain('That names 2 servers: docs and weather. I start with docs');
    await talk.say('no auth');
    expect((await talk.say('yes')).text).toContain('Next: registering weather.');
    await talk.say('no auth');
    await talk.say('yes');
    expect(await talk.sources()).toMatchObject([{ name: 'docs' }, { name: 'weather' }]);
  });

  it('with several credentials gives none of them to anybody', async () => {
    const talk = await stage.startTalk();
    const bearer = (value: string) => ({ headers: { Authorization: `Bearer ${value}` } });
    const { text, state } = await talk.say(
      servers(
        ['desk', { url: stage.servers.url('bearer'), ...bearer(stage.servers.token.good) }],
        ['crm', { url: stage.servers.url('header'), ...bearer(stage.servers.token.bad) }],
      ),
    );
    expect(text).toContain('I kept none');
    expect(state).toMatchObject({ awaiting: 'credential', secret_input: true });
    expect(await talk.staged()).toBe(0);
  });

  it('whose first server is cancelled drops the others too, and says so', async () => {
    const talk = await stage.startTalk();
    await talk.say(
      servers(['a', { url: stage.servers.url('open') }], ['b', { url: stage.servers.url('modern') }]),
    );
    const { text, state } = await talk.say('cancel');
    expect(text).toContain('b will not be registered either');
    expect(state).toMatchObject({ flow: null, awaiting: null });
  });

  it('that starts a local program is told how that becomes an address', async () => {
    const talk = await stage.startTalk();
    const files = { command: 'npx', args: ['server-filesystem', '/data'] };
    expect((await talk.say(servers(['files', files]))).text).toContain('`files` starts a local program');
    const mixed = await talk.say(servers(['files', files], ['docs', { url: stage.servers.url('open') }]));
    expect(mixed.text).toContain('docs/guides/wrap-a-stdio-server.md');
    expect(mixed.state).toMatchObject({ flow: 'register', slots: { name: 'docs' } });
  });
});
