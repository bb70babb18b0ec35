/** On Cloudflare Workers, over the runtime's own `fetch`. What cannot be done there is in docs/security.md. */
import { createExchange, type Exchange } from './exchange.ts';
import { egressFailure } from './failures.ts';
import { type Egress, EgressError, type EgressPolicy, type ExchangeLimits } from './port.ts';
import { safeLocation } from './safe-location.ts';
import { judgeUrl } from './url-rules.ts';

const maxHeaderBytes = 16 * 1024;
/** What the runtime decompresses by itself; anything else would pass as it is, uncounted. */
const asked = 'gzip, br';
const readable = new Set(['', 'identity', 'gzip', 'x-gzip', 'br']);

/** Cloudflare answers in place of a server that it could not reach, with a status of its own. */
const causeOfEdgeStatus: ReadonlyMap<number, 'connection_refused' | 'timed_out' | 'tls' | 'name_not_found'> =
  new Map([
    [521, 'connection_refused'],
    [522, 'timed_out'],
    [523, 'connection_refused'],
    [524, 'timed_out'],
    [525, 'tls'],
    [526, 'tls'],
    [530, 'name_not_found'],
  ]);

/** A `Request` taken apart, so that what goes out is what was judged. */
const partsOf = (request: Request | null): RequestInit =>
  request === null ? {} : { method: request.method, headers: request.headers, body: request.body };

type Sent = Pick<RequestInit, 'method' | 'headers' | 'body'>;

const headersOf = (headers?: HeadersInit): Headers => {
  const sent = new Headers(headers);
  sent.delete('cookie');
  sent.set('accept-encoding', asked);
  return sent;
};

const assertHeaders = ({ headers }: Response): void => {
  let bytes = 0;
  for (const [name, value] of headers) bytes += name.length + value.length + 4;
  if (bytes > maxHeaderBytes) throw egressFailure('too_large');
  const coding = (headers.get('content-encoding') ?? '').trim().toLowerCase();
  if (!readable.has(coding)) throw egressFailure('server_error');
};

const assertStatus = ({ status, headers }: Response, url: URL, policy: EgressPolicy): void => {
  if (status >= 300 && status < 400)
    throw egressFailure('redirect', { location: safeLocation(headers.get('location'), url, policy) });
  const cause = causeOfEdgeStatus.get(status);
  if (cause !== undefined) throw egressFailure(cause);
  if (status < 200 || status > 599) throw egressFailure('server_error');
};

/** The runtime breaks off a body that it cannot decompress with a bare `TypeError`. */
const explained = (error: unknown): unknown =>
  error instanceof TypeError && error.cause === undefined ? egressFailure('server_error') : error;

const readOf = (body: ReadableStream<Uint8Array> | null): ReadableStream<Uint8Array> => {
  if (body === null) return new Blob([]).stream();
  const reader = body.getReader();
  const pull = async (sink: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    const { done, value } = await reader.read();
    if (done) sink.close();
    else sink.enqueue(value);
  };
  return new ReadableStream<Uint8Array>(
    {
      pull: (sink) => pull(sink).catch((error: unknown) => sink.error(explained(error))),
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
};

/**
 * The guard on Workers: the rules of the URL on each use, no redirects, counted bytes, one deadline. Which address a
 * name leads to is not seen there; the flag `global_fetch_strictly_public` keeps a request on the public internet.
 */
export const createWorkerEgress = ({ policy }: { policy: EgressPolicy }): Egress => {
  const closing = new AbortController();

  const exchangeOf = (limits: ExchangeLimits, caller: AbortSignal | null | undefined): Exchange =>
    createExchange(limits, caller ? AbortSignal.any([caller, closing.signal]) : closing.signal);

  /** Sends once; what it throws has ended the exchange. */
  const open = async (url: URL, sent: Sent, exchange: Exchange): Promise<Response> => {
    try {
      const stop = new AbortController();
      exchange.whenAborted((reason) => stop.abort(reason));
      stop.signal.throwIfAborted();
      const response = await fetch(url, { ...sent, redirect: 'manual', signal: stop.signal });
      assertStatus(response, url, policy);
      assertHeaders(response);
      return response;
    } catch (error) {
      throw exchange.fail(error);
    }
  };

  const judged = (raw: string): URL => {
    const verdict = judgeUrl(raw, policy);
    if (!verdict.ok) throw new EgressError('address_refused', verdict.refusal.detail);
    return verdict.url;
  };

  return {
    judge: (raw) => judgeUrl(raw, policy),

    fetch:
      (limits) =>
      async (input, init = {}) => {
        const request = input instanceof Request ? input : null;
        const url = judged(request?.url ?? String(input));
        const exchange = exchangeOf(limits, init.signal ?? request?.signal);
        const { method, headers, body } = { ...partsOf(request), ...init };
        const sent = { method: method ?? 'GET', headers: headersOf(headers), body: body ?? null };
        const response = await open(url, sent, exchange);
        const { status, statusText } = response;
        const answered = new Headers(response.headers);
        answered.delete('set-cookie');
        if (response.body === null) exchange.end();
        const read = response.body === null ? null : exchange.count(readOf(response.body));
        return new Response(read, { status, statusText, headers: answered });
      },

    request: async (raw, { method, headers, body, signal }, limits) => {
      const url = judged(raw);
      const exchange = exchangeOf(limits, signal);
      const sent = { method, headers: headersOf(headers), body: body ?? null };
      const response = await open(url, sent, exchange);
      return {
        status: response.status,
        header: (name) => response.headers.get(name),
        chunks: () => exchange.countChunks(readOf(response.body)),
        bytes: () => new Response(exchange.count(readOf(response.body))).bytes(),
        text: () => new Response(exchange.count(readOf(response.body))).text(),
        cancel: () => void exchange.fail(egressFailure('connection_lost')),
      };
    },

    close: async () => closing.abort(egressFailure('connection_lost')),
  };
};
