import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { modelKey, proposes } from '../concierge/anthropic/setting.ts';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { type MessagesApi, startMessagesApi } from '../fixtures/messages-api.ts';
import { startGateway, type TestGateway } from '../gateway/setting.ts';

let upstream: CustomServer;
let api: MessagesApi;
let server: TestGateway;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  upstream = await startCustomServer();
  api = await startMessagesApi();
  server = await startGateway({ env: { ANTHROPIC_API_KEY: modelKey, ANTHROPIC_BASE_URL: api.url } });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
  await api.close();
  await upstream.close();
});

const figures = async (): Promise<string> => (await server.ask('GET', '/metrics')).text;
const breakers = async (): Promise<Record<string, number>> =>
  Object.fromEntries(
    [...(await figures()).matchAll(/^concierge_breakers\{state="(\w+)"\} (\d+)$/gm)].map(
      ([, state, sources]) => [state!, Number(sources)],
    ),
  );

it('a breaker is counted as open after five outages, as half open while one is let through, then as closed', async () => {
  await server.add('Acme', upstream.url);
  await server.addAgent('support');
  const call = () =>
    server.ask('POST', `${server.storage}/agents/support/tools/acme__echo/call`, { arguments: {} });
  const isCall = (method?: string): boolean => method === 'tools/call';
  upstream.behave({
    answer: (_, { method }) => (isCall(method) ? new Response('', { status: 503 }) : null),
  });
  for (let time = 0; time < 5; time++) await call();
  expect(await breakers()).toEqual({ closed: 0, open: 1, half_open: 0 });

  const asked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<null>();
  upstream.behave({
    answer: (_, { method }) => {
      if (isCall(method)) asked.resolve();
      return isCall(method) ? released.promise : null;
    },
  });
  vi.setSystemTime(Date.now() + 60_000);
  const trial = call();
  await asked.promise;
  expect(await breakers()).toEqual({ closed: 0, open: 0, half_open: 1 });
  released.resolve(null);
  await trial;
  expect(await breakers()).toEqual({ closed: 1, open: 0, half_open: 0 });
});

it('what the model of the conversation takes and gives is counted', async () => {
  api.script(proposes({ command: 'list_agents' }));
  const { json } = await server.ask('POST', `${server.storage}/concierge/test`, {
    message: '¿Quién trabaja aquí?',
  });
  expect([json.tokens_in, json.tokens_out]).toEqual([10, 5]);
  const text = await figures();
  expect(text).toContain('concierge_model_tokens_total{by="concierge",direction="in"} 10\n');
  expect(text).toContain('concierge_model_tokens_total{by="concierge",direction="out"} 5\n');
});
