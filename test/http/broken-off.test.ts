import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/setting.ts';

let server: TestGateway;

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
      const line = await vi.waitUntil(() => server.lines[0]);
      expect(JSON.parse(line), path).toMatchObject({ level: 'info', status: 400 });
    }
  },
);
