import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { startTalking, type TalkingServer } from './server-process.ts';
import { filesIn, holdsSecret } from './traces.ts';

const token = 'tkn+9fQ2/LmZ7xW4=vR8kT1bY6cD3nH5';
const open: { close(): Promise<void> }[] = [];
const dataDirs: string[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  await Promise.all(dataDirs.splice(0).map((dir) => rm(dir, { recursive: true })));
});

const newDataDir = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'concierge-kill-'));
  dataDirs.push(dir);
  return dir;
};

/** A server that wants the token and tells when a health check reaches it. */
const startUpstream = async (): Promise<CustomServer & { reached: Promise<void> }> => {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const upstream = await startCustomServer({
    answer: (request) => {
      resolve();
      const known = request.headers.get('authorization') === `Bearer ${token}`;
      return known ? null : new Response(null, { status: 401 });
    },
  });
  open.push(upstream);
  return { ...upstream, reached };
};

const start = async (dataDir: string): Promise<TalkingServer> => {
  const server = await startTalking(dataDir);
  open.push({ close: server.cutOff });
  return server;
};

/** A conversation about that server, up to the question whether to register it. */
const upToConfirmation = async (server: TalkingServer, url: string, name: string): Promise<string> => {
  const { session_id } = await server.say(`add my MCP server at ${url}, bearer token, name it ${name}`);
  expect((await server.credential(token, session_id)).state?.awaiting).toBe('confirmation');
  return session_id;
};

/** Says yes until nothing is open any more; what was said on the way. */
const goOn = async (server: TalkingServer, session_id: string): Promise<string> => {
  let said = '';
  for (let turns = 0; turns < 3; turns++) {
    const { text, state } = await server.say('yes', session_id);
    said += `${text}\n`;
    if (state?.flow === null) return said;
  }
  throw new Error(`The conversation does not end:\n${said}`);
};

const expectNoTrace = async (dataDir: string): Promise<void> => {
  const files = await filesIn(dataDir);
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter(({ text }) => holdsSecret(text, token)).map(({ file }) => file)).toEqual([]);
};

const names = ['Ash', 'Birch', 'Cedar', 'Dogwood'];
/** How far apart the conversations of a round say yes, so that each is cut off somewhere else, in ms. */
const apart = 15;
const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Says yes in every conversation, cuts the server off when `moment` has come, and starts it again. */
const cutOffAfterYes = async (round: Round, moment: Promise<unknown>): Promise<TalkingServer> => {
  const { before, sessions, dataDir } = round;
  const confirmed = sessions.map(async (session_id, at) => {
    await pass(at * apart);
    await before.say('yes', session_id).catch(() => null);
  });
  await moment;
  await before.cutOff();
  await Promise.all(confirmed);
  await expectNoTrace(dataDir);
  return start(dataDir);
};

type Round = Awaited<ReturnType<typeof startRound>>;
/** A server with four conversations that ask whether to register. */
const startRound = async () => {
  const dataDir = await newDataDir();
  const upstreams = await Promise.all(names.map(startUpstream));
  const before = await start(dataDir);
  const sessions: string[] = [];
  for (const [at, name] of names.entries())
    sessions.push(await upToConfirmation(before, upstreams[at]!.url, name));
  const hang = (methods: string[]): void => {
    for (const upstream of upstreams) upstream.behave({ hang: methods });
  };
  return { dataDir, before, sessions, hang, reached: Promise.all(upstreams.map(({ reached }) => reached)) };
};

const expectEachOnce = async (server: TalkingServer, status: string): Promise<void> => {
  const seen = (await server.sources()).map((source) => `${source.name} ${source.status}`);
  expect(seen.sort()).toEqual(names.map((name) => `${name} ${status}`));
};

describe('a server that is cut off while it registers', () => {
  it('finds what it had begun, finishes the check, and says that it was interrupted', async () => {
    const round = await startRound();
    round.hang(['tools/list']);
    const after = await cutOffAfterYes(round, round.reached);
    await expectEachOnce(after, 'error');
    round.hang([]);
    const said = await Promise.all(round.sessions.map((session_id) => goOn(after, session_id)));
    for (const [at, name] of names.entries())
      for (const words of ['interrupted', name, 'active']) expect(said[at]).toContain(words);
    await expectEachOnce(after, 'active');
    await expectNoTrace(round.dataDir);
  });

  it.each([25, 50, 75])('makes each source once, cut off %d ms after the first yes', async (ms) => {
    const round = await startRound();
    round.hang(['tools/list']);
    const after = await cutOffAfterYes(round, pass(ms));
    expect((await after.sources()).filter(({ status }) => status !== 'error')).toEqual([]);
    round.hang([]);
    await Promise.all(round.sessions.map((session_id) => goOn(after, session_id)));
    await expectEachOnce(after, 'active');
    await expectNoTrace(round.dataDir);
  });
});

describe('a server that is cut off while it revokes', () => {
  it.each([15, 45])('has revoked or not, %d ms after the first yes, and knows which', async (ms) => {
    const round = await startRound();
    const { before, sessions, dataDir } = round;
    for (const [at, session_id] of sessions.entries()) {
      await goOn(before, session_id);
      await before.say(`revoke ${names[at]}`, session_id);
    }
    const after = await cutOffAfterYes(round, pass(ms));
    const said = await Promise.all(sessions.map((session_id) => goOn(after, session_id)));
    for (const text of said) expect(text).toMatch(/revoked|nothing to confirm/i);
    await expectEachOnce(after, 'disconnected');
    await expectNoTrace(dataDir);
  });
});

describe('a server that is asked to stop', () => {
  it('finishes the turn that runs, ends with exit 0, and has kept everything it acknowledged', async () => {
    const dataDir = await newDataDir();
    const upstream = await startUpstream();
    const before = await start(dataDir);
    const session_id = await upToConfirmation(before, upstream.url, 'Ash');
    upstream.behave({ delayMs: 200 });
    const confirmed = before.say('yes', session_id);
    await upstream.reached;
    before.kill('SIGTERM');
    const { text, state } = await confirmed;
    expect(text).toContain('active');
    expect(state?.flow).toBeNull();
    expect(await before.ended).toBe(0);
    const after = await start(dataDir);
    expect(await after.sources()).toMatchObject([{ name: 'Ash', status: 'active' }]);
    const { text: next } = await after.say('what sources do I have?', session_id);
    expect(next).toContain('Ash');
    expect(next).not.toContain('interrupted');
    await expectNoTrace(dataDir);
  });
});
