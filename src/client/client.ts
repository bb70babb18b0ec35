import { type ClientResponse, hc } from 'hono/client';
import type { TurnEvent } from '../concierge/events.ts';
import { ConciergeError, type ErrorCode, errorCodes } from '../errors.ts';
import type { Api } from '../http/api.ts';
import { readEvents } from '../upstream/event-stream.ts';

export type { TurnEvent } from '../concierge/events.ts';
export { ConciergeError, type ErrorCode } from '../errors.ts';

export type ClientOptions = {
  /** Where the server is, such as `http://127.0.0.1:8787`. */
  url: string;
  /** An API key, `olk_…`; left out on the page, whose cookie the browser sends. */
  key?: string;
  /** What sends a request; the platform's own unless said otherwise. */
  fetch?: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
};

/**
 * The HTTP API from `/api/v1` on, typed by its routes: `client.storage.sandboxes.$get({ query: {} })`. Paths,
 * bodies and answers that do not exist do not compile. A `$get` or `$post` resolves with the response as it is;
 * `answerOf` and `framesOf` read it.
 */
export const createClient = ({ url, key, fetch }: ClientOptions) =>
  hc<Api>(url, {
    ...(key !== undefined && { headers: { authorization: `Bearer ${key}` } }),
    ...(fetch !== undefined && { fetch }),
  }).api.v1;

export type Client = ReturnType<typeof createClient>;

type ErrorBody = { error: ErrorCode; detail: string };

const isErrorBody = (body: unknown): body is ErrorBody => {
  const { error, detail } = (body ?? {}) as Record<string, unknown>;
  return errorCodes.some((code) => code === error) && typeof detail === 'string';
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page, say: the status is told instead.
    return null;
  }
};

const refusalOf = async (response: { status: number; text(): Promise<string> }): Promise<ConciergeError> => {
  const text = await response.text();
  const body = jsonOf(text);
  return !isErrorBody(body)
    ? new ConciergeError(
        'unavailable',
        `What answers at this address (${response.status}) is not a Concierge server.`,
      )
    : new ConciergeError(body.error, body.detail);
};

/** What a request was answered. Throws the `ConciergeError` of a refusal, with the server's code and sentence. */
export const answerOf = async <Answer>(asked: Promise<ClientResponse<Answer>>): Promise<Answer> => {
  const response = await asked;
  if (!response.ok) throw await refusalOf(response);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
};

/** The frames of a turn as they come. Throws like `answerOf`. Leaving the loop cancels the turn. */
export const framesOf = async function* (asked: Promise<ClientResponse<unknown>>): AsyncGenerator<TurnEvent> {
  const response = await asked;
  if (!response.ok || response.body === null) throw await refusalOf(response);
  for await (const { type, data } of readEvents(response.body))
    yield { event: type, data: JSON.parse(data) } as TurnEvent;
};
