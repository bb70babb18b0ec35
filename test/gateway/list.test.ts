import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { startGateway, type TestGateway } from './setting.ts';
import { createWire, type Era } from './wire.ts';

let gateway: TestGateway;
let acme: CustomServer;
let zoo: CustomServer;
let wire: ReturnType<typeof createWire>;
let acmeId: string;

const inputSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: { city: { $anchor: 'city', type: 'string', minLength: 1 } },
  properties: { city: { $ref: '#/$defs/city' }, tags: { prefixItems: [{ type: 'string' }], items: false } },
  dependentRequired: { tags: ['city'] },
  allOf: [{ anyOf: [{ required: ['city'] }, { required: ['tags'] }] }],
  unevaluatedProperties: false,
};
const described = {
  name: 'find',
  title: 'Find it',
  description: 'Finds.',
  inputSchema,
  outputSchema: { type: 'object', properties: { hits: { type: 'integer' } } },
  annotations: { readOnlyHint: true, 'x-own': 1 },
};
const listing = { name: 'all', inputSchema: { type: 'object' }, outputSchema: { type: 'array', items: {} } };

beforeAll(async () => {
  acme = await startCustomServer({ tools: [listing, described] });
  zoo = await startCustomServer({ tools: [{ name: 'feed', inputSchema: { type: 'object' } }] });
  gateway = await startGateway();
  wire = createWire(gateway);
  await gateway.add('Zoo', zoo.url);
  ({ data_source_id: acmeId } = await gateway.add('Acme', acme.url));
});

afterAll(async () => {
  await gateway.close();
  await Promise.all([acme.close(), zoo.close()]);
});

type Listed = { name: string; outputSchema?: unknown };
const list = async (era: Era, path = gateway.path): Promise<Listed[]> =>
  (await wire.result(era, 'tools/list', {}, { path })).result.tools;
const names = async (path?: string): Promise<string[]> =>
  (await list('modern', path)).map(({ name }) => name);
const change = (method: string, path: string, body?: unknown) =>
  gateway.ask(method, `${gateway.storage}${path}`, body);

describe('the list of tools', () => {
  it('is the catalog of the sandbox, by name', async () => {
    const { json } = await change('GET', '/agents/tools');
    const catalog: string[] = json.tools.map(({ name }: Listed) => name);
    expect(await names()).toEqual(catalog.sort());
    expect(catalog).toHaveLength(3);
  });

  it.each<Era>(['legacy', 'modern'])('keeps every part of a definition (%s)', async (era) => {
    const found = (await list(era)).find(({ name }) => name === 'acme__find');
    expect(found).toEqual({ ...described, name: 'acme__find' });
  });

  it('leaves out for older clients a result schema they would refuse', async () => {
    const schemaOf = async (era: Era) =>
      (await list(era)).find(({ name }) => name === 'acme__all')?.outputSchema;
    expect(await schemaOf('modern')).toEqual({ type: 'array', items: {} });
    expect(await schemaOf('legacy')).toBeUndefined();
  });

  it('may be kept by nobody', async () => {
    const { result } = await wire.result('modern', 'tools/list');
    expect(result).toMatchObject({ ttlMs: 0, cacheScope: 'private', resultType: 'complete' });
  });

  it('is that of an agent, by its allowlist', async () => {
    await gateway.addAgent('keeper', { tool_allowlist: ['zoo__feed'] });
    const path = `${gateway.path}/keeper`;
    expect(await names(path)).toEqual(['zoo__feed']);
    await change('PATCH', '/agents/keeper', { tool_allowlist: [] });
    expect(await names(path)).toHaveLength(3);
  });

  it('shows a pause, a rename and a revoke at once', async () => {
    await change('POST', `/sources/${acmeId}/pause`);
    expect(await names()).toEqual(['zoo__feed']);
    await change('POST', `/sources/${acmeId}/resume`);
    await change('PATCH', `/sources/${acmeId}`, { name: 'Bolt' });
    expect(await names()).toEqual(['bolt__all', 'bolt__find', 'zoo__feed']);
    await change('POST', `/sources/${acmeId}/user-mcp/revoke`);
    expect(await names()).toEqual(['zoo__feed']);
  });
});
