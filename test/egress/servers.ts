import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server as WebServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { createNodeEgress, type NodeEgressOptions } from '../../src/egress/node.ts';
import { type Egress, EgressError } from '../../src/egress/port.ts';
import { createProbedEgress } from '../workerd/probed-egress.ts';
import { isOnWorkerd } from '../workerd/runtime.ts';

const pem = (part: 'cert' | 'key'): string =>
  readFileSync(new URL(`./certificates/mcp.acme.test.${part}.pem`, import.meta.url), 'utf8');

/** The self-signed certificate of `mcp.acme.test`. */
export const certificate = pem('cert');

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

const closeAtEnd = (server: WebServer): void => {
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
};

/** A web server on 127.0.0.1 until the test ends; gives its origin. */
export const serve = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer);
  closeAtEnd(server);
  return `http://127.0.0.1:${await listen(server)}`;
};

/** The same over TLS, as `mcp.acme.test`; gives its port. */
export const serveTls = async (answer: RequestListener): Promise<number> => {
  const server = createTlsServer({ cert: certificate, key: pem('key') }, answer);
  closeAtEnd(server);
  return listen(server);
};

/** A bare TCP server on 127.0.0.1; gives its origin. */
export const serveSocket = async (accept: (socket: Socket) => void): Promise<string> => {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => sockets.delete(socket));
    accept(socket);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${await listen(server)}`;
};

const inPrivate = { mode: 'private', allow: [] } as const;

/** A guard for one test. On Node names lead to 127.0.0.1 unless the test says otherwise. */
export const guard = ({ policy = inPrivate, ...options }: Partial<NodeEgressOptions> = {}): Egress => {
  const egress = isOnWorkerd
    ? createProbedEgress(policy)
    : createNodeEgress({ policy, resolve: async () => ['127.0.0.1'], ...options });
  onTestFinished(() => egress.close());
  return egress;
};

/** What a guard asks servers for: that which it can read. */
export const encodings = isOnWorkerd ? 'gzip, br' : 'gzip, deflate, br';

export const limits = { deadline_ms: 20_000, max_bytes: 1_000_000 };

/** The `EgressError` that `work` fails with. */
export const failureOf = async (work: Promise<unknown>): Promise<EgressError> => {
  const outcome = await work.then(
    (value) => new Error(`It was answered: ${String(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof EgressError) return outcome;
  throw outcome;
};
