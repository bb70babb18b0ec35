import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './setting.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.addAgent('support');
});

afterAll(() => gateway.close());

it.each(['', '/support'])('the gateway (%s) is no source of its own tools', async (path) => {
  const { status, json } = await gateway.ask('POST', `${gateway.storage}/sources/user-mcp`, {
    name: `self${path.replace('/', ' ')}`,
    base_url: `${gateway.url}${path}`,
    auth_kind: 'bearer',
    token: gateway.key,
  });
  expect(status).toBe(201);
  expect(json).toMatchObject({
    status: 'error',
    health_error: expect.stringMatching(/gateway of a Concierge.*register those servers themselves/),
  });
  const tools = await gateway.ask('GET', `${gateway.storage}/agents/tools`);
  expect(tools.json.count).toBe(0);
});
