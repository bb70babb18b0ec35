import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CustomServer, type JsonRpc, startCustomServer } from '../fixtures/custom-server.ts';
import { itOnNode } from '../workerd/runtime.ts';
import { startGateway, type TestGateway } from './setting.ts';
import { createWire, type Era, messages } from './wire.ts';

let gateway: TestGateway;
let upstream: CustomServer;
let wire: ReturnType<typeof createWire>;
let sourceId: string;

const tools = ['echo', 'delete_all'].map((name) => ({ name, inputSchema: { type: 'object' } }));
const said = { content: [{ type: 'text', text: 'said' }] };

beforeAll(async () => {
  upstream = await startCustomServer({ tools });
  gateway = await startGateway();
  wire = createWire(gateway);
  ({ data_source_id: sourceId } = await gateway.add('Acme', upstream.url, { rate_cap_per_minute: 600 }));
});

beforeEach(() => upstream.behave({ tools, call: () => said, hang: [], answer: () => null }));

afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const eras: Era[] = ['legacy', 'modern'];
const call = (era: Era, name = 'acme__echo', args: unknown = {}) =>
  wire.result(era, 'tools/call', { name, arguments: args });
const source = (verb: string) => gateway.ask('POST', `${gateway.storage}/sources/${sourceId}/${verb}`);

describe.each(eras)('a call of a %s client', (era) => {
  it('answers everything a tool can answer, unchanged', async () => {
    const result = {
      content: [
        { type: 'text', text: 'said', annotations: { audience: ['user'] } },
        { type: 'image', data: 'aGk=', mimeType: 'image/png' },
        { type: 'audio', data: 'aGk=', mimeType: 'audio/wav' },
        { type: 'resource_link', uri: 'file:///a', name: 'a' },
        { type: 'resource', resource: { uri: 'file:///b', text: 'b' } },
        { type: 'of_tomorrow', value: 1 },
      ],
      structuredContent: { hits: [1, 2], nested: { deep: null } },
      _meta: { 'acme/trace': 'x1' },
    };
    upstream.behave({ call: () => result });
    expect((await call(era)).result).toMatchObject(result);
  });

  it('gives its arguments to the tool as they are', async () => {
    upstream.behave({ call: (name, args) => ({ content: [], structuredContent: { name, args } }) });
    const args = { text: 'ü', list: [1, { two: null }] };
    const { result } = await call(era, 'acme__echo', args);
    expect(result.structuredContent).toEqual({ name: 'echo', args });
  });

  it('tells the failure of a tool as the tool told it', async () => {
    upstream.behave({ call: () => ({ ...said, isError: true }) });
    expect((await call(era)).result).toMatchObject({ ...said, isError: true });
  });

  it('of a tool that does not exist is refused with the closest name', async () => {
    const { error } = await call(era, 'acme__ecko');
    expect(error).toEqual({ code: -32602, message: expect.stringContaining('acme__echo') });
  });

  it.each([
    ['no name', { arguments: {} }],
    ['a name that is no text', { name: 7 }],
    ['arguments that are a list', { name: 'acme__echo', arguments: [] }],
  ])('with %s is refused', async (_, params) => {
    expect((await wire.result(era, 'tools/call', params)).error.code).toBe(-32602);
  });

  it('of a paused source is answered with the reason', async () => {
    await source('pause');
    const { result } = await call(era);
    await source('resume');
    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('paused') }] });
  });

  it('tells that its server failed, in our words', async () => {
    upstream.behave({ answer: () => new Response('secret reasons', { status: 500 }) });
    const { result } = await call(era);
    expect(result.isError).toBe(true);
    expect(result.content[0].text).not.toContain('secret reasons');
  });
});

describe('a result without an object', () => {
  it('is wrapped for older clients, which know objects only', async () => {
    upstream.behave({ call: () => ({ ...said, structuredContent: [1, 2] }) });
    expect((await call('modern')).result.structuredContent).toEqual([1, 2]);
    expect((await call('legacy')).result.structuredContent).toEqual({ result: [1, 2] });
  });
});

describe('a call in a rare form', () => {
  it('with its name in Base64 is answered like any other', async () => {
    const headers = { 'mcp-name': `=?base64?${btoa('acme__echo')}?=` };
    const { result } = await wire.result('modern', 'tools/call', { name: 'acme__echo' }, { headers });
    expect(result).toMatchObject(said);
  });
});

describe('arguments that must be repeated in headers', () => {
  const region = { type: 'string', 'x-mcp-header': 'Region' };
  const repeating = [{ name: 'move', inputSchema: { type: 'object', properties: { region } } }];
  const ask = (header: Record<string, string>, args: object = { region: 'Zürich' }) =>
    wire.ask('modern', 'tools/call', { name: 'nord__move', arguments: args }, { headers: header });
  const encoded = `=?base64?${Buffer.from('Zürich').toString('base64')}?=`;
  let nord: CustomServer;

  beforeAll(async () => {
    nord = await startCustomServer({ tools: repeating });
    await gateway.add('Nord', nord.url);
  });
  afterAll(() => nord.close());

  it.each([
    ['missing', {}],
    ['another', { 'mcp-param-region': 'Bern' }],
    ['no Base64', { 'mcp-param-region': '=?base64?a?=' }],
  ])('refuse the call when the header is %s', async (_, header) => {
    const before = nord.executions();
    const response = await ask(header);
    expect([response.status, (await response.json()).error.code]).toEqual([400, -32020]);
    expect(nord.executions()).toBe(before);
  });

  it.each([
    ['is repeated', { 'mcp-param-region': encoded }, undefined],
    ['is absent', {}, {}],
  ])('let the call through when the argument %s', async (_, header, args) => {
    expect((await ask(header, args)).status).toBe(200);
  });
});

describe('a client that leaves', () => {
  itOnNode('a local workerd does not tell that a client left before its answer began').each(eras)(
    'cancels its call at the server (%s)',
    async (era) => {
      const started = Promise.withResolvers<void>();
      const cancelled = Promise.withResolvers<void>();
      const answer = (request: Request, { method }: JsonRpc): null => {
        if (method !== 'tools/call') return null;
        request.signal.addEventListener('abort', () => cancelled.resolve());
        started.resolve();
        return null;
      };
      upstream.behave({ hang: ['tools/call'], answer });
      const client = new AbortController();
      const params = { name: 'acme__echo', arguments: {} };
      const left = wire.overHttp(era, 'tools/call', params, client.signal).catch(({ name }) => name);
      await started.promise;
      client.abort();
      expect(await left).toBe('AbortError');
      await cancelled.promise;
    },
  );
});

describe('progress', () => {
  const inProgress = (token: unknown): Response => {
    const progress = { progressToken: token, progress: 1, total: 2, message: 'half' };
    const frames = [
      { jsonrpc: '2.0', method: 'notifications/progress', params: progress },
      { jsonrpc: '2.0', id: token, result: { ...said, resultType: 'complete' } },
    ];
    const text = frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join('');
    return new Response(text, { headers: { 'content-type': 'text/event-stream' } });
  };

  beforeEach(() =>
    upstream.behave({
      answer: (_, { id, method, params }) => {
        if (method !== 'tools/call') return null;
        const token = (params?._meta as { progressToken?: unknown } | undefined)?.progressToken;
        return token === undefined ? null : inProgress(id);
      },
    }),
  );

  it.each(eras)('reaches a %s client under its own token, before the result', async (era) => {
    const params = { name: 'acme__echo', arguments: {}, _meta: { progressToken: 'mine' } };
    const response = await wire.ask(era, 'tools/call', params);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(await messages(response)).toMatchObject([
      {
        method: 'notifications/progress',
        params: { progressToken: 'mine', progress: 1, total: 2, message: 'half' },
      },
      { id: 1, result: said },
    ]);
  });

  it.each(eras)('is not asked for when the %s client did not', async (era) => {
    const response = await wire.ask(era, 'tools/call', { name: 'acme__echo', arguments: {} });
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await messages(response)).toMatchObject([{ id: 1, result: said }]);
  });

  it.each(eras)('that never comes leaves a plain answer (%s)', async (era) => {
    upstream.behave({ answer: () => null });
    const params = { name: 'acme__echo', arguments: {}, _meta: { progressToken: 7 } };
    const response = await wire.ask(era, 'tools/call', params);
    expect(response.headers.get('content-type')).toContain('application/json');
  });
});

describe('a source at its rate cap', () => {
  it('answers with the time to wait, and its server is not asked', async () => {
    const slow = await startCustomServer({ tools });
    await gateway.add('Slow', slow.url, { rate_cap_per_minute: 1 });
    expect((await call('modern', 'slow__echo')).result.isError).toBeUndefined();
    const { result } = await call('modern', 'slow__echo');
    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/\d+ s/) }] });
    expect(slow.executions()).toBe(1);
    await slow.close();
  });
});

describe('a revoked source', () => {
  it.each(eras)('answers a %s client that it was revoked', async (era) => {
    await source('user-mcp/revoke');
    const { result } = await call(era);
    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('revoked') }] });
  });
});
