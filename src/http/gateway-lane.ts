import { isJsonContentType } from '@modelcontextprotocol/server';
import type { Caller } from '../domain/account.ts';
import { traceparentIn } from '../domain/trace.ts';
import { type ConciergeError, stopping } from '../errors.ts';
import { answerHeaders } from './answer-headers.ts';
import { type AuthenticateKey, callerOf } from './auth.ts';
import { isBounded } from './body-limit.ts';
import { errorAnswer, toConciergeError } from './errors.ts';
import { type GatewayRoutesDeps, serveMessage } from './gateway-routes.ts';
import { createHostCheck } from './host-check.ts';
import { type ObserveOptions, recordRequest } from './observe.ts';

export type GatewayLaneDeps = GatewayRoutesDeps &
  ObserveOptions & {
    authenticate: AuthenticateKey;
    /** False from the moment the server is told to stop. */
    accepting: () => boolean;
  };
export type GatewayLaneOptions = { loopbackOnly: boolean; publicUrl: string | null };

/** `concierge` is no sandbox: the Concierge's own tools are there. */
const address = /^https?:\/\/[^/]+\/mcp\/(?!concierge$)([\w-]+)(?:\/([\w-]+))?$/;

/** A message that a program sends, not a page: whole, bounded and JSON. */
const isPlain = ({ method, headers }: Request): boolean =>
  method === 'POST' &&
  !headers.has('origin') &&
  isJsonContentType(headers.get('content-type')) &&
  isBounded(headers);

/**
 * The gateway for programs, past the chain of middleware, which costs more than a call does: the same checks, limits,
 * errors, headers and log line. Null for every request that is not plainly such a message; the chain answers those.
 */
export const createGatewayLane = (deps: GatewayLaneDeps, { loopbackOnly, publicUrl }: GatewayLaneOptions) => {
  const assertOwnHost = loopbackOnly ? createHostCheck(publicUrl) : () => undefined;

  const answer = async (request: Request, [, sandbox_id = '', slug]: RegExpExecArray): Promise<Response> => {
    const started = performance.now();
    const request_id = crypto.randomUUID();
    let caller: Caller | undefined;
    let failure: ConciergeError | undefined;
    const headers = { ...answerHeaders, 'X-Request-Id': request_id };
    const serve = async (): Promise<Response> => {
      assertOwnHost(request.url);
      if (!deps.accepting()) throw stopping();
      caller = await callerOf(deps.authenticate, request.headers.get('authorization'));
      return serveMessage(deps, request, { caller, sandbox_id, slug, headers });
    };
    const refuse = (thrown: unknown): Response => {
      failure = toConciergeError(thrown);
      const { status, headers: further, body } = errorAnswer(failure, request_id);
      return Response.json(body, { status, headers: { ...headers, ...further } });
    };
    const response = await serve().catch(refuse);
    const route = slug === undefined ? '/mcp/:sandbox_id' : '/mcp/:sandbox_id/:agent_slug';
    recordRequest(deps, {
      trace: { request_id, traceparent: traceparentIn(request.headers.get('traceparent')) },
      method: 'POST',
      route,
      status: response.status,
      started,
      user_id: caller?.user_id,
      failure,
    });
    return response;
  };

  return (request: Request): Promise<Response> | null => {
    const match = isPlain(request) ? address.exec(request.url) : null;
    return match === null ? null : answer(request, match);
  };
};
