/** For Node only. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Message, WholeAnswer } from '../gateway/message.ts';
import type { SentAnswer } from '../http/gateway-lane.ts';
import { arrivals, createSoon } from '../soon.ts';

export type MessageDoorOptions = {
  fetch: (request: Request) => Response | Promise<Response>;
  /** Answers messages to the gateway; null: `fetch` has to. */
  answer: (message: Message) => Promise<SentAnswer> | null;
};

/** What needs no normalising, so that the address is what `fetch` would be told. */
const plainPath = /^\/mcp\/[\w-]+(?:\/[\w-]+)?$/;
const plainHost = /^[a-z0-9._-]+(?::\d{4,5})?$/;
const decoder = new TextDecoder();

const readText = (incoming: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const read: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => read.push(chunk));
    const whole = (): string => decoder.decode(read.length === 1 ? read[0] : Buffer.concat(read));
    incoming.on('end', () => arrivals.soon(() => resolve(whole())));
    incoming.on('error', reject);
  });

/** Aborts when the connection is closed before the answer is out. */
const signalOf = (outgoing: ServerResponse): AbortSignal => {
  const gone = new AbortController();
  const onClose = (): void => {
    if (!outgoing.writableFinished) gone.abort(new Error('The client is gone.'));
  };
  if (outgoing.closed) onClose();
  else outgoing.once('close', onClose);
  return gone.signal;
};

/** Null where a header was sent twice: a web-standard request joins them by rules of its own. */
const messageOf = (incoming: IncomingMessage, outgoing: ServerResponse): Message | null => {
  const { method = '', url: path = '', headers } = incoming;
  const isPlain = plainPath.test(path) && plainHost.test(headers.host ?? '');
  if (!isPlain || Object.keys(headers).length * 2 !== incoming.rawHeaders.length) return null;
  const url = `http://${headers.host}${path}`;
  let body: Promise<string> | undefined;
  let known: AbortSignal | undefined;
  const signal = (): AbortSignal => {
    known ??= signalOf(outgoing);
    return known;
  };
  return {
    method,
    url,
    header: (name) => (headers[name] as string | undefined) ?? null,
    text: () => {
      body ??= readText(incoming);
      return body;
    },
    signal,
    request: () => new Request(url, { method, headers: headers as Record<string, string>, signal: signal() }),
  };
};

/** An answer that cannot be written ends its own connection only. */
const write = ({ status, headers, body }: WholeAnswer, to: ServerResponse): void => {
  try {
    to.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
    to.end(body);
  } catch (error) {
    to.destroy(error as Error);
  }
};

/**
 * Listens for `fetch`, at `hostname` where a request names none, and takes messages to the gateway as Node has them:
 * to make web-standard requests and responses of them costs more than a call does.
 */
export const createMessageDoor = (
  { fetch, answer }: MessageDoorOptions,
  hostname: string,
): RequestListener => {
  // When all that was worked on together is done, so that whoever reads the answers is woken once.
  const answers = createSoon(process.nextTick);
  const records = createSoon();
  const responses = new WeakMap<object, Response>();
  const listener = getRequestListener((request, { incoming }) => responses.get(incoming) ?? fetch(request), {
    hostname,
  });

  return (incoming, outgoing) => {
    const message = messageOf(incoming, outgoing);
    const answering = message === null ? null : answer(message);
    // Nothing is begun for who left meanwhile: the listener would not be told of it any more.
    if (answering === null) return arrivals.soon(() => outgoing.destroyed || listener(incoming, outgoing));
    const send = ({ answer: answered, onSent }: SentAnswer): void => {
      if ('response' in answered) {
        responses.set(incoming, answered.response);
        listener(incoming, outgoing);
      } else answers.soon(() => write(answered, outgoing));
      records.soon(onSent);
    };
    return answering.then(send).catch((error: Error) => outgoing.destroy(error));
  };
};
