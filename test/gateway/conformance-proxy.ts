import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { bearer } from './setting.ts';

export type ProxyOptions = {
  gateway: URL;
  key: string;
  /** The catalog's names are `<namespace>__<tool>`, the scenarios know `<tool>` only. */
  namespace: string;
};

type Message = { method?: unknown; params?: { name?: unknown } };

/** What was sent, when it is a tool call that names a tool; a scenario may also send what is no JSON. */
const toolCall = (body: string): (Message & { params: { name: string } }) | null => {
  try {
    const message: Message | null = JSON.parse(body);
    const { name } = message?.params ?? {};
    return message?.method === 'tools/call' && typeof name === 'string'
      ? { ...message, params: { ...message.params, name } }
      : null;
  } catch {
    return null;
  }
};

/**
 * Stands between a scenario, which knows neither keys nor our names, and the gateway: adds the key and maps tool
 * names both ways. All else passes as it is, `Host` and `Origin` too.
 */
export const startConformanceProxy = async ({ gateway, key, namespace }: ProxyOptions) => {
  const prefix = `${namespace}__`;

  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const sent = await text(incoming);
    const call = toolCall(sent);
    const body =
      call === null
        ? sent
        : JSON.stringify({ ...call, params: { ...call.params, name: prefix + call.params.name } });
    const { 'content-length': _, 'transfer-encoding': __, ...headers } = incoming.headers;
    const name = headers['mcp-name'];
    const forwarded = request(
      gateway,
      {
        method: incoming.method ?? 'POST',
        headers: {
          ...headers,
          ...bearer(key),
          ...(call !== null && typeof name === 'string' ? { 'mcp-name': prefix + name } : {}),
          ...(body === '' ? {} : { 'content-length': Buffer.byteLength(body) }),
        },
      },
      (answer) => {
        const { 'content-length': ___, ...shown } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, shown);
        answer.setEncoding('utf8');
        // Every frame of a stream is a chunk of its own; only whole JSON answers come in several.
        let held = '';
        answer.on('data', (chunk: string) => {
          held += chunk;
          if (!held.endsWith('\n')) return;
          outgoing.write(held.replaceAll(prefix, ''));
          held = '';
        });
        answer.on('end', () => outgoing.end(held.replaceAll(prefix, '')));
      },
    );
    outgoing.on('close', () => forwarded.destroy());
    forwarded.on('error', () => outgoing.destroy());
    forwarded.end(body);
  };

  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/mcp`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
