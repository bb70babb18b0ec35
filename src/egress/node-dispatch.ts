/** For Node only. */
import { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import { arrivals } from '../soon.ts';

/** What lies unread before a server is told to wait, in bytes. */
const maxUnread = 64 * 1024;

/** A response whose body can be taken once: as it comes by `stream`, or by `whole` when all of it is there. */
export type Received = {
  status: number;
  header(name: string): string | null;
  /** `admit` sees each chunk and may throw, which ends the exchange. */
  whole(admit: (chunk: Uint8Array) => void): Promise<Buffer>;
  stream(): Readable;
};

type Taker = { chunk(chunk: Buffer): void; end(): void; fail(error: unknown): void };
type Controller = Dispatcher.DispatchController;

/** Keeps what comes before somebody takes it. */
const createBody = () => {
  const kept: Buffer[] = [];
  let unread = 0;
  let ended = false;
  let failure: { error: unknown } | null = null;
  let taker: Taker | null = null;

  return {
    chunk(chunk: Buffer, controller: Controller): void {
      if (taker === null) {
        kept.push(chunk);
        unread += chunk.byteLength;
        if (unread >= maxUnread) controller.pause();
      } else taker.chunk(chunk);
    },
    end(): void {
      ended = true;
      taker?.end();
    },
    fail(error: unknown): void {
      failure = { error };
      taker?.fail(error);
    },
    take(next: Taker): void {
      for (const chunk of kept.splice(0)) next.chunk(chunk);
      taker = next;
      if (failure !== null) next.fail(failure.error);
      else if (ended) next.end();
    },
  };
};

type Body = ReturnType<typeof createBody>;

const wholeOf = (body: Body, controller: Controller, admit: (chunk: Uint8Array) => void): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const read: Buffer[] = [];
    body.take({
      chunk: (chunk) => {
        try {
          admit(chunk);
          read.push(chunk);
        } catch (error) {
          reject(error);
          controller.abort(error as Error);
        }
      },
      end: () => resolve(read.length === 1 ? read[0]! : Buffer.concat(read)),
      fail: reject,
    });
    controller.resume();
  });

const streamOf = (body: Body, controller: Controller): Readable => {
  const stream = new Readable({
    read: () => controller.resume(),
    destroy: (error, done) => {
      controller.abort(error ?? new Error('The body was broken off.'));
      done(error);
    },
  });
  body.take({
    chunk: (chunk) => {
      if (!stream.push(chunk)) controller.pause();
    },
    end: () => void stream.push(null),
    fail: (error) => void stream.destroy(error as Error),
  });
  return stream;
};

/**
 * Sends a request by `dispatch`, undici's lowest door, which makes neither a stream nor a signal of its own. Rejects
 * at once with the reason that `whenAborted` tells, also while a connection is still being made; then nothing is sent.
 */
export const dispatch = (
  agent: Agent,
  options: Dispatcher.DispatchOptions,
  whenAborted: (stop: (reason: unknown) => void) => void,
): Promise<Received> =>
  new Promise((resolve, reject) => {
    const body = createBody();
    let started: Controller | null = null;
    let aborted: { reason: unknown } | null = null;
    const fail = (error: unknown): void => {
      reject(error);
      body.fail(error);
    };
    whenAborted((reason) => {
      aborted = { reason };
      fail(reason);
      started?.abort(reason as Error);
    });
    if (aborted !== null) return;
    agent.dispatch(options, {
      onRequestStart: (controller) => {
        started = controller;
        if (aborted !== null) controller.abort(aborted.reason as Error);
      },
      onResponseStart: (controller, status, headers) => {
        // An interim answer is none.
        if (status < 200) return;
        const received: Received = {
          status,
          header: (name) => {
            const value = headers[name];
            return (Array.isArray(value) ? value.join(', ') : value) ?? null;
          },
          whole: (admit) => wholeOf(body, controller, admit),
          stream: () => streamOf(body, controller),
        };
        arrivals.soon(() => resolve(received));
      },
      onResponseData: (controller, chunk) => body.chunk(chunk, controller),
      onResponseEnd: body.end,
      onResponseError: (_controller, error) => fail(error),
    });
  });
