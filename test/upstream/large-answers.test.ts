import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { EncodedJson } from '../../src/domain/encoded-json.ts';
import { createNodeEgress } from '../../src/egress/node.ts';
import { createAnswerThread } from '../../src/upstream/answer-thread.ts';
import type { Upstream } from '../../src/upstream/port.ts';
import { createUpstream } from '../../src/upstream/upstream.ts';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { bearerTarget, failureOf } from './setting.ts';

const secret = 'q7Wz4Lr2Nf9Bx1Kd8Hs5Tv3Mj6Pc0YgA';
const much = 'ü"\\\n'.repeat(60_000);
let server: CustomServer;
beforeAll(async () => {
  server = await startCustomServer();
});
afterAll(() => server.close());

const open = (large?: ReturnType<typeof createAnswerThread>): Upstream => {
  const egress = createNodeEgress({ policy: { mode: 'private', allow: [] } });
  const upstream = createUpstream({ egress, ...(large && { large }) });
  onTestFinished(async () => {
    await upstream.close();
    await egress.close();
  });
  return upstream;
};
const call = (upstream: Upstream) => upstream.call(bearerTarget(server.url, secret), 'echo', {});
const asStream = (id: unknown, result: object): Response =>
  new Response(`data: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`, {
    headers: { 'content-type': 'text/event-stream' },
  });

describe.each([
  ['in a thread of its own', () => open(createAnswerThread())],
  ['where there are no threads', () => open()],
])('a large answer, read %s,', (_where, start) => {
  it.each(['JSON', 'an event stream'])('is passed on as it came as %s', async (form) => {
    const result = { content: [{ type: 'text', text: much }], structuredContent: [1], _meta: { 'a/b': 1 } };
    const foreign = { 'io.modelcontextprotocol/serverInfo': { name: 'x', version: '1' } };
    const sent = { ...result, _meta: { ...result._meta, ...foreign }, isError: true };
    server.behave({
      call: () => sent,
      answer: (_, { id, method }) => (method === 'tools/call' && form !== 'JSON' ? asStream(id, sent) : null),
    });
    const answer = await call(start());
    expect(answer.content).toBeInstanceOf(EncodedJson);
    expect(JSON.parse(JSON.stringify(answer))).toEqual({ ...result, isError: true });
  });

  it('holds no credential, as it is, in Base64 or in escapes', async () => {
    const escaped = [...secret].map((each) => `\\u00${each.charCodeAt(0).toString(16)}`).join('');
    const text = `${secret} ${btoa(`Bearer ${secret}`)} ${much}`;
    server.behave({
      answer: (_, { id, method }) => {
        if (method !== 'tools/call') return null;
        const result = { content: [{ type: 'text', text }], structuredContent: { hidden: 'HERE' } };
        const body = JSON.stringify({ jsonrpc: '2.0', id, result }).replace('HERE', escaped);
        return new Response(body, { headers: { 'content-type': 'application/json' } });
      },
    });
    const said = JSON.stringify(await call(start()));
    expect(said.match(/\[credential\]/g)).toHaveLength(3);
    expect(said).not.toContain(secret);
  });

  it.each([
    ['what is no JSON', () => `{"result": ${much}`],
    ['the answer to another call', () => JSON.stringify({ jsonrpc: '2.0', id: 'other', result: { much } })],
    ['JSON without end', () => '['.repeat(500_000)],
  ])('is refused when it is %s', async (_what, body) => {
    server.behave({
      answer: (_, { method }) =>
        method === 'tools/call'
          ? new Response(body(), { headers: { 'content-type': 'application/json' } })
          : null,
    });
    expect((await failureOf(call(start()))).failure).toBe('protocol_unknown');
  });
});
