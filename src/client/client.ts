import { type ClientResponse, hc } from 'hono/client';
import type { TurnEvent } from '../concierge/events.ts';
import { ConciergeError, type ErrorCode, errorCodes } from '../errors.ts';
import type { Api } from '../http/api.ts';
import { readEvents } from '../upstream/event-stream.ts';
import { unreachable } from './unreachable.ts';

export type { TurnEvent } from '../concierge/events.ts';
export { ConciergeError, type ErrorCode } from '../errors.ts';

export type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

export type ClientOptions = {
  /** Where the server is, such as `http://127.0.0.1:8787`. */
  url: string;
  /** An API key, `olk_…`; left out where a cookie or `fetch` shows who asks. */
  key?: string;
  /** What sends a request; the platform's own unless said otherwise. */
  fetch?: Fetch;
};

/** Sends with the platform's own means. A redirect is answered as it is: the key is for the address it was given with. */
export const sendOverNetwork: Fetch = (input, init) => fetch(input, { ...init, redirect: 'manual' });

const explained =
  (send: Fetch, url: string): Fetch =>
  async (input, init) => {
    try {
      return await send(input, init);
    } catch (error) {
      if (error instanceof TypeError) throw unreachable(url, error);
      throw error;
    }
  };

/**
 * The HTTP API from `/api/v1` on, typed by its routes: `client.storage.sandboxes.$get({ query: {} })`. Paths,
 * bodies and answers that do not exist do not compile. A `$get` or `$post` resolves with the response as it is;
 * `answerOf` and `framesOf` read it. Values of `param` stand in the path as they are: encode what others wrote.
 * Errors: `unavailable` with `data.unreachable` when nothing answers.
 */
export const createClient = ({ url, key, fetch = sendOverNetwork }: ClientOptions) =>
  hc<Api>(url, {
    ...(key !== undefined && { headers: { authorization: `Bearer ${key}` } }),
    fetch: explained(fetch, url),
  }).api.v1;

export type Client = ReturnType<typeof createClient>;

type ErrorBody = { error: ErrorCode; detail: string; request_id?: string };

const isErrorBody = (body: unknown): body is ErrorBody => {
  const { error, detail } = (body ?? {}) as Record<string, unknown>;
  return errorCodes.some((code) => code === error) && typeof detail === 'string';
};

type Answered = Pick<Response, 'status' | 'headers' | 'url'> & { text(): Promise<string> };

const strange = ({ status, headers, url }: Answered): ConciergeError => {
  const where = URL.parse(url)?.origin ?? 'this address';
  const to = status >= 300 && status < 400 ? headers.get('location') : null;
  const what = to === null ? `is not a Concierge server (status ${status})` : `sends us on to ${to}`;
  return new ConciergeError('unavailable', `What answers at ${where} ${what}. Check the address.`, {
    data: { strange: true },
  });
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page, say: its status is told instead.
    return undefined;
  }
};

const refusalOf = async (response: Answered): Promise<ConciergeError> => {
  const body = jsonOf(await response.text());
  if (!isErrorBody(body)) return strange(response);
  const { error, detail, request_id } = body;
  const retryAfter = response.headers.get('retry-after');
  return new ConciergeError(error, detail, {
    data: { request_id, ...(retryAfter !== null && { retry_after_s: Number(retryAfter) }) },
  });
};

/**
 * What a request was answered. Throws the `ConciergeError` of a refusal, with the server's code and sentence, its
 * `data.request_id` and `data.retry_after_s`; `unavailable` with `data.strange` when it is not Concierge that answers.
 */
export const answerOf = async <Answer>(asked: Promise<ClientResponse<Answer>>): Promise<Answer> => {
  const response = await asked;
  if (!response.ok) throw await refusalOf(response);
  if (response.status === 204) return undefined as Answer;
  const answer = jsonOf(await response.text());
  if (answer === undefined) throw strange(response);
  return answer as Answer;
};

const brokenOff = (cause?: unknown): ConciergeError =>
  new ConciergeError(
    'unavailable',
    'The connection broke off before the answer was complete. What was begun is finished on the server: look before you say it again.',
    { data: { unreachable: true }, cause },
  );

const isLast = ({ event }: TurnEvent): boolean => event === 'agent_finish' || event === 'agent_error';

/**
 * The frames of a turn as they come. Throws like `answerOf`, and `unavailable` with `data.unreachable` when the
 * stream breaks off. Leaving the loop cancels the turn.
 */
export const framesOf = async function* (asked: Promise<ClientResponse<unknown>>): AsyncGenerator<TurnEvent> {
  const response = await asked;
  if (!response.ok) throw await refusalOf(response);
  if (response.body === null || !/event-stream/.test(response.headers.get('content-type') ?? ''))
    throw strange(response);
  let ended = false;
  try {
    for await (const { type, data } of readEvents(response.body)) {
      const frame = { event: type, data: JSON.parse(data) } as TurnEvent;
      ended = isLast(frame);
      yield frame;
    }
  } catch (error) {
    if (error instanceof TypeError) throw brokenOff(error);
    throw error;
  }
  if (!ended) throw brokenOff();
};
