import { serve } from '@hono/node-server';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const notes = ['Tea is in the second cupboard.', 'The printer needs a nudge.', 'Tea time is at four.'];

const mcp = createMcpHandler(() => {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  const inputSchema = z.object({ word: z.string() });
  server.registerTool('find_notes', { description: 'Finds notes with a word.', inputSchema }, ({ word }) => {
    const found = notes.filter((note) => note.toLowerCase().includes(word.toLowerCase()));
    return { content: [{ type: 'text', text: found.join('\n') || 'No note has that word.' }] };
  });
  return server;
});

const port = Number(process.env.PORT ?? 3001);
serve({ fetch: (request) => mcp.fetch(request), hostname: '127.0.0.1', port }, (address) =>
  console.log(`notes on http://127.0.0.1:${address.port}/mcp`),
);
