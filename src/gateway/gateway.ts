import { INVALID_REQUEST, isJsonContentType, PARSE_ERROR } from '@modelcontextprotocol/server';
import { type AnswerDeps, answerCall } from './answer-call.ts';
import { recogniseCall } from './recognise-call.ts';
import { respond } from './respond.ts';
import { createSdkHandler } from './sdk-handler.ts';
import type { Session } from './session.ts';

export type ServeOptions = {
  /** Called before anything but a tool call, which its source's cap holds; may throw. */
  limit: () => void;
};

/** The catalog of a sandbox or an agent as an MCP server over Streamable HTTP, of both eras, without sessions. */
export interface Gateway {
  /**
   * Answers one request; who may ask and what they see is decided before. Errors: what
   * `limit` throws; `unavailable` once closed, for all but tool calls. Everything else is an MCP answer.
   */
  serve(request: Request, session: Session, options: ServeOptions): Promise<Response>;
  /** Ends the streams that are only listened to. */
  close(): Promise<void>;
}

const refusal = (code: number, message: string): Response =>
  Response.json({ jsonrpc: '2.0', id: null, error: { code, message } }, { status: 400 });

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

  return {
    async serve(request, session, { limit }) {
      const isMessage = request.method === 'POST' && isJsonContentType(request.headers.get('content-type'));
      if (!isMessage) {
        limit();
        return sdk.fetch(request, session);
      }
      const parsed = parse(await request.text());
      if (parsed === null) return refusal(PARSE_ERROR, 'Parse error: the body is not valid JSON.');
      if (Array.isArray(parsed.body))
        return refusal(INVALID_REQUEST, 'Send one message at a time: batches are not answered.');
      const call = recogniseCall(request.headers, parsed.body);
      if (call === null) {
        limit();
        return sdk.fetch(request, session, parsed.body);
      }
      return respond(call, request.signal, (options) => answerCall(deps, session, call, options));
    },
    close: sdk.close,
  };
};
