import { type Egress, EgressError, type ExchangeLimits } from '../egress/port.ts';

export type GuardedFetchOptions = {
  egress: Egress;
  /** The one address this connection speaks to. */
  url: URL;
  /** The limits of the request with this JSON-RPC id; null when it has none of ours. */
  limitsOf: (id: unknown) => ExchangeLimits;
  /** Told when the answer to a request breaks off while it is read: the SDK only says that it ended. */
  onBodyError: (id: unknown, error: unknown) => void;
};

const idOf = (body: unknown): unknown => {
  if (typeof body !== 'string') return null;
  const message: unknown = JSON.parse(body);
  return typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
};

/** Without its authentication challenge: a refused credential is reported, never the start of an OAuth flow. */
const answerHeaders = (response: Response): Headers => {
  const headers = new Headers(response.headers);
  headers.delete('www-authenticate');
  return headers;
};

const watchBody = (response: Response, onError: (error: unknown) => void): Response => {
  const { status } = response;
  const headers = answerHeaders(response);
  if (response.body === null) return new Response(null, { status, headers });
  const reader = response.body.getReader();
  const pull = async (sink: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    try {
      const { done, value } = await reader.read();
      if (done) sink.close();
      else sink.enqueue(value);
    } catch (error) {
      onError(error);
      sink.error(error);
    }
  };
  const body = new ReadableStream<Uint8Array>(
    { pull, cancel: (reason) => reader.cancel(reason) },
    { highWaterMark: 0 },
  );
  return new Response(body, { status, headers });
};

/** The guard's `fetch` as the SDK's transport may use it: one address, no standing stream, limits by request. */
export const createGuardedFetch =
  ({ egress, url, limitsOf, onBodyError }: GuardedFetchOptions) =>
  async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
    if (String(input) !== url.href)
      throw new EgressError('address_refused', 'Only the registered address is used.');
    // We offer nothing a server could ask for, so no stream is kept open for it; resuming an answer is another matter.
    if (init.method === 'GET' && !new Headers(init.headers).has('last-event-id'))
      return new Response(null, { status: 405 });
    const id = idOf(init.body);
    const response = await egress.fetch(limitsOf(id))(url, init);
    return watchBody(response, (error) => onBodyError(id, error));
  };
