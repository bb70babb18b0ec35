import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { itOnNode } from '../workerd/runtime.ts';
import { startGateway, type TestGateway } from './setting.ts';
import { createWire, type Era, type Sent } from './wire.ts';

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

const everyTimeAnew = ['date', 'x-request-id'];

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

/** A page's message goes through the middleware, a program's does not. */
describe.each(['legacy', 'modern'] as Era[])(
  'of %s, what a page and a program are answered is the same',
  (era) => {
    it.each(requests)('for %s', async (_what, method, params, { path, headers, ...extra }) => {
      const own = path === 'agent' ? { path: `${gateway.path}/nobody` } : path === undefined ? {} : { path };
      const asPage = { ...headers, origin: 'http://localhost' };
      const page = await answerOf(await wire.ask(era, method, params, { ...extra, ...own, headers: asPage }));
      const pageLine = logged();
      const program = await wire.ask(era, method, params, { ...extra, ...own, ...(headers && { headers }) });
      expect(await answerOf(program)).toEqual(page);
      expect(logged()).toEqual(pageLine);
    });
  },
);

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
