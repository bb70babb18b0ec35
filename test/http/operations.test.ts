import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { startGateway, type TestGateway } from '../gateway/setting.ts';
import { itOnNode } from '../workerd/runtime.ts';

const sent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
let server: TestGateway;
let upstream: CustomServer;
let seen: (string | null)[] = [];
let call: string;

beforeAll(async () => {
  const answer = (request: Request, { method }: { method?: string }) => {
    if (method === 'tools/call' || request.headers.has('traceparent'))
      seen.push(request.headers.get('traceparent'));
    return null;
  };
  upstream = await startCustomServer({ answer });
  server = await startGateway();
  await server.add('Acme', upstream.url);
  await server.addAgent('support');
  call = `${server.storage}/agents/support/tools/acme__echo/call`;
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

const send = (path: string, headers: Record<string, string> = {}, body?: object) =>
  server.app.fetch(
    new Request(`http://127.0.0.1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
const linesOf = (message: string): Record<string, unknown>[] =>
  server.lines.map((line) => JSON.parse(line)).filter((line) => line.message === message);
const metrics = async (): Promise<string> => (await send('/metrics', { authorization: '' })).text();

it('a traceparent in order goes to the server of the tool, and no other request or form of it', async () => {
  seen = [];
  for (const traceparent of [sent, sent.toUpperCase(), `${sent}-x`, sent.replace(/^00/, 'ff'), 'x'])
    expect((await send(call, { traceparent }, { arguments: {} })).status).toBe(200);
  expect(seen).toEqual([sent, null, null, null, null]);
});

it('a tool call is logged by its whole route, with the trace', async () => {
  server.lines.length = 0;
  await send(call, { traceparent: sent }, { arguments: { secretfield: 1 } });
  const [line] = linesOf('request');
  expect(line?.route).toBe('/storage/sandboxes/:sandbox_id/agents/:slug/tools/:name/call');
  expect(line?.trace_id).toBe('0af7651916cd43dd8448eb211c80319c');
  expect(server.lines.join()).not.toMatch(/secretfield|acme__echo/);
});

itOnNode('a Worker keeps no figures')(
  'a request is logged and counted by the route that answered, where another pattern fits too',
  async () => {
    server.lines.length = 0;
    await send(`${server.storage}/agents/tools`);
    const route = '/storage/sandboxes/:sandbox_id/agents/tools';
    expect(linesOf('request').map((line) => line.route)).toEqual([route]);
    expect(await metrics()).toContain(`{method="GET",route="${route}",status="200"} 1`);
  },
);

it('a turn leaves one line that says what it did and nothing that was said', async () => {
  server.lines.length = 0;
  const say = async (body: object): Promise<string> =>
    (await send(`${server.storage}/concierge/chat`, { traceparent: sent }, body)).text();
  const said = await say({ message: 'register https://zanzibar.example/mcp' });
  await say({ message: 'what sources do I have?', session_id: /ss_\w{26}/.exec(said)?.[0] });
  const common = {
    trace_id: '0af7651916cd43dd8448eb211c80319c',
    input: 'message',
    outcome: 'succeeded',
    flow: 'register',
    awaiting: 'auth_kind',
    ms: expect.any(Number),
  };
  const [first, second] = linesOf('request').map(({ request_id }) => request_id);
  expect(linesOf('turn')).toEqual([
    expect.objectContaining({ ...common, request_id: first, tools: [] }),
    expect.objectContaining({ ...common, request_id: second, tools: ['list_sources'], commands: 1 }),
  ]);
  expect(server.lines.join()).not.toContain('zanzibar');
});

itOnNode('a Worker keeps no figures')('metrics need no key and count by outcome', async () => {
  await send(call, {}, { arguments: {} });
  await send(call.replace('echo', 'nothing'), {}, { arguments: {} });
  const text = await metrics();
  for (const line of [
    /^concierge_tool_call_duration_seconds_count\{outcome="ok"\} \d+$/m,
    /^concierge_tool_call_duration_seconds_count\{outcome="not_found"\} 1$/m,
    /^concierge_upstream_duration_seconds_count\{operation="list",outcome="ok"\} \d+$/m,
    /^concierge_turn_duration_seconds_count\{by="concierge",outcome="succeeded"\} \d+$/m,
    /^concierge_catalog_tools 1$/m,
    /^concierge_breakers\{state="closed"\} 1$/m,
  ])
    expect(text).toMatch(line);
});

itOnNode('a Worker keeps no figures')(
  'metrics name no account, source, tool or path of anybody',
  async () => {
    await send('/nothing/of/Zanzibar');
    const text = await metrics();
    expect(text).toContain('route="none"');
    expect(text).not.toMatch(/Zanzibar|acme|"support"|(?:us|sb|ds|ag)_\w{26}/i);
  },
);

itOnNode('nobody tells a Worker to stop')(
  'what is new is refused once the server is told to stop, and probes and figures go on',
  async () => {
    const stopping = await startGateway();
    stopping.app.drain();
    const { status, json, headers } = await stopping.ask('GET', stopping.storage);
    expect([status, headers.get('connection'), json.error, json.detail]).toEqual([
      503,
      'close',
      'unavailable',
      'The server is stopping. Try again in a moment.',
    ]);
    expect(JSON.parse(stopping.lines.at(-1)!)).toMatchObject({ level: 'info', status: 503 });
    const probe = async (path: string) =>
      (await stopping.app.fetch(new Request(`http://127.0.0.1${path}`))).status;
    expect(await Promise.all(['/healthz', '/readyz', '/metrics'].map(probe))).toEqual([200, 503, 200]);
    await stopping.close();
  },
);
