import { readdir, readFile } from 'node:fs/promises';
import { serve } from '@hono/node-server';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const folder = new URL('handbook/', import.meta.url);
const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });

const readPages = async (): Promise<Map<string, string>> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.md'));
  const pages = files.map(
    async (file) => [file.slice(0, -3), await readFile(new URL(file, folder), 'utf8')] as const,
  );
  return new Map(await Promise.all(pages));
};

const mcp = createMcpHandler(() => {
  const server = new McpServer({ name: 'handbook', version: '1.0.0' });
  server.registerTool(
    'search_handbook',
    { description: 'Finds pages of the handbook by words.', inputSchema: z.object({ words: z.string() }) },
    async ({ words }) => {
      const wanted = words.toLowerCase().split(/\s+/);
      const fits = ([, page]: [string, string]): boolean =>
        wanted.every((word) => page.toLowerCase().includes(word));
      const found = [...(await readPages())].filter(fits).map(([name]) => name);
      return text(found.length === 0 ? 'No page has these words.' : `Pages: ${found.join(', ')}`);
    },
  );
  server.registerTool(
    'read_page',
    { description: 'Reads one page of the handbook.', inputSchema: z.object({ page: z.string() }) },
    async ({ page }) => {
      // Looked up among the pages there are, so that no other file can be read by its name.
      const found = (await readPages()).get(page);
      return found === undefined
        ? { ...text(`There is no page called ${page}.`), isError: true }
        : text(found);
    },
  );
  return server;
});

const port = Number(process.env.PORT ?? 3005);
serve({ fetch: (request) => mcp.fetch(request), hostname: '127.0.0.1', port }, (address) =>
  console.log(`handbook on http://127.0.0.1:${address.port}/mcp`),
);
