/** A process with MCP servers of its own, so that their work is not measured. Prints their addresses; a line on standard input is the number of the one to hang from then on, or `none`. */
import { createInterface } from 'node:readline';
import { startCustomServer } from '../test/fixtures/custom-server.ts';

const [servers = 20, tools = 20] = process.argv.slice(2).map(Number);

const listed = Array.from({ length: tools }, (_, at) => ({
  name: `tool_${at}`,
  description: `Does the thing with number ${at}, as any other tool of this kind would.`,
  inputSchema: {
    type: 'object',
    properties: { query: { type: 'string' }, limit: { type: 'integer', minimum: 1, maximum: 50 } },
    required: ['query'],
  },
}));
const started = await Promise.all(
  Array.from({ length: servers }, () => startCustomServer({ tools: listed, ttlMs: null })),
);
console.log(JSON.stringify(started.map(({ url }) => url)));

for await (const line of createInterface({ input: process.stdin })) {
  for (const [at, server] of started.entries())
    server.behave({ hang: String(at) === line ? ['tools/list'] : [] });
  console.log('done');
}
