import { serve } from '@hono/node-server';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** Stands for a server that is not yours and offers more than you want. */
const tools = ['find_shipment', 'list_depots', 'change_address', 'cancel_shipment'];

const mcp = createMcpHandler(() => {
  const server = new McpServer({ name: 'partner', version: '2.3.0' });
  for (const name of tools)
    server.registerTool(
      name,
      { description: `Can ${name.replace('_', ' ')}.`, inputSchema: z.object({ id: z.string() }) },
      ({ id }) => ({ content: [{ type: 'text', text: `${name} of ${id}: done` }] }),
    );
  return server;
});

const port = Number(process.env.PORT ?? 3006);
serve({ fetch: (request) => mcp.fetch(request), hostname: '127.0.0.1', port }, (address) =>
  console.log(`partner on http://127.0.0.1:${address.port}/mcp`),
);
