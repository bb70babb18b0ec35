import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { startTalking, type TalkingServer } from './server-process.ts';
import { filesIn, holdsSecret } from './traces.ts';
import { shapes, waysToGive } from './ways-to-give.ts';

let dataDir: string;
let server: TalkingServer;
let upstream: CustomServer;
let url: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'concierge-secrets-'));
  upstream = await startCustomServer({
    answer: (request) => {
      const sent = request.headers.get('authorization') ?? request.headers.get('x-api-key');
      return sent === null ? new Response(null, { status: 401 }) : null;
    },
  });
  url = upstream.url;
  server = await startTalking(dataDir, { LOG_LEVEL: 'debug' });
});
afterAll(async () => {
  await server.cutOff();
  await upstream.close();
  await rm(dataDir, { recursive: true });
});

/** Everything that left the server since `from` answers, and all that it wrote down. */
const sinks = async (from: number): Promise<{ where: string; text: string }[]> => [
  { where: 'an answer', text: server.client.received.slice(from).join('\n') },
  { where: 'standard output', text: server.output.stdout },
  { where: 'the log', text: server.output.stderr },
  ...(await filesIn(dataDir)).map(({ file, text }) => ({ where: file.slice(dataDir.length), text })),
];

const leaksOf = async (token: string, from = 0): Promise<string[]> =>
  (await sinks(from)).filter(({ text }) => holdsSecret(text, token)).map(({ where }) => where);

const given: string[] = [];
const newToken = (shape: () => string): string => {
  const token = shape();
  given.push(token);
  return token;
};

const readEverything = async (session_id?: string): Promise<void> => {
  const { client, sandbox } = server;
  const session = session_id === undefined ? [] : [`/concierge/sessions/${session_id}`];
  for (const path of [...session, '/concierge/sessions', '/sources', '/agents/tools'])
    await client.send('GET', `${sandbox}${path}`);
};

/** Says each line, then yes, so that whatever was understood is also done. */
const talk = async (lines: string[]): Promise<void> => {
  let session_id: string | undefined;
  for (const line of [...lines, 'yes', 'yes', 'repeat'])
    session_id = (await server.say(line, session_id)).session_id;
  await readEverything(session_id);
};

const deleteSources = async (): Promise<void> => {
  const { client, sandbox } = server;
  for (const { data_source_id } of await server.sources())
    await client.send('DELETE', `${sandbox}/sources/${data_source_id}`);
};

describe('a token in a conversation', () => {
  it.each(Object.keys(waysToGive('')))('given %s leaves no trace, whatever its shape', async (name) => {
    const found: Record<string, string[]> = {};
    for (const [shape, make] of Object.entries(shapes)) {
      const from = server.client.received.length;
      const token = newToken(make);
      await talk(waysToGive(url)[name]!(token));
      found[shape] = await leaksOf(token, from);
      await deleteSources();
    }
    expect(found).toEqual(Object.fromEntries(Object.keys(shapes).map((shape) => [shape, []])));
  });

  it.each(['as it is', 'with Bearer', 'with quotes and backslashes', 'with what no header carries'])(
    'given through its own way in, %s, leaves no trace',
    async (how) => {
      const { session_id } = await server.say(`add ${url} with a bearer token`);
      const token = newToken(shapes.random!) + (how.includes('quotes') ? '"\\q"\\' : '');
      const value =
        how === 'with Bearer' ? `Bearer ${token}` : how.includes('no header') ? `${token}ü\n` : token;
      await server.credential(value, session_id);
      for (const line of ['Acme', 'yes']) await server.say(line, session_id);
      await readEverything(session_id);
      expect(await leaksOf(token)).toEqual([]);
    },
  );
});

describe('a token over the API', () => {
  const post = (path: string, body: object, method = 'POST') =>
    server.client.send(method, `${server.sandbox}${path}`, body);
  const source = (token: string, name: string) => ({ name, base_url: url, auth_kind: 'bearer', token });

  it('leaves no trace when a source is registered, rotated, tested and revoked', async () => {
    const [first, second] = [newToken(shapes.random!), newToken(shapes['in Base64']!)];
    const made = JSON.parse((await post('/sources/user-mcp', source(first, 'Over the API'))).body);
    const at = `/sources/${made.data_source_id}/user-mcp`;
    expect(made.status).toBe('active');
    expect((await post(at, { token: second }, 'PATCH')).status).toBe(200);
    for (const verb of ['/test', '/revoke']) expect((await post(`${at}${verb}`, {})).status).toBe(200);
    await readEverything();
    expect([...(await leaksOf(first)), ...(await leaksOf(second))]).toEqual([]);
  });

  const mistakes: Record<string, (token: string) => object> = {
    'with a scheme that takes none': (token) => ({ ...source(token, 'A'), auth_kind: 'none' }),
    'with characters that no header carries': (token) => source(`${token}\u0000ü`, 'B'),
    'as a list': (token) => ({ ...source(token, 'C'), token: [token] }),
    'under another name': (token) => ({ ...source(token, 'D'), tokn: token }),
    'as the auth kind': (token) => ({ ...source(token, 'E'), auth_kind: token }),
    'as the header name': (token) => ({
      ...source(token, 'F'),
      auth_kind: 'header_token',
      auth_header: `${token}:`,
    }),
    'in the query of the URL': (token) => ({ ...source(token, 'G'), base_url: `${url}?token=${token}` }),
    'as user of the URL': (token) => ({
      ...source(token, 'H'),
      base_url: url.replace('://', `://${token}@`),
    }),
  };
  it.each(Object.entries(mistakes))('%s is refused without a trace', async (_, body) => {
    const token = newToken(shapes.random!);
    expect((await post('/sources/user-mcp', body(token))).status).toBe(400);
    expect(await leaksOf(token)).toEqual([]);
  });

  it('in a body that is not JSON is refused without a trace', async () => {
    const token = newToken(shapes.random!);
    const path = `${server.origin}/api/v1/storage/sandboxes${server.sandbox}/sources/user-mcp`;
    const headers = { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' };
    const answer = await fetch(path, { method: 'POST', headers, body: `{"token": "${token}` });
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain(token);
    expect(await leaksOf(token)).toEqual([]);
  });
});

describe('a server that repeats its credential everywhere', () => {
  it('cannot make us repeat it', async () => {
    await deleteSources();
    const token = newToken(shapes.random!);
    upstream.behave({
      serverInfo: { name: `me ${token}`, version: btoa(token) },
      tools: [{ name: 'echo', description: `Uses ${token}.`, inputSchema: { type: 'object', title: token } }],
      call: () => ({ content: [{ type: 'text', text: `${token} ${encodeURIComponent(token)}` }] }),
    });
    await talk([`add ${url}, bearer token, name it Parrot`, token]);
    await server.say('what tools does Parrot have?');
    await server.say('test Parrot');
    await readEverything();
    expect((await server.sources()).find(({ name }) => name === 'Parrot')?.status).toBe('active');
    expect(await leaksOf(token)).toEqual([]);
  });
});

describe('after all that, and a stop', () => {
  it('no file of the data dir and no line of the log holds any of the tokens', async () => {
    expect(given.length).toBeGreaterThan(100);
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    const texts = [...(await filesIn(dataDir)).map(({ text }) => text), server.output.stderr];
    expect(server.output.stderr).toContain('"route"');
    expect(given.filter((token) => texts.some((text) => holdsSecret(text, token)))).toEqual([]);
  });
});
