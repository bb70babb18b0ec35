import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { isOnWorkerd, itOnNode } from '../workerd/runtime.ts';
import { bearer, startGateway, type TestGateway } from './setting.ts';
import { createWire, messageOf, type Sent } from './wire.ts';

let gateway: TestGateway;
let upstream: CustomServer;
let wire: ReturnType<typeof createWire>;

beforeAll(async () => {
  upstream = await startCustomServer();
  gateway = await startGateway();
  wire = createWire(gateway);
  await gateway.add('Acme', upstream.url);
  await gateway.addAgent('support');
});

afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

/** The last three are the server's, about its connection. */
const everyTimeAnew = [
  'date',
  'x-request-id',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
];

const answerOf = async (response: Response) => {
  const headers = [...response.headers].filter(([name]) => !everyTimeAnew.includes(name)).sort();
  const text = await response.text();
  return { status: response.status, headers, text: text.replace(/"request_id":"[^"]+"/, '"request_id":""') };
};

/** The last log line, without what is new each time. */
const logged = () => {
  const { request_id, ms, ...line } = JSON.parse(gateway.lines.at(-1)!);
  return { ...line, isNamed: typeof request_id === 'string' && typeof ms === 'number' };
};

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const call = { name: 'acme__echo', arguments: { text: 'hello' } };
const requests: [what: string, method: string, params: Record<string, unknown>, extra: Sent][] = [
  ['a call', 'tools/call', call, {}],
  ['a call with a trace', 'tools/call', call, { headers: { traceparent } }],
  ['a call of an unknown tool', 'tools/call', { ...call, name: 'nothing' }, {}],
  ['a list', 'tools/list', {}, {}],
  ['what is no JSON', 'tools/list', {}, { body: '{' }],
  ['a batch', 'tools/list', {}, { body: [] }],
  ['no key', 'tools/call', call, { headers: { authorization: '' } }],
  ['an unknown sandbox', 'tools/list', {}, { path: '/mcp/sb_01JD0000000000000000000000' }],
  ['a call in an unknown sandbox', 'tools/call', call, { path: '/mcp/sb_01JD0000000000000000000000' }],
  ['an unknown agent', 'tools/call', call, { path: 'agent' }],
];

type Send = (path: string, init: RequestInit) => Promise<Response>;
const throughFetch: Send = (path, init) => gateway.app.fetch(new Request(`http://localhost${path}`, init));
const overHttp: Send = (path, init) => fetch(new URL(path, gateway.url), init);
/**
 * The ways in: as a web-standard request, and as Node's server takes it, which a Worker has not. A page's message
 * goes through the middleware, a program's does not.
 */
const doors: [string, Send][] = [
  ['to `fetch`', throughFetch],
  ...(isOnWorkerd ? [] : [['over HTTP', overHttp] satisfies [string, Send]]),
];

describe.each(doors)('a program that sends %s', (_door, send) => {
  const eras = ['legacy', 'modern'] as const;
  const cases = eras.flatMap((era) => requests.map((request) => [request[0], era, request] as const));

  it.each(cases)(
    '%s (%s) is answered and logged as a page is',
    async (_what, era, [, method, params, extra]) => {
      const message = messageOf(era, method, params);
      const text = typeof extra.body === 'string' ? extra.body : JSON.stringify(extra.body ?? message.body);
      const path = extra.path === 'agent' ? `${gateway.path}/nobody` : (extra.path ?? gateway.path);
      const ask = (headers: Record<string, string>): Promise<Response> =>
        send(path, {
          method: 'POST',
          headers: {
            ...bearer(gateway.key),
            accept: 'application/json, text/event-stream',
            'content-type': 'application/json',
            'content-length': String(new TextEncoder().encode(text).byteLength),
            ...message.headers,
            ...extra.headers,
            ...headers,
          },
          body: text,
        });
      const page = await answerOf(await ask({ origin: 'http://localhost' }));
      const pageLine = logged();
      expect(await answerOf(await ask({}))).toEqual(page);
      expect(logged()).toEqual(pageLine);
    },
  );
});

it('a program that comes by a foreign name is refused as a page is', async () => {
  const { status } = await gateway.app.fetch(
    new Request(`http://evil.example${gateway.path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': '2',
        authorization: `Bearer ${gateway.key}`,
      },
      body: '{}',
    }),
  );
  expect(status).toBe(400);
});

it.each(['suspend', 'archive'])('a program can call nothing in a sandbox after %s', async (change) => {
  const tenant = await gateway.newTenant();
  await tenant.ask('POST', `/storage/sandboxes/${tenant.sandbox_id}/${change}`);
  const headers = { authorization: `Bearer ${tenant.key}` };
  const response = await wire.ask('modern', 'tools/call', call, { path: tenant.path, headers });
  expect(await response.text()).toMatch(/can only be read|has no tools/);
});

itOnNode('a Worker keeps no figures, and nobody tells it to stop')(
  'a program is counted as a page is, and refused as a page is once the server is told to stop',
  async () => {
    const stopping = await startGateway();
    const { ask } = createWire(stopping);
    const counted = async (): Promise<string[]> =>
      (await stopping.ask('GET', '/metrics')).text.match(/requests_total\{.*mcp.*/g) ?? [];
    const page = { origin: 'http://localhost' };
    for (const headers of [{}, page]) await (await ask('modern', 'tools/list', {}, { headers })).text();
    expect(await counted()).toEqual([
      'requests_total{method="POST",route="/mcp/:sandbox_id",status="200"} 2',
    ]);
    stopping.app.drain();
    const asProgram = await answerOf(await ask('modern', 'tools/call', call, {}));
    expect(asProgram).toEqual(await answerOf(await ask('modern', 'tools/call', call, { headers: page })));
    expect([asProgram.status, JSON.parse(asProgram.text).error]).toEqual([503, 'unavailable']);
    await stopping.close();
  },
);
