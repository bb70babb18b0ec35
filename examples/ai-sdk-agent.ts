import { createMCPClient } from '@ai-sdk/mcp';
import { generateText, stepCountIs } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';

const { GATEWAY = '', CONCIERGE_API_KEY = '' } = process.env;

const client = await createMCPClient({
  transport: { type: 'http', url: GATEWAY, headers: { Authorization: `Bearer ${CONCIERGE_API_KEY}` } },
});
const tools = await client.tools();
console.log(`tools: ${Object.keys(tools).join(', ')}`);

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};
/** Stands for a real model, so that this runs without a key: it calls one tool, then says what it heard. */
const model = new MockLanguageModelV4({
  doGenerate: async ({ prompt }) => {
    const heard = prompt.findLast(({ role }) => role === 'tool');
    return heard === undefined
      ? {
          content: [
            {
              type: 'tool-call',
              toolCallId: 'call-1',
              toolName: 'notes__find_notes',
              input: JSON.stringify({ word: 'tea' }),
            },
          ],
          finishReason: { unified: 'tool-calls', raw: 'tool_use' },
          usage,
          warnings: [],
        }
      : {
          content: [{ type: 'text', text: `I heard: ${JSON.stringify(heard.content)}` }],
          finishReason: { unified: 'stop', raw: 'end_turn' },
          usage,
          warnings: [],
        };
  },
});

const { text } = await generateText({
  model,
  tools,
  stopWhen: stepCountIs(3),
  prompt: 'What do our notes say about tea?',
});
console.log(text);
await client.close();
