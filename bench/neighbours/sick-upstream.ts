/** A minimal MCP server of 2026-07-28 whose one tool hangs, fails or gives 10 MiB, as a process of its own. Usage: <behaviour> */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const tenMiB = 10 * 1024 * 1024;

const described: Record<string, object> = {
  'server/discover': {
    supportedVersions: ['2026-07-28'],
    capabilities: { tools: {} },
    ttlMs: 60_000,
    cacheScope: 'private',
    _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'bench', version: '1' } },
  },
  'tools/list': {
    tools: [{ name: 'echo', description: 'Is not well.', inputSchema: { type: 'object' } }],
    ttlMs: 60_000,
    cacheScope: 'private',
  },
};

const answer = (response: ServerResponse, status: number, body: string): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(body);
const complete = (id: unknown, result: object | undefined): string =>
  JSON.stringify({ jsonrpc: '2.0', id, result: { resultType: 'complete', ...result } });

const answers: Record<string, (response: ServerResponse, id: unknown) => void> = {
  hangs: () => undefined,
  fails: (response) => answer(response, 500, '{}'),
  'gives 10 MiB': (response, id) => {
    const room = tenMiB - complete(id, { content: [{ type: 'text', text: '' }] }).length;
    answer(response, 200, complete(id, { content: [{ type: 'text', text: 'x'.repeat(room) }] }));
  },
};
const answerCall = answers[process.argv[2] ?? ''];
if (answerCall === undefined) throw new Error(`One of: ${Object.keys(answers).join(', ')}`);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { id, method } = JSON.parse(Buffer.concat(chunks).toString());
    if (method === 'tools/call') answerCall(response, id);
    else answer(response, 200, complete(id, described[method]));
  });
});
server.listen(0, '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
