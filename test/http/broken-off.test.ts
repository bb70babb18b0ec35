import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { closedByUs } from '../../src/upstream/sentences.ts';
import { startCustomServer } from '../fixtures/custom-server.ts';
import { bearer, startGateway, type TestGateway } from '../gateway/setting.ts';

let server: TestGateway;
const patience = { timeout: 20_000 };

beforeAll(async () => {
  server = await startGateway();
});
afterAll(() => server.close());

/** Leaves in the middle of a body. */
const leave = (path: string, header: string, begun: string): void => {
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: ${server.url.host}`,
    `Authorization: Bearer ${server.key}`,
    'Content-Type: application/json',
    'Accept: application/json, text/event-stream',
    header,
  ];
  const socket = connect(Number(server.url.port), server.url.hostname, () =>
    socket.write(`${lines.join('\r\n')}\r\n\r\n${begun}`, () => setImmediate(() => socket.destroy())),
  );
};

it.each([
  ['whose length it told', 'Content-Length: 50', '{"na'],
  ['in pieces', 'Transfer-Encoding: chunked', '4\r\n{"na\r\n'],
  ['with a key to send it again', 'Content-Length: 50\r\nIdempotency-Key: again', '{"na'],
])(
  'a sender who leaves in the middle of a body %s is no fault of the server',
  async (_what, header, begun) => {
    const paths = ['/storage/sandboxes', server.url.pathname, '/mcp/concierge'];
    for (const path of paths) {
      server.lines.length = 0;
      leave(path, header, begun);
      const line = await vi.waitUntil(() => server.lines[0], patience);
      expect(JSON.parse(line), path).toMatchObject({ level: 'info', status: 400 });
    }
  },
);

/** A call by the HTTP route that its server has taken and does not answer. */
const hangingCall = async (name: string, signal: AbortSignal | null = null) => {
  const upstream = await startCustomServer({});
  onTestFinished(() => upstream.close());
  const { data_source_id } = await server.add(name, upstream.url);
  await server.addAgent(name);
  upstream.behave({ hang: ['tools/call'] });
  const address = `/api/v1${server.storage}/agents/${name}/tools/${name}__echo/call`;
  const answer = fetch(new URL(address, server.url), {
    method: 'POST',
    headers: { ...bearer(server.key), 'content-type': 'application/json' },
    body: '{}',
    signal,
  });
  await vi.waitUntil(() => upstream.count('tools/call') === 1, patience);
  server.lines.length = 0;
  return { answer, data_source_id };
};

it('a caller who leaves while a tool runs is none either', async () => {
  const left = new AbortController();
  const { answer } = await hangingCall('left', left.signal);
  left.abort();
  await expect(answer).rejects.toThrow();
  const line = await vi.waitUntil(() => server.lines[0], patience);
  expect(JSON.parse(line)).toMatchObject({ level: 'info', status: 400 });
});

it('nor is a call that a change of its source ends, and the caller is told so', async () => {
  const { answer, data_source_id } = await hangingCall('changed');
  const given = { auth_kind: 'bearer', token: 'another-token-that-is-good' };
  const changed = await server.ask('PATCH', `${server.storage}/sources/${data_source_id}/user-mcp`, given);
  expect(changed.status).toBe(200);
  const response = await answer;
  expect([response.status, (await response.json()).detail]).toEqual([502, closedByUs]);
  const line = await vi.waitUntil(() => server.lines.find((each) => each.includes('/call')), patience);
  expect(JSON.parse(line)).toMatchObject({ level: 'info', status: 502 });
});
