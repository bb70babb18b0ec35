import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import type { FailureCause } from '../domain/health.ts';
import { EgressError } from '../egress/port.ts';
import { ConciergeError } from '../errors.ts';
import { UpstreamError } from './port.ts';
import { sentences } from './sentences.ts';

/** A JSON-RPC error the server answered with. Only its code is kept: the text is another party's (rule S7). */
export class RpcError extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`JSON-RPC error ${code}`);
    this.name = 'RpcError';
    this.code = code;
  }
}

export type Phase = 'handshake' | 'list' | 'call';

/** `-32022` UnsupportedProtocolVersion (MCP 2026-07-28). */
const unsupportedVersion = -32022;
/** Codes that mean, as the answer to a handshake, that the server does not speak our protocol. */
const foreignHandshakeCodes = new Set([unsupportedVersion, -32600, -32601, -32602, -32700]);
const foreignHandshakeStatuses = new Set([400, 406, 415, 501]);

/** The failure in our own words. No cause is attached: what was thrown may hold a server's text or a header. */
export const upstreamFailure = (
  failure: FailureCause,
  options: {
    status?: number;
    http_status?: number;
    location?: string | null;
    message?: string;
    ours?: boolean;
  } = {},
): UpstreamError => {
  const { http_status = null, ours = false } = options;
  const shown = options.status ?? http_status;
  const status = shown === null ? '' : ` (${shown})`;
  const location = options.location ?? null;
  const message =
    location === null
      ? (options.message ?? sentences[failure](status))
      : `Your server redirects to ${location}: register that address.`;
  return new UpstreamError(failure, message, { location, http_status, ours });
};

const chain = function* (error: unknown): Generator<unknown> {
  for (let depth = 0, link = error; depth < 8 && link !== undefined && link !== null; depth++) {
    yield link;
    link = link instanceof Error ? link.cause : undefined;
  }
};

const find = <T>(error: unknown, kind: abstract new (...args: never[]) => T): T | undefined =>
  [...chain(error)].find((link): link is T => link instanceof kind);

type ErrorBody = { code: number; id: unknown };

/** The JSON-RPC error in the body of a refused request; its `id` is null where it could not tell that of the request. */
export const errorBody = (text: unknown): ErrorBody | null => {
  if (typeof text !== 'string') return null;
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || !('error' in body)) return null;
    const { error } = body;
    if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'number')
      return null;
    return { code: error.code, id: 'id' in body ? body.id : null };
  } catch {
    // Not JSON, so not a JSON-RPC error either.
    return null;
  }
};

const fromRpcCode = (code: number, phase: Phase): UpstreamError =>
  phase === 'handshake' && foreignHandshakeCodes.has(code)
    ? upstreamFailure('protocol_unknown')
    : upstreamFailure('server_error', { status: code });

const fromHttp = (error: SdkHttpError, phase: Phase): UpstreamError => {
  const { status } = error;
  if (status === undefined) return upstreamFailure('protocol_unknown');
  if (status === 401 || status === 403) return upstreamFailure('unauthorized', { http_status: status });
  const body = errorBody(error.data.text);
  if (status < 500 && body !== null) return fromRpcCode(body.code, phase);
  if (status === 404 || status === 405) return upstreamFailure('not_found');
  if (phase === 'handshake' && foreignHandshakeStatuses.has(status))
    return upstreamFailure('protocol_unknown');
  return upstreamFailure('server_error', { http_status: status });
};

const fromSdk = (error: SdkError): UpstreamError => {
  if (error.code === SdkErrorCode.RequestTimeout) return upstreamFailure('timed_out');
  if (error.code === SdkErrorCode.ConnectionClosed) return upstreamFailure('connection_lost');
  if (error.code !== SdkErrorCode.ClientHttpUnexpectedContent) return upstreamFailure('protocol_unknown');
  const data: unknown = error.data;
  const contentType =
    typeof data === 'object' && data !== null && 'contentType' in data ? data.contentType : '';
  const isPage = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(String(contentType));
  return upstreamFailure(isPage ? 'web_page' : 'protocol_unknown');
};

const fromEgress = ({ cause_code, message, location }: EgressError): UpstreamError =>
  upstreamFailure(cause_code, cause_code === 'address_refused' ? { message } : { location });

/** What was thrown on the way to a server and back, as the one error callers see. Our own errors pass as they are. */
export const toUpstreamError = (error: unknown, phase: Phase): ConciergeError => {
  const own = find(error, ConciergeError);
  if (own !== undefined) return own;
  const egress = find(error, EgressError);
  if (egress !== undefined) return fromEgress(egress);
  const rpc = find(error, RpcError) ?? find(error, ProtocolError);
  if (rpc !== undefined) return fromRpcCode(rpc.code, phase);
  const http = find(error, SdkHttpError);
  if (http !== undefined) return fromHttp(http, phase);
  const isAborted = [...chain(error)].some((link) => link instanceof Error && link.name === 'AbortError');
  if (isAborted) return upstreamFailure('connection_lost');
  const innermost = [...chain(error)].findLast((link) => link instanceof SdkError);
  return innermost === undefined ? upstreamFailure('protocol_unknown') : fromSdk(innermost);
};

/**
 * True when the answer proves that the server did nothing: 404 to a request of a session (MCP 2025-11-25,
 * session management), an unsupported revision, or a refusal that could not even tell the request's id.
 */
export const provesUndispatched = (error: unknown, hasSession: boolean): boolean => {
  if (error instanceof RpcError) return error.code === unsupportedVersion;
  if (!(error instanceof SdkHttpError)) return false;
  if (error.status === 404 && hasSession) return true;
  const body = error.status === 400 ? errorBody(error.data.text) : null;
  return body !== null && (body.code === unsupportedVersion || body.id === null);
};
