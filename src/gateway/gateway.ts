import { INVALID_REQUEST, isJsonContentType, PARSE_ERROR } from '@modelcontextprotocol/server';
import { type AnswerDeps, answerCall } from './answer-call.ts';
import { type Answer, type Message, messageOf, toResponse } from './message.ts';
import { recogniseCall } from './recognise-call.ts';
import { jsonAnswer, respond } from './respond.ts';
import { createSdkHandler } from './sdk-handler.ts';
import type { Session } from './session.ts';

export type ServeOptions = {
  /** Awaited before anything but a tool call, which its source's cap holds and its catalog judges; may throw. */
  admit: () => Promise<void>;
  /** On every answer. */
  headers?: Record<string, string>;
};

/** The catalog of a sandbox or an agent as an MCP server over Streamable HTTP, of both eras, without sessions. */
export interface Gateway {
  /**
   * Answers one request; who may ask and what they see is decided before. Errors: what
   * `admit` throws; `unavailable` once closed, for all but tool calls. Everything else is an MCP answer.
   */
  serve(request: Request, session: Session, options: ServeOptions): Promise<Response>;
  /** The same for what is known to be a POST of JSON. */
  answer(message: Message, session: Session, options: ServeOptions): Promise<Answer>;
  /** Ends the streams that are only listened to. */
  close(): Promise<void>;
}

const refusal = (code: number, message: string, headers: Record<string, string>): Answer =>
  jsonAnswer({ jsonrpc: '2.0', id: null, error: { code, message } }, 400, headers);

const withHeaders = (response: Response, headers: Record<string, string>): Response => {
  for (const [name, value] of Object.entries(headers))
    if (!response.headers.has(name)) response.headers.set(name, value);
  return response;
};

const parse = (text: string): { body: unknown } | null => {
  try {
    return { body: JSON.parse(text) };
  } catch {
    // Told to the client as -32700.
    return null;
  }
};

/** A gateway over the rooms below. */
export const createGateway = (deps: AnswerDeps): Gateway => {
  const sdk = createSdkHandler(deps);

  const viaSdk = async (
    request: Request,
    session: Session,
    { admit, headers = {}, parsedBody }: ServeOptions & { parsedBody?: unknown },
  ): Promise<Response> => {
    await admit();
    const response = await sdk.fetch(request, session, parsedBody);
    // The SDK lets its streams be stored.
    if (response.headers.has('cache-control'))
      response.headers.set('Cache-Control', 'no-store, no-transform');
    return withHeaders(response, headers);
  };

  const answer: Gateway['answer'] = async (message, session, options) => {
    const { headers = {} } = options;
    const parsed = parse(await message.text());
    if (parsed === null) return refusal(PARSE_ERROR, 'Parse error: the body is not valid JSON.', headers);
    if (Array.isArray(parsed.body))
      return refusal(INVALID_REQUEST, 'Send one message at a time: batches are not answered.', headers);
    const call = recogniseCall(message.header, parsed.body);
    if (call === null) {
      const response = await viaSdk(message.request(), session, { ...options, parsedBody: parsed.body });
      return { status: response.status, response };
    }
    return await respond(call, {
      signal: message.signal(),
      headers,
      answer: (asked) => answerCall(deps, session, call, asked),
    });
  };

  return {
    serve: async (request, session, options) => {
      const isMessage = request.method === 'POST' && isJsonContentType(request.headers.get('content-type'));
      return isMessage
        ? toResponse(await answer(messageOf(request), session, options))
        : viaSdk(request, session, options);
    },
    answer,
    close: sdk.close,
  };
};
