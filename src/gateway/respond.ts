import type { RequestId } from '@modelcontextprotocol/server';
import { EncodedJson } from '../domain/encoded-json.ts';
import type { AnswerOptions } from './answer-call.ts';
import type { Answer } from './message.ts';
import type { Outcome } from './outcome.ts';
import { acceptsStream, type ToolCall } from './recognise-call.ts';

type MakeCall = (options: AnswerOptions) => Promise<Outcome>;
type RespondOptions = {
  /** The client's. */
  signal: AbortSignal;
  /** Further ones of the HTTP answer. */
  headers: Record<string, string>;
  answer: MakeCall;
};

const keepaliveMs = 15_000;
/** What waits for a slow reader, in bytes, before progress is left out; the result always comes. */
const maxUnread = 64 * 1024;
const streamHeaders = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

type Encoded = string | Uint8Array<ArrayBuffer>;

const encode = (id: RequestId, outcome: Outcome): Encoded => {
  if (outcome.kind === 'refusal') {
    const { code, message } = outcome;
    return JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } });
  }
  const { result } = outcome;
  const answer = { jsonrpc: '2.0', id, result };
  return result instanceof EncodedJson ? EncodedJson.object(answer).bytes : JSON.stringify(answer);
};

const whole = (
  body: Encoded,
  { status, headers }: { status: number; headers: Record<string, string> },
): Answer => ({ status, headers: { ...headers, 'Content-Type': 'application/json' }, body });

/** A whole answer of JSON. */
export const jsonAnswer = (body: unknown, status: number, headers: Record<string, string>): Answer =>
  whole(JSON.stringify(body), { status, headers });

const wholeOf = (id: RequestId, outcome: Outcome, headers: Record<string, string>): Answer =>
  whole(encode(id, outcome), { status: outcome.kind === 'refusal' ? outcome.status : 200, headers });

/** A stream that opens with the first progress; until then the answer can still be a plain one. */
const progressive = async (
  { id, progressToken }: ToolCall,
  { signal, headers, answer }: RespondOptions,
): Promise<Answer> => {
  const left = new AbortController();
  const encoder = new TextEncoder();
  const opened = Promise.withResolvers<null>();
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (started) => {
        controller = started;
      },
      cancel: () => {
        controller = null;
        left.abort();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: maxUnread }),
  );
  const send = (text: string): void => controller?.enqueue(encoder.encode(text));
  const isBehind = (): boolean => (controller?.desiredSize ?? 0) <= 0;
  const frame = (data: Encoded): void => {
    const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
    send(`event: message\ndata: ${text}\n\n`);
  };

  const ended = answer({
    signal: AbortSignal.any([signal, left.signal]),
    onProgress: (progress) => {
      if (isBehind()) return;
      const params = { ...progress, progressToken };
      frame(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params }));
      opened.resolve(null);
    },
  });
  const early = await Promise.race([ended, opened.promise]);
  if (early !== null) return wholeOf(id, early, headers);

  const keepalive = setInterval(() => isBehind() || send(': keepalive\n\n'), keepaliveMs);
  const finish = async (): Promise<void> => {
    frame(encode(id, await ended));
    controller?.close();
    // What a server says after its result has nobody to hear it.
    controller = null;
  };
  finish()
    .catch((error: unknown) => controller?.error(error))
    .finally(() => clearInterval(keepalive));
  return { status: 200, response: new Response(body, { headers: { ...headers, ...streamHeaders } }) };
};

/**
 * The HTTP answer to a call: one JSON message, or, when the client asked for progress and there is some, the
 * progress and the result as Server-Sent Events (MCP, Streamable HTTP); a reader that is behind misses progress. The
 * call is told of the client's signal and of a reader that leaves the stream.
 */
export const respond = (call: ToolCall, options: RespondOptions): Promise<Answer> => {
  if (call.progressToken !== null && acceptsStream(call.header)) return progressive(call, options);
  const { signal, headers, answer } = options;
  return answer({ signal }).then((outcome) => wholeOf(call.id, outcome, headers));
};
