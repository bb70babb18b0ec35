import type { Middleware } from '@anthropic-ai/sdk';
import { z } from 'zod';

const tokens = z.int().min(0).default(0);

/** As much of a message as has to be right for it to be played; blocks are judged by whoever reads them. */
const messageSchema = z.looseObject({
  type: z.literal('message'),
  content: z.array(z.looseObject({ type: z.string() })),
  stop_reason: z.string().nullable(),
  usage: z.looseObject({ input_tokens: tokens, output_tokens: tokens }),
});
type PlainMessage = z.infer<typeof messageSchema>;

const event = (type: string, data: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;

/** A text comes as a delta, as whoever shows it while it comes expects; the rest comes whole. */
const blockEvents = (block: PlainMessage['content'][number], index: number): string => {
  const isText = block.type === 'text';
  const begun = isText ? { ...block, text: '' } : block;
  const delta = { type: 'text_delta', text: block.text };
  return [
    event('content_block_start', { index, content_block: begun }),
    isText ? event('content_block_delta', { index, delta }) : '',
    event('content_block_stop', { index }),
  ].join('');
};

const played = (message: PlainMessage): string =>
  [
    event('message_start', { message: { ...message, content: [] } }),
    ...message.content.map(blockEvents),
    event('message_stop', {}),
  ].join('');

const jsonOf = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch (error) {
    // What is no JSON is no message, which the reader of the stream finds and reports.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/**
 * Some gateways answer a request for a stream with the whole message as JSON. It is played as the stream that was
 * asked for; an error that comes so fails the stream, and anything else is a stream that broke off.
 */
export const playPlainAnswers: Middleware = async (request, next) => {
  const response = await next(request);
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  if (!response.ok || !isJson) return response;
  const json = await jsonOf(response);
  const message = messageSchema.safeParse(json);
  const failure = z.looseObject({ type: z.literal('error') }).safeParse(json);
  const body = message.success ? played(message.data) : failure.success ? event('error', failure.data) : '';
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
};
