import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { itOnNode } from '../workerd/runtime.ts';
import { startGateway, type TestGateway } from './setting.ts';
import { createWire, messageOf, type Sent } from './wire.ts';

let gateway: TestGateway;
let upstream: CustomServer;
let wire: ReturnType<typeof createWire>;

beforeAll(async () => {
  upstream = await startCustomServer();
  gateway = await startGateway();
  wire = createWire(gateway);
  await gateway.add('Acme', upstream.url);
});

afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const refusal = async (sent: Sent) => {
  const response = await wire.send(sent);
  const json = await response.json();
  return { status: response.status, code: json.error?.code ?? json.error, id: json.id };
};

describe('who may use the gateway', () => {
  it.each([
    ['no key', ''],
    ['an unknown key', 'Bearer olk_0000000000000000'],
    ['another scheme', 'Basic b2xrOg=='],
  ])('with %s learns how to send one', async (_, authorization) => {
    const response = await wire.ask('legacy', 'tools/list', {}, { headers: { authorization } });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  it('finds no sandbox of another account', async () => {
    const other = await gateway.newTenant();
    const foreign = await wire.ask('modern', 'tools/list', {}, { path: other.path });
    const unknown = await wire.ask(
      'modern',
      'tools/list',
      {},
      { path: '/mcp/sb_01JD0000000000000000000000' },
    );
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
  });

  it('finds an agent until it is archived', async () => {
    await gateway.addAgent('support');
    const path = `${gateway.path}/support`;
    expect((await wire.ask('legacy', 'tools/list', {}, { path })).status).toBe(200);
    await gateway.ask('DELETE', `${gateway.storage}/agents/support`);
    expect((await wire.ask('legacy', 'tools/list', {}, { path })).status).toBe(404);
    expect((await wire.ask('legacy', 'tools/list', {}, { path: `${gateway.path}/nobody` })).status).toBe(404);
  });

  it.each([
    ['http://localhost:3000', 200],
    ['http://127.0.0.1', 200],
    ['https://evil.example', 403],
    ['null', 403],
  ])('asks from a page of %s and gets %i', async (origin, status) => {
    const response = await wire.ask('legacy', 'ping', {}, { headers: { origin } });
    expect(response.status).toBe(status);
  });
});

describe('what no revision accepts', () => {
  const ping = messageOf('legacy', 'ping').body;
  const call = messageOf('modern', 'tools/call', { name: 'acme__echo', arguments: {} });

  it.each<[string, Sent, object]>([
    ['what is no JSON', { body: '{"jsonrpc":' }, { status: 400, code: -32700, id: null }],
    ['an empty body', { body: '' }, { status: 400, code: -32700, id: null }],
    ['a batch', { body: [ping, ping] }, { status: 400, code: -32600, id: null }],
    ['what is no message', { body: { hello: 1 } }, { status: 400, code: -32600, id: null }],
    [
      'another content type',
      { body: ping, headers: { 'content-type': 'text/plain' } },
      { status: 415, code: -32000, id: null },
    ],
    [
      'an unknown method',
      { body: messageOf('modern', 'x/y').body, headers: messageOf('modern', 'x/y').headers },
      { status: 404, code: -32601, id: 1 },
    ],
    [
      'an older revision that never was',
      { body: ping, headers: { 'mcp-protocol-version': '1999-01-01' } },
      { status: 400, code: -32000, id: null },
    ],
    [
      'a call under another name',
      { ...call, headers: { ...call.headers, 'mcp-name': 'acme__other' } },
      { status: 400, code: -32020, id: 1 },
    ],
    [
      'a call without its method header',
      { ...call, headers: { 'mcp-protocol-version': '2026-07-28', 'mcp-name': 'acme__echo' } },
      { status: 400, code: -32020, id: 1 },
    ],
  ])('%s is refused', async (_, sent, expected) => {
    expect(await refusal(sent)).toEqual(expected);
  });

  it('a revision to come is answered with the ones we know', async () => {
    const { body } = messageOf('modern', 'tools/list');
    const later = JSON.stringify(body).replace('2026-07-28', '2999-01-01');
    const response = await wire.send({
      body: later,
      headers: { 'mcp-protocol-version': '2999-01-01', 'mcp-method': 'tools/list' },
    });
    expect(response.status).toBe(400);
    expect((await response.json()).error).toMatchObject({
      code: -32022,
      data: { supported: ['2026-07-28'] },
    });
  });

  it('a body over 256 KiB is refused', async () => {
    const arguments_ = { text: 'x'.repeat(300_000) };
    const { status } = await wire.ask('legacy', 'tools/call', { name: 'acme__echo', arguments: arguments_ });
    expect(status).toBe(413);
  });

  it('sessions: GET and DELETE are not allowed', async () => {
    for (const method of ['GET', 'DELETE']) {
      const response = await wire.send({ method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });
});

describe('what a client says beside calls', () => {
  it('is introduced to the server in both eras', async () => {
    const handshake = {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 't', version: '1' },
    };
    const older = await wire.result('legacy', 'initialize', handshake);
    expect(older.result).toMatchObject({
      protocolVersion: '2025-06-18',
      capabilities: { tools: {} },
      serverInfo: { name: 'concierge', version: manifest.version },
    });
    const { result } = await wire.result('modern', 'server/discover');
    expect(result).toMatchObject({
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {} },
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'concierge', version: manifest.version } },
    });
  });

  it('is answered to a ping', async () => {
    expect((await wire.result('legacy', 'ping')).result).toEqual({});
  });

  it.each(['notifications/initialized', 'notifications/cancelled'])(
    '%s is taken with 202',
    async (method) => {
      const body = { jsonrpc: '2.0', method, params: { requestId: 1 } };
      expect((await wire.send({ body })).status).toBe(202);
    },
  );
});

describe('the rate of an account', () => {
  itOnNode('a Worker takes no clock')('is held for lists and not for calls', async () => {
    const hurried = await startGateway({
      env: { CONCIERGE_REQUESTS_PER_SECOND: '3' },
      now: () => new Date(0),
    });
    const { ask } = createWire(hurried);
    const statuses = async (method: string, params: object) => {
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => ask('modern', method, { ...params })),
      );
      return answers.map(({ status }) => status);
    };
    expect(await statuses('tools/list', {})).toContain(429);
    expect(await statuses('tools/call', { name: 'acme__echo' })).toEqual([200, 200, 200, 200]);
    await hurried.close();
  });
});

describe('a server that stops', () => {
  it('ends the streams that only listen', async () => {
    const stopping = await startGateway();
    const { overHttp } = createWire(stopping);
    const notifications = { toolsListChanged: true };
    const answer = await overHttp('modern', 'subscriptions/listen', { notifications });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    await stopping.close();
    expect(await answer.text()).toContain('notifications/subscriptions/acknowledged');
  });
});
