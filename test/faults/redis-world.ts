import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, vi } from 'vitest';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { startTalking, type TalkingServer } from './server-process.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

/** What is closed when the test ends. */
export const started = async <T extends { close(): Promise<unknown> }>(starting: Promise<T>): Promise<T> => {
  const one = await starting;
  open.push(one);
  return one;
};

export const newMasterKey = (): string => randomBytes(32).toString('base64');

export type World = {
  upstream: CustomServer;
  /** The first instance. */
  server: TalkingServer;
  /** One more instance on the same Redis; `env` is laid over that of the first. */
  startInstance(env?: Record<string, string>): Promise<TalkingServer>;
};

/** A server of tools, and an instance of ours on the Redis at `urls`, with an agent that may call everything. */
export const startWorld = async (urls: string[], env: Record<string, string> = {}): Promise<World> => {
  const upstream = await started(startCustomServer());
  const dataDir = await mkdtemp(join(tmpdir(), 'concierge-redis-faults-'));
  open.push({ close: () => rm(dataDir, { recursive: true, force: true }) });
  const common = {
    REDIS_URL: urls.join(','),
    CONCIERGE_MASTER_KEY: newMasterKey(),
    LOG_LEVEL: 'silent',
    ...env,
  };
  const startInstance = async (own: Record<string, string> = {}): Promise<TalkingServer> => {
    const server = await startTalking(join(dataDir, 'unused'), { ...common, ...own });
    open.push({ close: server.cutOff });
    return server;
  };
  const server = await startInstance();
  await server.client.ask('POST', `${server.sandbox}/agents`, {
    slug: 'caller',
    name: 'Caller',
    system_prompt: 'Call.',
    model_settings: { backend: 'anthropic', model: 'claude-haiku-5-5' },
  });
  return { upstream, server, startInstance };
};

export const numbered = (word: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => word + n);

/** By itself, and within what is promised unless the store itself takes longer. */
export const untilReady = ({ origin }: TalkingServer, timeout = 5000): Promise<void> =>
  vi.waitFor(async () => expect((await fetch(`${origin}/readyz`)).ok).toBe(true), { timeout, interval: 50 });

/** What a user reads when a message could not be taken, and when it was cut off in the middle. */
const clearWords = /The store cannot be reached right now|I cannot use my store just now/;

/**
 * Says a line and yes; true when the reply to the yes has the words. False when it was not acknowledged, and then the
 * user was told so in clear words.
 */
const confirmed = async (server: TalkingServer, line: string, words: RegExp): Promise<boolean> => {
  const say = (message: string, session_id?: string) =>
    server.say(message, session_id).catch(({ message: body }: Error) => ({ body, text: '', session_id: '' }));
  const first = await say(line);
  const last = first.session_id === '' ? first : await say('yes', first.session_id);
  const isDone = words.test(last.text);
  if (!isDone) expect(last.body).toMatch(clearWords);
  return isDone;
};

export const register = (server: TalkingServer, { upstream }: World, name: string): Promise<boolean> =>
  confirmed(
    server,
    `add my MCP server at ${upstream.url}, no auth, name it ${name}`,
    /is registered and active/,
  );
export const revoke = (server: TalkingServer, name: string): Promise<boolean> =>
  confirmed(server, `revoke ${name}`, /is revoked/i);

/** The status of a call of the source's tool. */
export const call = async (server: TalkingServer, name: string): Promise<number> => {
  const path = `${server.sandbox}/agents/caller/tools/${name.toLowerCase()}__echo/call`;
  return (await server.client.send('POST', path, { arguments: {} })).status;
};

/** The checker: nothing acknowledged is lost, nothing revoked stays callable. */
export const expectKept = async (
  server: TalkingServer,
  { registered, revoked }: { registered: string[]; revoked: string[] },
): Promise<void> => {
  const statuses = new Map((await server.sources()).map(({ name, status }) => [name, status]));
  expect(registered.filter((name) => statuses.get(name) !== 'active')).toEqual([]);
  expect(revoked.filter((name) => statuses.get(name) !== 'disconnected')).toEqual([]);
  const calls = await Promise.all(revoked.map((name) => call(server, name)));
  expect(calls.filter((status) => status !== 404)).toEqual([]);
  expect(await Promise.all(registered.slice(0, 3).map((name) => call(server, name)))).not.toContain(404);
};

/** Registers many, a few at once, without talking. */
export const addAll = async ({ server, upstream }: World, names: string[]): Promise<void> => {
  const add = (name: string) =>
    server.client.ask('POST', `${server.sandbox}/sources/user-mcp`, {
      name,
      base_url: upstream.url,
      auth_kind: 'none',
    });
  for (let at = 0; at < names.length; at += 4) await Promise.all(names.slice(at, at + 4).map(add));
};

/** Does the work for every name, all at once, and tells of each that is done; those that were. */
const doneOf = async (
  names: string[],
  work: (name: string) => Promise<boolean>,
  tell: () => void,
): Promise<string[]> => {
  const done = await Promise.all(
    names.map(async (name) => {
      const isDone = await work(name);
      if (isDone) tell();
      return isDone;
    }),
  );
  return names.filter((_, at) => done[at]);
};

/** Resolves when `tell` was called that many times. */
export const countTo = (wanted: number): { enough: Promise<void>; tell: () => void } => {
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  let count = 0;
  return { enough, tell: () => (++count === wanted ? resolve() : undefined) };
};

export type Names = { old: string[]; fresh: string[] };

/** Conversations that revoke the old sources and register fresh ones, all at once; what they acknowledged. */
export const inTheMiddle = async (
  world: World,
  { old, fresh }: Names,
  strike: () => unknown,
): Promise<{ registered: string[]; revoked: string[] }> => {
  const { server } = world;
  const { enough, tell } = countTo(Math.ceil((old.length + fresh.length) / 6));
  const revoking = doneOf(old, (name) => revoke(server, name), tell);
  const registering = doneOf(fresh, (name) => register(server, world, name), tell);
  await enough;
  await strike();
  const [revoked, registered] = await Promise.all([revoking, registering]);
  expect(revoked.length + registered.length).toBeLessThan(old.length + fresh.length);
  return { revoked, registered };
};

/** Whatever the fault has left open can be done after it. */
export const expectFinished = async (world: World, { old, fresh }: Names): Promise<void> => {
  const { server } = world;
  for (const name of old) await server.say('yes', (await server.say(`revoke ${name}`)).session_id);
  const made = new Map((await server.sources()).map(({ name, status }) => [name, status]));
  for (const name of fresh.filter((one) => made.get(one) !== 'active'))
    await (made.has(name) ? server.say(`test ${name}`) : register(server, world, name));
  await expectKept(server, { registered: fresh, revoked: old });
  const sources = await server.sources();
  expect(sources.filter(({ name }) => fresh.includes(name))).toHaveLength(fresh.length);
};

/** While the store is away: a clear 503 in under a second, to whatever is asked, and no tool is called. */
export const expectRefused = async ({ client, sandbox }: TalkingServer, name: string): Promise<void> => {
  const tool = `${name.toLowerCase()}__echo`;
  for (const [method, path, body] of [
    ['GET', 'sources'],
    ['POST', 'concierge/chat', { message: 'hello' }],
    ['POST', `agents/caller/tools/${tool}/call`, { arguments: {} }],
  ] as const) {
    const from = performance.now();
    const answer = await client.send(method, `${sandbox}/${path}`, body);
    expect(performance.now() - from).toBeLessThan(1000);
    expect(answer).toMatchObject({ status: 503, body: expect.stringMatching(clearWords) });
  }
};

/** The store is away for so long, in ms, and somebody asks all the time. */
export const expectRefusedFor = async (server: TalkingServer, name: string, ms: number): Promise<void> => {
  const until = performance.now() + ms;
  while (performance.now() < until) await expectRefused(server, name);
};
