import {
  type AuthInfo,
  type CallToolResult,
  createMcpHandler,
  type McpHttpHandler,
  ProtocolError,
  ProtocolErrorCode,
  Server,
} from '@modelcontextprotocol/server';
import type { Caller } from '../domain/account.ts';
import { EncodedJson } from '../domain/encoded-json.ts';
import { ConciergeError, isConciergeError } from '../errors.ts';
import { type AnswerDeps, answerCall } from './answer-call.ts';
import { type Era, listTools } from './list-tools.ts';
import { instructions, serverInfo } from './server-info.ts';
import type { Session } from './session.ts';

/** Streams of `subscriptions/listen` at one time. We offer nothing to listen to, but must not refuse. */
const maxSubscriptions = 100;

const protocolError = (deps: AnswerDeps, error: unknown): ProtocolError => {
  if (isConciergeError(error) && error.code !== 'internal')
    return new ProtocolError(ProtocolErrorCode.InternalError, error.message);
  deps.onError(error);
  return new ProtocolError(ProtocolErrorCode.InternalError, 'Something went wrong on our side. Try again.');
};

const createServer = (deps: AnswerDeps, session: Session, era: Era): Server => {
  const server = new Server(serverInfo, {
    capabilities: { tools: {} },
    instructions,
    // A pause or a revoke must be seen at once, so no list may be kept.
    cacheHints: { 'tools/list': { ttlMs: 0, cacheScope: 'private' } },
  });
  server.setRequestHandler('tools/list', async () => ({
    tools: await listTools(deps.catalog, session, era).catch((error: unknown) => {
      throw protocolError(deps, error);
    }),
  }));
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq, http }) => {
    const { name, arguments: args = {} } = params;
    const headers = http?.req?.headers ?? new Headers();
    const call = { era, name, arguments: args, header: (each: string) => headers.get(each) };
    const outcome = await answerCall(deps, session, call, { signal: mcpReq.signal });
    if (outcome.kind === 'result')
      return (
        outcome.result instanceof EncodedJson ? outcome.result.value() : outcome.result
      ) as CallToolResult;
    throw new ProtocolError(outcome.code, outcome.message);
  });
  return server;
};

export type SdkHandler<Asker extends { caller: Caller } = Session> = {
  fetch(request: Request, session: Asker, parsedBody?: unknown): Promise<Response>;
  close: McpHttpHandler['close'];
};

/** MCP over HTTP: both eras, without sessions, a fresh server for each request. */
export const createHandler = <Asker extends { caller: Caller }>(
  serverFor: (session: Asker, era: Era) => Server,
): SdkHandler<Asker> => {
  const sessions = new WeakMap<AuthInfo, Asker>();
  let open = true;
  const handler = createMcpHandler(
    ({ era, authInfo }) => {
      const session = authInfo && sessions.get(authInfo);
      if (session === undefined) throw new Error('an MCP request came without its session');
      return serverFor(session, era);
    },
    { maxSubscriptions },
  );
  return {
    fetch: async (request, session, parsedBody) => {
      if (!open) throw new ConciergeError('unavailable', 'The server is stopping.');
      const authInfo: AuthInfo = { token: '', clientId: session.caller.user_id, scopes: [] };
      sessions.set(authInfo, session);
      return handler.fetch(request, { authInfo, ...(parsedBody === undefined ? {} : { parsedBody }) });
    },
    close: async () => {
      open = false;
      await handler.close();
    },
  };
};

/** Everything of MCP but an orderly `tools/call`, for the catalog. */
export const createSdkHandler = (deps: AnswerDeps): SdkHandler =>
  createHandler((session, era) => createServer(deps, session, era));
