import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMessageDoor } from '../../src/entry/message-door.ts';

const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A door, a request that waits before it, and what the door let in. */
const requestBefore = async () => {
  const letIn: string[] = [];
  const door = createMessageDoor(
    {
      fetch: (request) => {
        letIn.push(new URL(request.url).pathname);
        return new Response('done');
      },
      answer: () => null,
    },
    'localhost',
  );
  const waiting = Promise.withResolvers<[IncomingMessage, ServerResponse]>();
  const server = createServer((...request) => waiting.resolve(request));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const answer = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`).then(
    (response) => response.text(),
    () => 'broken off',
  );
  return { door, letIn, answer, request: await waiting.promise };
};

describe('the door for messages', () => {
  it('begins what came when the turn that brought it is over', async () => {
    const { door, letIn, answer, request } = await requestBefore();
    door(...request);
    expect(letIn).toEqual([]);
    await endOfTurn();
    expect(letIn).toEqual(['/healthz']);
    expect(await answer).toBe('done');
  });

  it('begins nothing for who left in that turn', async () => {
    const { door, letIn, answer, request } = await requestBefore();
    door(...request);
    request[1].destroy();
    await endOfTurn();
    expect(letIn).toEqual([]);
    expect(await answer).toBe('broken off');
  });
});
