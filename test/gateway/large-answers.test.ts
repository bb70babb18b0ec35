import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { startGateway, type TestGateway } from './setting.ts';
import { createWire, type Era } from './wire.ts';

const content = [{ type: 'text', text: 'ü"\n'.repeat(100_000) }];
let gateway: TestGateway;
let upstream: CustomServer;
let wire: ReturnType<typeof createWire>;

beforeAll(async () => {
  upstream = await startCustomServer({
    call: () => ({ content, structuredContent: [1], _meta: { 'a/b': 1 }, isError: true }),
  });
  gateway = await startGateway();
  wire = createWire(gateway);
  await gateway.add('Acme', upstream.url);
  await gateway.addAgent('support');
});

afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const eras: [Era, unknown, object][] = [
  ['legacy', { result: [1] }, { 'a/b': 1 }],
  ['modern', [1], { 'a/b': 1, 'io.modelcontextprotocol/serverInfo': { name: 'concierge' } }],
];

describe('a large answer', () => {
  it.each(eras)('reaches a %s client as it would were it small', async (era, structuredContent, _meta) => {
    const params = { name: 'acme__echo', arguments: {} };
    const expected = { content, structuredContent, isError: true, _meta };
    expect((await wire.result(era, 'tools/call', params)).result).toMatchObject(expected);
    const overHttp = await wire.overHttp(era, 'tools/call', params);
    expect((await overHttp.json()).result).toMatchObject(expected);
  });

  it('reaches a caller of the API', async () => {
    const path = `${gateway.storage}/agents/support/tools/acme__echo/call`;
    const { status, json } = await gateway.ask('POST', path, { arguments: {} });
    const expected = { content, structured_content: [1], is_error: true, meta: { 'a/b': 1 } };
    expect([status, json]).toMatchObject([200, expected]);
  });
});
