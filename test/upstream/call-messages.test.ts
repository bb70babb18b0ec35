import { expect, it, vi } from 'vitest';
import type { CustomBehaviour, JsonRpc } from '../fixtures/custom-server.ts';
import { startCustomServer } from '../fixtures/custom-server.ts';
import { bearerTarget, failureOf, startUpstream, targetOf } from './setting.ts';

const secret = 'q7Wz4Lr2Nf9Bx1Kd8Hs5Tv3Mj6Pc0YgA';

/** Answers a call with an event stream of these messages and, at last, a result. */
const streaming =
  (before: (call: JsonRpc) => object[]): CustomBehaviour['answer'] =>
  (_request, call) => {
    if (call.method !== 'tools/call') return null;
    const result = { jsonrpc: '2.0', id: call.id, result: { content: [] } };
    const text = [...before(call), result].map((message) => `data: ${JSON.stringify(message)}\n\n`).join('');
    return new Response(text, { headers: { 'content-type': 'text/event-stream' } });
  };
const progress = (call: JsonRpc, params: object) => ({
  jsonrpc: '2.0',
  method: 'notifications/progress',
  params: { progressToken: (call.params?._meta as Record<string, unknown>)?.progressToken, ...params },
});

it.each(['modern', 'legacy'] as const)('progress is passed on, without the credential (%s)', async (era) => {
  const answer = streaming((call) => [
    progress(call, { progress: 1, total: 2, message: `half of ${secret}` }),
    progress(call, { progress: 2 }),
    progress(call, { progress: 9, progressToken: 'of another' }),
    progress(call, { progress: 'much' }),
  ]);
  const server = await startCustomServer({ era, answer });
  const { upstream, close } = startUpstream();
  const seen: object[] = [];
  const onProgress = (one: object): void => void seen.push(one);
  await upstream.call(bearerTarget(server.url, secret), 'echo', {}, { onProgress });
  await close();
  await server.close();
  expect(seen).toEqual([{ progress: 1, total: 2, message: 'half of [credential]' }, { progress: 2 }]);
});

it('nobody asks for progress who has no use for it', async () => {
  let asked: unknown;
  const answer: CustomBehaviour['answer'] = (_request, { method, params }) => {
    if (method === 'tools/call') asked = params;
    return null;
  };
  const server = await startCustomServer({ era: 'legacy', answer });
  const { upstream, close } = startUpstream();
  await upstream.call(targetOf(server.url), 'echo', { a: 1 });
  await close();
  await server.close();
  expect(asked).toEqual({ name: 'echo', arguments: { a: 1 } });
});

it('a ping of an older server within a call is answered', async () => {
  const answers: JsonRpc[] = [];
  const stream = streaming(() => [{ jsonrpc: '2.0', id: 'p1', method: 'ping' }]);
  const server = await startCustomServer({
    era: 'legacy',
    answer: (request, message) => {
      if (message.id === 'p1') answers.push(message);
      return stream(request, message);
    },
  });
  const { upstream, close } = startUpstream();
  await upstream.call(targetOf(server.url), 'echo', {});
  await vi.waitUntil(() => answers.length === 1, { timeout: 20_000 });
  await close();
  await server.close();
  expect(answers[0]).toMatchObject({ id: 'p1', result: {} });
});

it.each<[string, (call: JsonRpc) => unknown, string]>([
  [
    'the answer to something else',
    () => ({ jsonrpc: '2.0', id: 5, result: { content: [] } }),
    'protocol_unknown',
  ],
  ['a result that is no object', ({ id }) => ({ jsonrpc: '2.0', id, result: 'x' }), 'protocol_unknown'],
  ['no message at all', () => 'hello', 'protocol_unknown'],
  ['an error without an id', () => ({ jsonrpc: '2.0', id: null, error: { code: -32700 } }), 'server_error'],
])('%s ends a call at once', async (_what, body, failure) => {
  const answer: CustomBehaviour['answer'] = (_request, call) =>
    call.method === 'tools/call' ? Response.json(body(call)) : null;
  const server = await startCustomServer({ answer });
  const { upstream, close } = startUpstream();
  const error = await failureOf(upstream.call(targetOf(server.url), 'echo', {}));
  await close();
  await server.close();
  expect(error.failure).toBe(failure);
  expect(server.count('tools/call')).toBe(1);
});
