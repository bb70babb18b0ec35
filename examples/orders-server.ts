import { serve } from '@hono/node-server';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const { ORDERS_API = 'http://127.0.0.1:3003', ORDERS_TOKEN, PORT = '3004' } = process.env;
if (!ORDERS_TOKEN) throw new Error('Set ORDERS_TOKEN: what callers have to send as their bearer token.');

/** Asks the API. What it says goes to the model as text; a refusal is a result too, so that the model can react. */
const ask = async (path: string) => {
  const response = await fetch(new URL(path, ORDERS_API));
  return { content: [{ type: 'text' as const, text: await response.text() }], isError: !response.ok };
};

const mcp = createMcpHandler(() => {
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  server.registerTool(
    'list_orders',
    {
      description: 'Lists orders, all of them or those of one status.',
      inputSchema: z.object({ status: z.enum(['open', 'sent']).optional() }),
      annotations: { readOnlyHint: true },
    },
    ({ status }) => ask(status === undefined ? '/orders' : `/orders?status=${status}`),
  );
  server.registerTool(
    'get_order',
    {
      description: 'Shows one order by its id.',
      inputSchema: z.object({ id: z.string() }),
      annotations: { readOnlyHint: true },
    },
    ({ id }) => ask(`/orders/${encodeURIComponent(id)}`),
  );
  return server;
});

const guarded = (request: Request): Response | Promise<Response> =>
  request.headers.get('authorization') === `Bearer ${ORDERS_TOKEN}`
    ? mcp.fetch(request)
    : new Response('Send the token.', { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } });

serve({ fetch: guarded, hostname: '127.0.0.1', port: Number(PORT) }, (address) =>
  console.log(`orders on http://127.0.0.1:${address.port}/mcp`),
);
