import { egressFailure, toEgressError } from './failures.ts';
import type { ExchangeLimits } from './port.ts';

/** One request and its answer, held to a deadline and to a number of bytes (rule E5). */
export type Exchange = {
  /** Called once, with the reason, when the deadline, the caller or a failure ends the exchange; at once if one has. */
  whenAborted(stop: (reason: unknown) => void): void;
  /** Ends the exchange and frees its connection; what was thrown, in the words of the port. */
  fail(error: unknown): unknown;
  /** The body, counted as it is read; the exchange ends with its last byte. */
  count(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array>;
  /** The same of chunks; to leave the loop ends the exchange. */
  countChunks(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** Counts one more chunk. Throws `too_large`. */
  admit(chunk: Uint8Array): void;
  end(): void;
};

/** Starts the clock. The caller's own abort stays the caller's reason; the deadline is `timed_out`. */
export const createExchange = (limits: ExchangeLimits, caller: AbortSignal | null | undefined): Exchange => {
  let aborted: { reason: unknown } | null = null;
  let stop: (reason: unknown) => void = () => undefined;

  const abort = (reason: unknown): void => {
    if (aborted !== null) return;
    aborted = { reason };
    stop(reason);
  };
  const timer =
    limits.deadline_ms === null
      ? undefined
      : setTimeout(() => abort(egressFailure('timed_out')), limits.deadline_ms);
  const abortByCaller = (): void => abort(caller?.reason);
  if (caller?.aborted) abortByCaller();
  caller?.addEventListener('abort', abortByCaller, { once: true });

  const whenAborted: Exchange['whenAborted'] = (given) => {
    stop = given;
    if (aborted !== null) stop(aborted.reason);
  };

  const end = (): void => {
    clearTimeout(timer);
    caller?.removeEventListener('abort', abortByCaller);
  };

  const fail = (error: unknown): unknown => {
    end();
    const failure = aborted === null ? toEgressError(error) : aborted.reason;
    abort(failure);
    return failure;
  };

  let received = 0;
  const admit = ({ byteLength }: Uint8Array): void => {
    received += byteLength;
    if (received > limits.max_bytes) throw egressFailure('too_large');
  };

  const count = (body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> => {
    const reader = body.getReader();
    const pull = async (sink: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      const { done, value } = await reader.read();
      if (done) {
        end();
        sink.close();
        return;
      }
      admit(value);
      sink.enqueue(value);
    };
    return new ReadableStream<Uint8Array>(
      {
        pull: (sink) => pull(sink).catch((error: unknown) => sink.error(fail(error))),
        cancel: (reason) => {
          end();
          return reader.cancel(reason);
        },
      },
      // Reads only what is asked for.
      { highWaterMark: 0 },
    );
  };

  const countChunks = async function* (body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body) {
        admit(chunk);
        yield chunk;
      }
    } catch (error) {
      throw fail(error);
    } finally {
      end();
    }
  };

  return { whenAborted, fail, count, countChunks, admit, end };
};
