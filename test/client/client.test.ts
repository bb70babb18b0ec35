import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { answerOf, type Client, ConciergeError, createClient, framesOf } from 'concierge/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, readDocument, root } from '../docs/documents.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { startTestServer, type TestServer } from '../http/test-server.ts';

let fixtures: FixtureServers;
let server: TestServer;
let client: Client;
let param: { sandbox_id: string };

beforeAll(async () => {
  [fixtures, server] = await Promise.all([startFixtureServers(), startTestServer()]);
  client = createClient({ url: server.origin, key: await server.newAccount() });
  const { sandboxes } = await answerOf(client.storage.sandboxes.$get({ query: {} }));
  param = { sandbox_id: sandboxes[0]!.sandbox_id };
});
afterAll(async () => {
  await server.close();
  await fixtures.close();
});

const sandbox = () => client.storage.sandboxes[':sandbox_id'];
const agent = {
  slug: 'support',
  name: 'Support',
  system_prompt: 'Help.',
  model_settings: { backend: 'anthropic', model: 'claude-haiku-5-5' },
} as const;

describe('the typed client', () => {
  it('registers a server and calls a tool of it', async () => {
    const json = { name: 'Docs', base_url: fixtures.url('open'), auth_kind: 'none' } as const;
    const made = await answerOf(sandbox().sources['user-mcp'].$post({ param, json }));
    expect([made.status, made.source.adapter_config.app_namespace]).toEqual(['active', 'docs']);
    await answerOf(sandbox().agents.$post({ param, json: agent }));
    const of = { ...param, slug: agent.slug };
    const { tools, trace } = await answerOf(sandbox().agents[':slug'].tools.$get({ param: of, query: {} }));
    expect(trace.tool_names_advertised).toEqual(tools.map(({ name }) => name));
    const call = sandbox().agents[':slug'].tools[':name'].call;
    const name = 'docs__search_docs';
    const said = await answerOf(call.$post({ param: { ...of, name }, json: { arguments: { query: 'a' } } }));
    expect(said.is_error).toBe(false);
  });

  it('follows a turn frame by frame, and answers it by a button', async () => {
    const chat = sandbox().concierge.chat.$post({ param, json: { message: 'register a server' } });
    const frames = await Array.fromAsync(framesOf(chat));
    const [first, last] = [frames[0], frames.at(-1)];
    if (first?.event !== 'run_started') throw new Error('The turn did not start.');
    expect(last?.event).toBe('agent_finish');
    const of = { ...param, session_id: first.data.session_id };
    const reply = sandbox().concierge.sessions[':session_id'].reply.$post({
      param: of,
      json: { id: 'cancel' },
    });
    expect((await Array.fromAsync(framesOf(reply))).at(-1)?.event).toBe('agent_finish');
  });

  it('throws the code and the sentence of a refusal', async () => {
    const missing = client.storage.sandboxes[':sandbox_id'].$get({ param: { sandbox_id: 'sb_1' } });
    const refusal = await answerOf(missing).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ConciergeError);
    expect(refusal).toMatchObject({
      code: 'not_found',
      message: 'There is no such sandbox.',
      data: { request_id: expect.stringMatching(/^[\w-]{36}$/) },
    });
    const stranger = createClient({ url: server.origin, key: 'olk_unknown0000000000000' });
    const refused = framesOf(
      stranger.storage.sandboxes[':sandbox_id'].concierge.chat.$post({ param, json: { message: 'hi' } }),
    );
    await expect(refused.next()).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it.each([200, 404, 502])('says so when something else answers, with status %i', async (status) => {
    const fetch = async () => new Response('<html>', { status });
    const lost = createClient({ url: 'http://127.0.0.1:1', key: 'olk_x', fetch });
    await expect(answerOf(lost['api-keys'].$get())).rejects.toMatchObject({
      code: 'unavailable',
      message: `What answers at this address is not a Concierge server (status ${status}). Check the address.`,
    });
  });

  it('says so when nothing answers, and takes its key nowhere else', async () => {
    const alone = createClient({ url: 'http://127.0.0.1:1', key: 'olk_x' });
    await expect(answerOf(alone['api-keys'].$get())).rejects.toMatchObject({ code: 'unavailable' });
    const to = `${server.origin}/moved`;
    const moving = createServer((_, answer) => answer.writeHead(302, { location: to }).end());
    await once(moving.listen(0, '127.0.0.1'), 'listening');
    const { port } = moving.address() as AddressInfo;
    const moved = createClient({ url: `http://127.0.0.1:${port}`, key: 'olk_x' });
    const before = server.lines.length;
    await expect(answerOf(moved['api-keys'].$get())).rejects.toThrow(`sends us on to ${to}`);
    expect(server.lines).toHaveLength(before);
    moving.close();
  });

  it('does what README.md shows', async () => {
    const [example = ''] = blocksOf(readDocument('README.md'), 'ts client');
    const key = await server.newAccount();
    const file = join(server.dataDir, 'example.ts');
    const source = new URL('src/client/client.ts', root).href;
    const program = example.replace('http://127.0.0.1:8787', server.origin).replace('olk_…', key);
    await writeFile(file, program.replace('concierge/client', source));
    const { stdout } = await promisify(execFile)(process.execPath, [file]);
    expect(stdout).toContain('No MCP server is registered');
  });

  it('does not compile for what does not exist', () => {
    const [to, of] = [client.storage.sandboxes, { ...param, slug: 'support' }];
    const runs = () => answerOf(sandbox().agents[':slug'].runs.$get({ param: of, query: {} }));
    const json = { name: 'a', base_url: 'b', auth_kind: 'basic' } as const;
    const wrong = [
      // @ts-expect-error There is no such field.
      () => to.$post({ json: { nam: 'a' } }),
      // @ts-expect-error There is no such scheme.
      () => sandbox().sources['user-mcp'].$post({ param, json }),
      // @ts-expect-error There is no such route.
      () => client.storage.sandbox.$get(),
      // @ts-expect-error The answer has no such field.
      async () => (await runs()).run,
    ];
    expect(wrong).toHaveLength(4);
  });
});
