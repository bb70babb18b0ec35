import type { Turn, TurnEvent } from '../concierge/events.ts';
import { type Log, loggedFailure } from '../log.ts';
import { detailOf, toConciergeError } from './errors.ts';

export type SseOptions = {
  /** Called when the client is gone. */
  cancel: () => void;
  log: Log;
  requestId: string;
  /** How often a comment line keeps the connection open; default 15 s. */
  keepaliveMs?: number;
};

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

const frame = ({ event, data }: TurnEvent): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * A turn as Server-Sent Events, each frame sent as it comes. A client that leaves cancels the turn; its events
 * are read to the end all the same, so that what has begun is finished. `done` resolves then.
 */
export const sseResponse = (turn: Turn, options: SseOptions): { response: Response; done: Promise<void> } => {
  const encoder = new TextEncoder();
  const { keepaliveMs = 15_000, cancel, log, requestId } = options;
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const send = (text: string): void => controller?.enqueue(encoder.encode(text));

  const body = new ReadableStream<Uint8Array>({
    start(started) {
      controller = started;
    },
    cancel() {
      controller = null;
      cancel();
    },
  });

  const pump = async (): Promise<void> => {
    const keepalive = setInterval(() => send(': keepalive\n\n'), keepaliveMs);
    try {
      for await (const event of turn.events) send(frame(event));
    } catch (thrown) {
      log.error(
        { request_id: requestId, run_id: turn.run_id, failure: loggedFailure(thrown) },
        'turn failed',
      );
      const internal = toConciergeError(null);
      send(
        frame({
          event: 'agent_error',
          data: { message: detailOf(internal), type: internal.code, run_id: turn.run_id },
        }),
      );
    } finally {
      clearInterval(keepalive);
      controller?.close();
    }
  };

  return { response: new Response(body, { headers }), done: pump() };
};
