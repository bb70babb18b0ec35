import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  Client,
  type JSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { ProtocolEra } from '../domain/source.ts';
import { type Egress, EgressError, type ExchangeLimits } from '../egress/port.ts';
import { type CallOptions, createCallDoor } from './call-door.ts';
import { clientInfo } from './client-info.ts';
import { untilAborted } from './deadline.ts';
import type { LargeResult } from './exchange-call.ts';
import { RpcError, upstreamFailure } from './failure.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import { headerValue } from './param-headers.ts';
import { closedByUs } from './sentences.ts';

export type Params = Record<string, unknown>;
export type RequestOptions = {
  signal: AbortSignal;
  limits: ExchangeLimits;
};

/** What comes behind an answer on Workers, and a stop elsewhere, does not wait longer for a guest's good-bye. */
const leaveWithinMs = 2000;

/** One MCP client on one address. Its errors are what the SDK, the guard or the server gave: not for callers. */
export type Channel = {
  client: Client;
  /** Negotiates the revision; a known `legacy` server is not probed. */
  handshake(era: ProtocolEra | null, signal: AbortSignal): Promise<void>;
  /** One request after the handshake, answered with the result as the server sent it. Sent once. */
  request(method: string, params: Params, options: RequestOptions): Promise<Params>;
  /** One `tools/call` after the handshake, over the guard's second door; the same otherwise. */
  callTool(params: Params & { name: string }, options: CallOptions): Promise<Params | LargeResult>;
  hasSession(): boolean;
  /** Tells an older server that its session may go, then closes; within 2 s. Never fails. */
  leave(): Promise<void>;
  /** Ends everything under way. */
  close(): void;
};

export type ChannelOptions = {
  egress: Egress;
  url: URL;
  headers: Record<string, string>;
  handshakeLimits: ExchangeLimits & { deadline_ms: number };
};

type Pending = {
  limits: ExchangeLimits;
  resolve: (result: Params) => void;
  reject: (error: unknown) => void;
};

const longestResumeDelayMs = 5_000;
/** Above the ids that the SDK's client gives to its handshake. */
const firstId = 1_000;

const callHeaders = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'user-agent': `${clientInfo.name}/${clientInfo.version}`,
};

const lost = (): EgressError => new EgressError('connection_lost', 'The connection was lost.');

/** A server chooses how long to wait before an answer is resumed: not longer than we like. */
const scheduleResume = (resume: () => void, delay: number): (() => void) => {
  const timer = setTimeout(resume, Math.min(delay, longestResumeDelayMs));
  return () => clearTimeout(timer);
};

/**
 * The SDK's client negotiates, frames and parses; requests of ours pass beside its result schemas, which
 * refuse a whole list for one malformed tool and a result for a content type they do not know.
 */
export const createChannel = ({ egress, url, headers, handshakeLimits }: ChannelOptions): Channel => {
  const pending = new Map<unknown, Pending>();
  let lastId = firstId;
  const transport = new StreamableHTTPClientTransport(url, {
    requestInit: { headers },
    onInsufficientScope: 'throw',
    reconnectionScheduler: scheduleResume,
    fetch: createGuardedFetch({
      egress,
      url,
      limitsOf: (id) => pending.get(id)?.limits ?? handshakeLimits,
      onBodyError: (id, error) => pending.get(id)?.reject(error),
    }),
  });
  const client = new Client(clientInfo, { versionNegotiation: { mode: 'auto' } });

  const takeOurAnswers = (): void => {
    const passOn = transport.onmessage;
    transport.onmessage = (message: JSONRPCMessage) => {
      const waiting = 'id' in message && !('method' in message) ? pending.get(message.id) : undefined;
      if (waiting === undefined) passOn?.(message);
      else if ('result' in message) waiting.resolve(message.result);
      else if ('error' in message) waiting.reject(new RpcError(message.error.code));
    };
  };

  /** The `_meta` of every request: MCP 2026-07-28 has no handshake to say it in. */
  const envelope = (): Params | undefined =>
    client.getProtocolEra() === 'modern'
      ? {
          [PROTOCOL_VERSION_META_KEY]: client.getNegotiatedProtocolVersion(),
          [CLIENT_INFO_META_KEY]: clientInfo,
          [CLIENT_CAPABILITIES_META_KEY]: {},
        }
      : undefined;

  const ofEveryCall = { ...callHeaders, ...headers };

  /** A newer server sees the closed stream; an older one has to be told. */
  const cancel = (id: number): void => {
    if (client.getProtocolEra() === 'modern') return;
    const cancelled = {
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: id },
    } as const;
    // A courtesy: a server that cannot be told finds nobody reading its answer.
    transport.send(cancelled).catch(() => undefined);
  };

  const door = createCallDoor({
    egress,
    url: url.href,
    nextId: () => ++lastId,
    cancel,
    envelope,
    headers: (tool, further) => {
      const sent: Record<string, string> = { ...further, ...ofEveryCall };
      sent['mcp-protocol-version'] = client.getNegotiatedProtocolVersion() ?? '';
      if (client.getProtocolEra() === 'modern') {
        sent['mcp-method'] = 'tools/call';
        sent['mcp-name'] = headerValue(tool);
      }
      if (transport.sessionId !== undefined) sent['mcp-session-id'] = transport.sessionId;
      return sent;
    },
    // A ping is answered by the SDK's client.
    onMessage: (message) => transport.onmessage?.(message as JSONRPCMessage),
  });

  const close = (): void => {
    const closed = upstreamFailure('connection_lost', { message: closedByUs, ours: true });
    for (const waiting of pending.values()) waiting.reject(closed);
    door.close(closed);
    // Aborts what is under way; the SDK's own `close` has nothing to wait for.
    transport.close().catch(() => undefined);
  };

  return {
    client,
    handshake: async (era, signal) => {
      const options = { timeout: handshakeLimits.deadline_ms, signal };
      const connected = client.connect(
        transport,
        era === 'legacy' ? { ...options, prior: { kind: 'legacy' } } : options,
      );
      await untilAborted(connected, signal).catch((error: unknown) => {
        close();
        throw error;
      });
      takeOurAnswers();
    },
    request: async (method, params, { signal, limits }) => {
      signal.throwIfAborted();
      const id = ++lastId;
      const stream = new AbortController();
      const answer = Promise.withResolvers<Params>();
      pending.set(id, { limits, resolve: answer.resolve, reject: answer.reject });
      const onAbort = (): void => {
        answer.reject(signal.reason);
        stream.abort();
        cancel(id);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      transport
        .send(
          { jsonrpc: '2.0', id, method, params: { ...params, _meta: envelope() } },
          {
            requestSignal: stream.signal,
            onRequestStreamEnd: () => answer.reject(lost()),
          },
        )
        .catch(answer.reject);
      return answer.promise.finally(() => {
        pending.delete(id);
        signal.removeEventListener('abort', onAbort);
      });
    },
    callTool: door.callTool,
    hasSession: () => transport.sessionId !== undefined,
    leave: async () => {
      // Best effort: the session of a server that does not answer expires by itself.
      const told = transport.terminateSession().catch(() => undefined);
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, leaveWithinMs);
      await Promise.race([told, late.promise]);
      clearTimeout(timer);
      close();
    },
    close,
  };
};
