import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ConciergeError, type ErrorCode, sentenceWithField, validationError } from '../errors.ts';
import { UpstreamError } from '../upstream/port.ts';
import type { HttpEnv } from './env.ts';

/** The HTTP status of every error code. */
export const statusOf: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  validation: 400,
  unsupported_provider: 400,
  unauthorized: 401,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  upstream_failed: 502,
  unavailable: 503,
  upstream_timeout: 504,
};

/** What a 5xx says, whatever happened inside; the log has the rest under the request id. */
const constantDetails: Partial<Record<ErrorCode, string>> = {
  internal: 'Something went wrong on our side. Try again, and name the request id if it stays.',
  upstream_failed: 'The MCP server behind this could not be used. Test its source to see why.',
  unavailable: 'The store cannot be reached right now. Try again in a moment.',
  upstream_timeout: 'The MCP server behind this did not answer in time. Test its source to see why.',
};

/** Anything thrown, as an error of the closed set; what is not ours is `internal`. */
export const toConciergeError = (error: unknown): ConciergeError =>
  error instanceof ConciergeError
    ? error
    : new ConciergeError('internal', 'An unexpected error.', { cause: error });

/** A call that we ended ourselves, which says nothing about the server. */
const isEndedByUs = (error: unknown): boolean => error instanceof UpstreamError && error.ours;

/** Whether it is as it should be, whatever the status says: our own doing, told in our own words. */
export const isOnPurpose = (error: ConciergeError): boolean =>
  error.data.stopping === true || isEndedByUs(error);

/** How a body or a call ends when the sender leaves. */
const endsByLeaving = (error: unknown): boolean =>
  isEndedByUs(error) || (error instanceof Error && Reflect.get(error, 'code') === 'ECONNRESET');

/** The same of a request whose sender may have left: that is no fault of ours, nor of a user's server. */
export const toRequestError = (error: unknown, signal: () => AbortSignal): ConciergeError =>
  endsByLeaving(error) && signal().aborted
    ? validationError('body', 'The request was broken off before it was answered.')
    : toConciergeError(error);

/** `unavailable` where it is a source that is held back, not the store; the seconds are in `Retry-After`. */
const sourceHeldBack =
  'The source of this tool is not called for the moment: it failed several times in a row, or is busy.';

/** `unavailable` where a change is stored, but the loss of a server could still undo it. */
const notYetDurable =
  'This is done but not yet durable: too few replicas of the store have it. Send it again until it is acknowledged.';

/** The words of an error that may leave the house; a rule's own sentence is told with the field it is about. */
export const detailOf = (error: ConciergeError): string => {
  const { code, data, message } = error;
  if (isOnPurpose(error)) return message;
  if (code === 'unavailable' && data.retry_after_s !== undefined) return sourceHeldBack;
  if (code === 'unavailable' && data.not_yet_durable === true) return notYetDurable;
  return constantDetails[code] ?? sentenceWithField(error);
};

/** The one shape of an error as an answer, with its status and, where it has one, `Retry-After`. */
export const errorAnswer = (error: ConciergeError, request_id: string) => {
  const { code, data } = error;
  const headers: Record<string, string> = {
    ...(code === 'unauthorized' ? { 'WWW-Authenticate': 'Bearer' } : {}),
    ...(data.retry_after_s === undefined ? {} : { 'Retry-After': String(data.retry_after_s) }),
    // Whose connection ends, since nobody reads the rest of the body or no request is taken any more, is told.
    ...(code === 'too_large' || data.stopping ? { Connection: 'close' } : {}),
  };
  return { status: statusOf[code], headers, body: { error: code, detail: detailOf(error), request_id } };
};

/** Answers any error in the one shape. */
export const errorResponse = (c: Context<HttpEnv>, thrown: unknown): Response => {
  const error = toRequestError(thrown, () => c.req.raw.signal);
  c.set('failure', error);
  const { status, headers, body } = errorAnswer(error, c.get('requestId'));
  return c.json(body, status, headers);
};

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** The methods that this address answers to. */
const methodsAt = ({ router }: Hono<HttpEnv>, path: string): string[] =>
  methods.filter((method) =>
    router.match(method, path)[0].some(([[, route]]) => route.method === method && !route.path.endsWith('*')),
  );

/** The answer of every address that nothing is at, and of a known one with another method. */
export const noRoute =
  (app: Hono<HttpEnv>) =>
  (c: Context<HttpEnv>): Response => {
    const known = methodsAt(app, c.req.path);
    const detail =
      known.length === 0
        ? 'There is nothing at this path. The API begins at /api/v1/storage/sandboxes; /docs shows all of it.'
        : `There is nothing at ${c.req.method} of this path; it answers to ${known.join(', ')}.`;
    return errorResponse(c, new ConciergeError('not_found', detail));
  };
