import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../conversations/client.ts';
import { parseFrames } from '../conversations/sse-frames.ts';
import { startCustomServer } from '../fixtures/custom-server.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { type Ask, asker, createTestApp, type TestApp } from './test-app.ts';
import { startTestServer } from './test-server.ts';

const list = '/api/v1/storage/sandboxes';
let fixtures: FixtureServers;
let test: TestApp;
let ask: Ask;
let concierge: string;

const sandboxOf = async (ask: Ask): Promise<string> =>
  `${list}/${(await ask('GET', list)).json.sandboxes[0].sandbox_id}`;

beforeAll(async () => {
  fixtures = await startFixtureServers();
  test = await createTestApp();
  ask = asker(test, await test.newAccount());
  concierge = `${await sandboxOf(ask)}/concierge`;
});
afterAll(() => fixtures.close());

const say = async (message: string, session_id?: string) => {
  const { text } = await ask('POST', `${concierge}/chat`, {
    message,
    ...(session_id === undefined ? {} : { session_id }),
  });
  const frames = parseFrames(text);
  const state = frames.findLast(({ event }) => event === 'flow_state')?.data as {
    version: number;
    awaiting: string;
    options: { id: string; label: string }[];
  };
  return { frames, state, session_id: (frames[0]!.data as { session_id: string }).session_id };
};

describe('a turn', () => {
  it('begins with its ids, ends with its finish, and names the conversation to go on with', async () => {
    const { frames, session_id } = await say('register a server');
    const [first, last] = [frames[0]!, frames.at(-1)!];
    expect(first).toEqual({
      event: 'run_started',
      data: { run_id: expect.stringMatching(/^rn_/), session_id: expect.stringMatching(/^ss_/) },
    });
    expect(last).toEqual({
      event: 'agent_finish',
      data: {
        stop_reason: 'end_turn',
        session_id,
        usage: { tokens_in: 0, tokens_out: 0 },
        run_id: Reflect.get(first.data, 'run_id'),
      },
    });
    expect((await say(fixtures.url('open'), session_id)).state.awaiting).toBe('auth_kind');
  });

  it('shows in the list of conversations and can be read again', async () => {
    const { session_id } = await say('register a server');
    const { sessions, count } = (await ask('GET', `${concierge}/sessions`)).json;
    expect(count).toBe(sessions.length);
    expect(sessions).toContainEqual({
      session_id,
      flow: 'register',
      awaiting: 'base_url',
      title: expect.any(String),
      updated_at: expect.any(String),
    });
    const one = (await ask('GET', `${concierge}/sessions/${session_id}`)).json;
    expect(Object.keys(one).sort()).toEqual(
      'awaiting busy flow interrupted options secret_input session_id slots transcript version'.split(' '),
    );
    expect(one.transcript[0]).toEqual({ role: 'user', text: 'register a server', at: expect.any(String) });
  });

  it('for a test is one answer of a fresh conversation', async () => {
    const { status, json } = await ask('POST', `${concierge}/test`, { message: 'list my sources' });
    expect([status, json]).toEqual([
      200,
      {
        run_id: expect.stringMatching(/^rn_/),
        status: 'succeeded',
        output_text: expect.stringMatching(/\w/),
        tools_called: ['list_sources'],
        tokens_in: 0,
        tokens_out: 0,
        duration_ms: expect.any(Number),
        error_message: null,
        session_id: expect.stringMatching(/^ss_/),
      },
    ]);
  });
});

describe('a button', () => {
  const reply = (session_id: string, body: object) =>
    ask('POST', `${concierge}/sessions/${session_id}/reply`, body);

  it('answers by id, by label, and with the version that showed it', async () => {
    const { session_id } = await say(`register ${fixtures.url('open')}`);
    const { state } = await say('what can I say?', session_id);
    const chosen = state.options[0]!;
    const answer = await reply(session_id, { id: chosen.label, version: state.version });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
  });

  it('that is not offered, or of an older version, is refused with 409 and changes nothing', async () => {
    const { session_id, state } = await say(`register ${fixtures.url('open')}`);
    for (const body of [{ id: 'confirm' }, { id: 'auth:none', version: state.version - 1 }]) {
      const { status, json } = await reply(session_id, body);
      expect([status, json.error]).toEqual([409, 'conflict']);
    }
    const now = (await ask('GET', `${concierge}/sessions/${session_id}`)).json;
    expect([now.version, now.awaiting]).toEqual([state.version, 'auth_kind']);
  });
});

describe('a credential', () => {
  it('given where none is asked for is refused, and is nowhere afterwards', async () => {
    const { session_id } = await say('hello');
    const path = `${concierge}/sessions/${session_id}/credential`;
    const { status, text } = await ask('POST', path, { value: fixtures.token.good });
    expect(status).toBe(409);
    expect(text + test.lines.join()).not.toContain(fixtures.token.good);
  });
});

describe('a client that leaves', () => {
  /** A server whose answers wait until they are let go. */
  const startHeldServer = async () => {
    const asked = Promise.withResolvers<void>();
    const released = Promise.withResolvers<null>();
    const answer = () => {
      asked.resolve();
      return released.promise;
    };
    const held = await startCustomServer({ answer });
    return { url: held.url, close: held.close, asked: asked.promise, release: () => released.resolve(null) };
  };

  it('cancels its turn; the check that has begun is finished and saved', async () => {
    const [held, server] = [await startHeldServer(), await startTestServer()];
    const client = createClient(server.origin, await server.newAccount());
    const { sandbox_id } = (await client.ask<{ sandboxes: { sandbox_id: string }[] }>('GET', ''))
      .sandboxes[0]!;
    const chat = `/${sandbox_id}/concierge/chat`;
    const message = `register ${held.url}, no auth, call it Slow`;
    const session_id = /ss_\w{26}/.exec((await client.send('POST', chat, { message })).body)![0];
    const leaving = new AbortController();
    const left = client.send('POST', chat, { message: 'yes', session_id }, leaving.signal);
    await held.asked;
    leaving.abort();
    await expect(left).rejects.toThrow('aborted');
    held.release();
    const sources = () => client.ask<{ sources: { status: string }[] }>('GET', `/${sandbox_id}/sources`);
    await expect.poll(async () => (await sources()).sources[0]?.status, { timeout: 10_000 }).toBe('active');
    await server.close();
    await held.close();
  });
});

it('a conversation that was looked at goes on', async () => {
  const server = await startTestServer();
  const client = createClient(server.origin, await server.newAccount());
  const { sandbox_id } = (await client.ask<{ sandboxes: { sandbox_id: string }[] }>('GET', '')).sandboxes[0]!;
  const talk = `/${sandbox_id}/concierge`;
  const said = await client.send('POST', `${talk}/chat`, { message: 'register a server' });
  const session_id = /ss_\w{26}/.exec(said.body)![0];
  // The embedded store keeps a row that is read twice for all its readers.
  for (let looks = 0; looks < 3; looks++) await client.ask('GET', `${talk}/sessions/${session_id}`);
  const next = await client.send('POST', `${talk}/chat`, { message: 'cancel', session_id });
  expect(next.body).toContain('event: agent_finish');
  await server.close();
});
