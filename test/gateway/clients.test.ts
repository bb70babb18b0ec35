import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from '@modelcontextprotocol/client';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as Transport1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EverythingServer, startEverything } from '../fixtures/everything.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { bearer, startGateway, type TestGateway } from './setting.ts';

let gateway: TestGateway;
let servers: FixtureServers;
let everything: EverythingServer;

type Connected = {
  listTools(): Promise<{ tools: { name: string }[] }>;
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<unknown>;
  close(): Promise<void>;
};

const info = { name: 'test', version: '1.0.0' };
const requestInit = () => ({ headers: bearer(gateway.key) });

const firstGeneration = async (): Promise<Connected> => {
  const client = new Client1(info);
  await client.connect(new Transport1(gateway.url, { requestInit: requestInit() }));
  return client;
};

const secondGeneration = async (mode: 'auto' | 'legacy'): Promise<Connected> => {
  const client = new Client2(info, { versionNegotiation: { mode } });
  await client.connect(new Transport2(gateway.url, { requestInit: requestInit() }));
  expect(client.getProtocolEra()).toBe(mode === 'auto' ? 'modern' : 'legacy');
  return client;
};

const clients = [
  ['the first-generation SDK', firstGeneration],
  ['the second-generation SDK, older revision', () => secondGeneration('legacy')],
  ['the second-generation SDK, 2026-07-28', () => secondGeneration('auto')],
] as const;

const calls = [
  ['an older server', 'db__run_query', { sql: 'select 1' }, 'rows of: select 1'],
  ['a 2026-07-28 server', 'weather__get_weather', { city: 'Bern' }, 'sunny in Bern'],
  ['server-everything', 'everything__echo', { message: 'hello' }, 'Echo: hello'],
] as const;

beforeAll(async () => {
  [gateway, servers, everything] = await Promise.all([
    startGateway(),
    startFixtureServers(),
    startEverything(),
  ]);
  await gateway.add('DB', servers.url('legacy'));
  await gateway.add('Weather', servers.url('modern'));
  await gateway.add('Everything', everything.url);
});

afterAll(async () => {
  await gateway.close();
  await Promise.all([servers.close(), everything.close()]);
});

describe.each(clients)('a client of %s', (_, connect) => {
  it('lists the whole catalog by name', async () => {
    const client = await connect();
    const names = (await client.listTools()).tools.map(({ name }) => name);
    await client.close();
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(calls.map(([, name]) => name)));
  });

  it.each(calls)('calls a tool of %s', async (_server, name, args, text) => {
    const client = await connect();
    const result = await client.callTool({ name, arguments: args });
    await client.close();
    expect(result).toMatchObject({ content: [{ type: 'text', text }] });
  });
});
