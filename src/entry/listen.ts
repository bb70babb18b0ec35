/** For Node only. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConciergeError } from '../errors.ts';
import { createMessageDoor, type MessageDoorOptions } from './message-door.ts';

type Place = { host: string; port: number };

const cannotListen = (error: NodeJS.ErrnoException, { host, port }: Place): ConciergeError => {
  const where = `port ${port} of ${host}`;
  if (error.code === 'EADDRINUSE')
    return new ConciergeError(
      'conflict',
      `Something listens on ${where} already. Stop it, or choose another port: \`PORT=${port + 1} npm start\` (\`PORT=0\` takes a free one).`,
    );
  return new ConciergeError(
    'precondition_failed',
    `Cannot listen on ${where} (${error.code}). Set HOST to an address of this machine and PORT to one you may use.`,
  );
};

/**
 * Serves HTTP. `stop` takes no new connection and resolves when the last one is done.
 * Errors: `conflict` when the port is in use, `precondition_failed` when it cannot be had.
 */
export const listen = async (app: MessageDoorOptions, place: Place) => {
  const server = createServer(createMessageDoor(app, place.host));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, place)));
    server.listen(place.port, place.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = place.host.includes(':') ? `[${place.host}]` : place.host;

  const stop = async (): Promise<void> => {
    // A kept-alive connection that has just become idle would hold the server open.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    await new Promise<void>((resolve) => server.close(() => resolve()));
    clearInterval(idle);
  };
  return { origin: `http://${host}:${port}`, stop };
};
