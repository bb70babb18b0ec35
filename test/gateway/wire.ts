import { bearer, type TestGateway } from './setting.ts';

export type Era = 'legacy' | 'modern';
export type Sent = {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  /** Sent as it is when a string, as JSON otherwise. */
  body?: unknown;
};

const modernRevision = '2026-07-28';

/** One message as a client of the era would send it. */
export const messageOf = (
  era: Era,
  method: string,
  params: Record<string, unknown> = {},
  id: unknown = 1,
) => {
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': modernRevision,
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const meta = { ...(params._meta as object | undefined), ...envelope };
  const name = typeof params.name === 'string' ? { 'mcp-name': params.name } : {};
  return {
    body: { jsonrpc: '2.0', id, method, params: era === 'modern' ? { ...params, _meta: meta } : params },
    headers:
      era === 'modern' ? { 'mcp-protocol-version': modernRevision, 'mcp-method': method, ...name } : {},
  };
};

/** Sends raw HTTP to the gateway of the sandbox, with the account's key and what every client sends. */
export const createWire = ({ app, key, path, url }: TestGateway) => {
  const send = ({ headers, body, ...rest }: Sent): Promise<Response> => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const length = String(new TextEncoder().encode(text).byteLength);
    return app.fetch(
      new Request(`http://localhost${rest.path ?? path}`, {
        method: rest.method ?? 'POST',
        headers: {
          ...bearer(key),
          accept: 'application/json, text/event-stream',
          ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': length }),
          ...headers,
        },
        ...(text === undefined ? {} : { body: text }),
      }),
    );
  };

  const ask = async (era: Era, method: string, params?: Record<string, unknown>, extra: Sent = {}) => {
    const message = messageOf(era, method, params);
    return send({ ...message, ...extra, headers: { ...message.headers, ...extra.headers } });
  };
  return {
    send,
    ask,
    /** The same over a real connection, which `signal` closes. */
    overHttp: (era: Era, method: string, params: Record<string, unknown>, signal?: AbortSignal) => {
      const { body, headers } = messageOf(era, method, params);
      const shown = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
      return fetch(url, {
        method: 'POST',
        headers: { ...bearer(key), ...shown, ...headers },
        body: JSON.stringify(body),
        ...(signal === undefined ? {} : { signal }),
      });
    },
    /** The last message of the answer, whether it came as JSON or as a stream. */
    result: async (...args: Parameters<typeof ask>) => lastMessage(await ask(...args)),
  };
};

/** Every JSON-RPC message of an answer. */
export const messages = async (response: Response) => {
  const text = await response.text();
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return [JSON.parse(text)];
  return [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data ?? ''));
};

const lastMessage = async (response: Response) => (await messages(response)).at(-1);
