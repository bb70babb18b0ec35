import type { Turn, TurnEvent } from '../concierge/events.ts';
import { type Log, loggedFailure } from '../log.ts';
import { detailOf, toConciergeError } from './errors.ts';

export type SseOptions = {
  /** Called when the client is gone, or reads no more. */
  cancel: () => void;
  log: Log;
  requestId: string;
  /** How often a comment line keeps the connection open; default 15 s. */
  keepaliveMs?: number;
  /** How long a client may leave a full stream unread before it counts as gone; default 15 s. */
  stallMs?: number;
};

/** What waits for a slow reader, in bytes; one frame more may stand beyond it. */
const maxUnread = 256 * 1024;

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

const frame = ({ event, data }: TurnEvent): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** The stream to one client: `send` waits while it is full, and does nothing once the client is gone. */
const createOutlet = ({ cancel, log, requestId, stallMs = 15_000 }: SseOptions) => {
  const encoder = new TextEncoder();
  let sink: ReadableStreamDefaultController<Uint8Array> | null = null;
  let drained = Promise.withResolvers<void>();

  const leave = (): void => {
    sink = null;
    drained.resolve();
    cancel();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start: (started) => {
        sink = started;
      },
      pull: () => drained.resolve(),
      cancel: leave,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: maxUnread }),
  );
  const giveUp = (): void => {
    log.warn(
      { request_id: requestId, unread_bytes: maxUnread - (sink?.desiredSize ?? 0) },
      'a client reads no more',
    );
    // What it has not read is dropped with the stream.
    sink?.error(new Error('The client reads no more.'));
    leave();
  };
  const isFull = (): boolean => sink !== null && (sink.desiredSize ?? 0) <= 0;

  return {
    body,
    async send(text: string): Promise<void> {
      sink?.enqueue(encoder.encode(text));
      if (!isFull()) return;
      drained = Promise.withResolvers();
      const timer = setTimeout(giveUp, stallMs);
      await drained.promise;
      clearTimeout(timer);
    },
    keepAlive: () => void (isFull() || sink?.enqueue(encoder.encode(': keepalive\n\n'))),
    close: () => sink?.close(),
  };
};

/**
 * A turn as Server-Sent Events, each frame sent as it comes. A client that leaves, or stops reading, cancels the
 * turn; its events are read to the end all the same, so that what has begun is finished. `done` resolves then.
 */
export const sseResponse = (turn: Turn, options: SseOptions): { response: Response; done: Promise<void> } => {
  const { keepaliveMs = 15_000, log, requestId } = options;
  const { body, send, keepAlive, close } = createOutlet(options);

  const pump = async (): Promise<void> => {
    const keepalive = setInterval(keepAlive, keepaliveMs);
    try {
      for await (const event of turn.events) await send(frame(event));
    } catch (thrown) {
      log.error(
        { request_id: requestId, run_id: turn.run_id, failure: loggedFailure(thrown) },
        'turn failed',
      );
      const internal = toConciergeError(null);
      await send(
        frame({
          event: 'agent_error',
          data: { message: detailOf(internal), type: internal.code, run_id: turn.run_id },
        }),
      );
    } finally {
      clearInterval(keepalive);
      close();
    }
  };

  return { response: new Response(body, { headers }), done: pump() };
};
