import type { Egress, ExchangeLimits } from '../egress/port.ts';
import { type CallExchange, exchangeCall, type JsonObject, type LargeResult } from './exchange-call.ts';

export type Progress = { progress: number; total?: number; message?: string };
export type CallOptions = Pick<CallExchange, 'readLarge'> & {
  signal: AbortSignal;
  limits: ExchangeLimits;
  /** Further headers, names in lower case. */
  headers?: Record<string, string> | undefined;
  /** Told of `notifications/progress`; what it is told is the server's text. */
  onProgress?: ((progress: Progress) => void) | undefined;
};

export type CallDoorOptions = {
  egress: Egress;
  url: string;
  nextId: () => number;
  /** Those of a call of this tool, beside further ones, which give way. */
  headers: (tool: string, further: Record<string, string> | undefined) => Record<string, string>;
  /** The `_meta` that every request of the connection carries, if any. */
  envelope: () => JsonObject | undefined;
  /** Tells the server, where it has to be told, that nobody waits for this answer. */
  cancel: (id: number) => void;
  /** Takes what a server says before its answer and what is no progress. */
  onMessage: (message: JsonObject) => void;
};

/** The calls of one connection, beside its SDK client. Its errors are what the guard or the server gave. */
export type CallDoor = {
  /** One `tools/call`, answered with the result as the server sent it. Sent once. */
  callTool(params: JsonObject & { name: string }, options: CallOptions): Promise<JsonObject | LargeResult>;
  /** Ends the calls under way with this reason. */
  close(reason: Error): void;
};

/** The progress of the call with this token, or null. */
const progressIn = ({ method, params }: JsonObject, token: number): Progress | null => {
  if (method !== 'notifications/progress' || typeof params !== 'object' || params === null) return null;
  const { progressToken, progress, total, message } = params as JsonObject;
  if (progressToken !== token || typeof progress !== 'number') return null;
  return {
    progress,
    ...(typeof total === 'number' ? { total } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
};

export const createCallDoor = (options: CallDoorOptions): CallDoor => {
  const { egress, url, nextId, headers, envelope, cancel, onMessage } = options;
  const underWay = new Set<AbortController>();

  return {
    callTool: async (params, { signal, limits, headers: further, onProgress, readLarge }) => {
      signal.throwIfAborted();
      const id = nextId();
      const call = new AbortController();
      const onAbort = (): void => {
        call.abort(signal.reason);
        cancel(id);
      };
      underWay.add(call);
      signal.addEventListener('abort', onAbort, { once: true });
      const _meta = onProgress === undefined ? envelope() : { ...envelope(), progressToken: id };
      const exchange: CallExchange = {
        egress,
        url,
        headers: headers(params.name, further),
        message: { jsonrpc: '2.0', id, method: 'tools/call', params: { ...params, _meta } },
        limits,
        signal: call.signal,
        readLarge,
        onMessage: (message) => {
          const progress = progressIn(message, id);
          if (progress === null) onMessage(message);
          else onProgress?.(progress);
        },
      };
      try {
        return await exchangeCall(exchange);
      } finally {
        underWay.delete(call);
        signal.removeEventListener('abort', onAbort);
      }
    },
    close: (reason) => {
      for (const call of underWay) call.abort(reason);
    },
  };
};
