import type { ModelMessage } from './model.ts';

/** What one run adds to a conversation: the message of the user, what came of it, the answer. */
export type Exchange = ModelMessage[];

/** Characters of JSON that one exchange, and a whole conversation, may have in the store. */
const maxExchange = 128 * 1024;
const maxHistory = 512 * 1024;
const maxExchanges = 100;

const lengthOf = (value: unknown): number => JSON.stringify(value).length;

const withoutImages = (message: ModelMessage): ModelMessage => {
  if (message.role !== 'user' || typeof message.content === 'string') return message;
  const content = message.content.map((block) => {
    if (block.type !== 'tool_result' || !Array.isArray(block.content)) return block;
    const parts = block.content.map((part) =>
      part.type === 'image' ? { type: 'text' as const, text: '[an image that was shown then]' } : part,
    );
    return { ...block, content: parts };
  });
  return { ...message, content };
};

/** The question and the answer alone; an exchange must end with what the model said. */
const inShort = (exchange: Exchange, answer: string): Exchange => [
  exchange[0]!,
  { role: 'assistant', content: answer },
];

/**
 * The conversation with one exchange more: images are left out, one that is very long keeps its question and
 * answer only, and the oldest go first. An exchange without an answer in words adds nothing.
 */
export const remember = (
  history: readonly Exchange[],
  exchange: Exchange,
  { answer, complete }: { answer: string; complete: boolean },
): Exchange[] => {
  if (answer.trim() === '') return [...history];
  const whole = exchange.map(withoutImages);
  const kept = complete && lengthOf(whole) <= maxExchange ? whole : inShort(exchange, answer);
  const all = [...history, kept].slice(-maxExchanges);
  while (all.length > 1 && lengthOf(all) > maxHistory) all.shift();
  return all;
};
