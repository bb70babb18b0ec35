import { isJsonContentType } from '@modelcontextprotocol/server';
import type { Caller } from '../domain/account.ts';
import { traceparentIn } from '../domain/trace.ts';
import { type ConciergeError, stopping } from '../errors.ts';
import type { Answer, Message } from '../gateway/message.ts';
import { jsonAnswer } from '../gateway/respond.ts';
import { answerHeaders } from './answer-headers.ts';
import { type AuthenticateKey, callerOf } from './auth.ts';
import { isBounded, isSmall } from './body-limit.ts';
import { errorAnswer, toRequestError } from './errors.ts';
import { answerMessage, type GatewayRoutesDeps } from './gateway-routes.ts';
import { createHostCheck } from './host-check.ts';
import { type ObserveOptions, recordRequest } from './observe.ts';

export type GatewayLaneDeps = GatewayRoutesDeps &
  ObserveOptions & {
    authenticate: AuthenticateKey;
    /** False from the moment the server is told to stop. */
    accepting: () => boolean;
  };
/** `onSent` is to be called as soon as the answer is on its way: what it does need not hold it up. */
export type SentAnswer = { answer: Answer; onSent: () => void };
export type GatewayLaneOptions = { loopbackOnly: boolean; publicUrl: string | null };

/** `concierge` is no sandbox: the Concierge's own tools are there. */
const address = /^https?:\/\/[^/]+\/mcp\/(?!concierge$)([\w-]+)(?:\/([\w-]+))?$/;

/** A message that a program sends, not a page: whole, bounded and JSON. */
const isPlain = ({ method, header }: Message): boolean =>
  method === 'POST' &&
  header('origin') === null &&
  isJsonContentType(header('content-type')) &&
  isBounded(header);

/**
 * The gateway for programs, past the chain of middleware, which costs more than a call does: the same checks, limits,
 * errors, headers and log line. Null for every request that is not plainly such a message; the chain answers those.
 */
export const createGatewayLane = (deps: GatewayLaneDeps, { loopbackOnly, publicUrl }: GatewayLaneOptions) => {
  const assertOwnHost = loopbackOnly ? createHostCheck(publicUrl) : () => undefined;

  const answer = async (
    message: Message,
    [, sandbox_id = '', slug]: RegExpExecArray,
  ): Promise<SentAnswer> => {
    const started = performance.now();
    const request_id = crypto.randomUUID();
    const headers = { ...answerHeaders, 'X-Request-Id': request_id };
    let caller: Caller | undefined;
    let failure: ConciergeError | undefined;
    let answered: Answer;
    try {
      assertOwnHost(message.url);
      if (!deps.accepting()) throw stopping();
      // What is read once the body is there, key, sandbox and source, is read at one glance at the store.
      if (isSmall(message.header)) await message.text();
      caller = await callerOf(deps.authenticate, message.header('authorization'));
      answered = await answerMessage(deps, message, { caller, sandbox_id, slug, headers });
    } catch (thrown) {
      failure = toRequestError(thrown, message.signal);
      const { status, headers: further, body } = errorAnswer(failure, request_id);
      answered = jsonAnswer(body, status, { ...headers, ...further });
    }
    const record = (): void => {
      const route = slug === undefined ? '/mcp/:sandbox_id' : '/mcp/:sandbox_id/:agent_slug';
      recordRequest(deps, {
        trace: { request_id, traceparent: traceparentIn(message.header('traceparent')) },
        method: 'POST',
        route,
        status: answered.status,
        started,
        user_id: caller?.user_id,
        failure,
      });
    };
    return { answer: answered, onSent: record };
  };

  return (message: Message): Promise<SentAnswer> | null => {
    const match = isPlain(message) ? address.exec(message.url) : null;
    return match === null ? null : answer(message, match);
  };
};
