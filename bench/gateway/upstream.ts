/** A minimal MCP server of 2026-07-28 with one tool, as a process of its own. Prints its address. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const results: Record<string, (params: { arguments?: { text?: unknown } }) => object> = {
  'server/discover': () => ({
    supportedVersions: ['2026-07-28'],
    capabilities: { tools: {} },
    ttlMs: 0,
    cacheScope: 'private',
    _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'bench', version: '1' } },
  }),
  'tools/list': () => ({
    tools: [
      {
        name: 'echo',
        description: 'Says it again.',
        inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
      },
    ],
    ttlMs: 0,
    cacheScope: 'private',
  }),
  'tools/call': ({ arguments: args }) => ({ content: [{ type: 'text', text: args?.text ?? '' }] }),
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString());
    const result = { resultType: 'complete', ...results[method]?.(params) };
    const body = JSON.stringify({ jsonrpc: '2.0', id, result });
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
