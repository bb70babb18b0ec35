import { SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { type Egress, type EgressAnswer, EgressError, type ExchangeLimits } from '../egress/port.ts';
import { untilAborted } from './deadline.ts';
import { readEvents } from './event-stream.ts';
import { errorBody, RpcError, upstreamFailure } from './failure.ts';
import type { EncodedParts, ReadAnswer } from './read-answer.ts';

export type JsonObject = Record<string, unknown>;

export type CallExchange = {
  egress: Egress;
  url: string;
  /** Of the connection and of this message, names in lower case. */
  headers: Record<string, string>;
  message: { jsonrpc: '2.0'; id: number; method: string; params: JsonObject };
  limits: ExchangeLimits;
  signal: AbortSignal;
  /** Told of all that the server says before it answers. */
  onMessage: (message: JsonObject) => void;
  /** Reads a large answer to the request with this id elsewhere; takes the bytes away. */
  readLarge: (bytes: Uint8Array<ArrayBuffer>, id: number) => Promise<ReadAnswer>;
};

/** The result in an answer too large to be read here, each value as its JSON; nothing secret is in it. */
export class LargeResult {
  readonly parts: EncodedParts;

  constructor(parts: EncodedParts) {
    this.parts = parts;
  }
}

/** To read an answer of this size takes a millisecond or two of the one thread; larger ones are read beside it. */
const largeBytes = 128 * 1024;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

const maxResumes = 2;
const resumeDelayMs = 1_000;
const longestResumeDelayMs = 5_000;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new SdkError(SdkErrorCode.InvalidResult, 'The answer is not JSON.');
  }
};

const foreign = (contentType: string | null): SdkError =>
  new SdkError(SdkErrorCode.ClientHttpUnexpectedContent, 'Unexpected content type', { contentType });

const lost = (): EgressError => new EgressError('connection_lost', 'The connection was lost.');

/** The result in a message that answers `id`; undefined for any other message, which is passed on. */
const resultIn = (message: unknown, { message: { id }, onMessage }: CallExchange): JsonObject | undefined => {
  if (!isObject(message)) return undefined;
  if (typeof message.method === 'string') {
    onMessage(message);
    return undefined;
  }
  if (isObject(message.error) && (message.id === id || message.id === null || message.id === undefined))
    throw new RpcError(Number(message.error.code));
  return message.id === id && isObject(message.result) ? message.result : undefined;
};

/** One message, or a batch of an older server. */
const resultAmong = (read: unknown, exchange: CallExchange): JsonObject | undefined => {
  if (!Array.isArray(read)) return resultIn(read, exchange);
  for (const each of read) {
    const result = resultIn(each, exchange);
    if (result !== undefined) return result;
  }
  return undefined;
};

/** In a buffer that nobody else looks into, so that it can be given away. */
const ownBytes = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? new Uint8Array(bytes.buffer)
    : new Uint8Array(bytes);

const refuse = async (answer: EgressAnswer, { message: { id } }: CallExchange): Promise<never> => {
  const { status } = answer;
  // What the status says counts, also where the rest cannot be read.
  const text = await answer.text().catch(() => '');
  // MCP 2026-07-28 answers 400 with an error that names the request: that is its answer.
  const body = status === 400 ? errorBody(text) : null;
  if (body !== null && body.id === id) throw new RpcError(body.code);
  throw new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, 'The request was refused', { status, text });
};

const wait = async (ms: number, signal: AbortSignal): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, Math.min(ms, longestResumeDelayMs));
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  await promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  });
};

const readElsewhere = async (
  bytes: Uint8Array<ArrayBuffer>,
  { message: { id }, readLarge, signal }: CallExchange,
): Promise<LargeResult | undefined> => {
  const read = await untilAborted(readLarge(bytes, id), signal);
  if (read.kind === 'result') return new LargeResult(read.parts);
  if (read.kind === 'error') throw new RpcError(read.code);
  if (read.kind === 'unfinished') throw upstreamFailure('server_error');
  return undefined;
};

/** The answer on an event stream, which is resumed after its last event when it breaks off (MCP 2025-11-25). */
const readStream = async (first: EgressAnswer, exchange: CallExchange): Promise<JsonObject | LargeResult> => {
  const { egress, url, headers, limits, signal } = exchange;
  let answer: EgressAnswer | null = first;
  let last_id = '';
  let delay_ms = resumeDelayMs;
  for (let resumes = 0; ; resumes++) {
    try {
      if (answer !== null)
        for await (const event of readEvents(answer.chunks())) {
          if (event.id !== null) last_id = event.id;
          delay_ms = event.retry_ms ?? delay_ms;
          if (event.type !== 'message' || event.data === '') continue;
          const result =
            event.data.length > largeBytes
              ? await readElsewhere(encoder.encode(event.data), exchange)
              : resultIn(parse(event.data), exchange);
          if (result !== undefined) return result;
        }
    } catch (error) {
      const isCut = error instanceof EgressError && error.cause_code === 'connection_lost';
      if (!isCut || last_id === '') throw error;
    }
    if (last_id === '' || resumes === maxResumes) throw lost();
    await wait(delay_ms, signal);
    answer = await resume();
  }

  async function resume(): Promise<EgressAnswer | null> {
    const { 'content-type': _, ...others } = headers;
    const again = await egress.request(
      url,
      {
        method: 'GET',
        headers: { ...others, accept: 'text/event-stream', 'last-event-id': last_id },
        signal,
      },
      limits,
    );
    if (again.status === 200) return again;
    again.cancel();
    return null;
  }
};

/**
 * Sends one JSON-RPC request over the guard's second door, once, and reads its answer, from JSON or an event stream
 * (MCP, Streamable HTTP). Throws what the guard throws, `RpcError`, `SdkHttpError`, `SdkError`: not for callers.
 */
export const exchangeCall = async (exchange: CallExchange): Promise<JsonObject | LargeResult> => {
  const { egress, url, headers, message, limits, signal } = exchange;
  const body = JSON.stringify(message);
  const answer = await egress.request(url, { method: 'POST', headers, body, signal }, limits);
  if (answer.status < 200 || answer.status > 299) return refuse(answer, exchange);
  const contentType = answer.header('content-type');
  const essence = (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (essence === 'text/event-stream') return readStream(answer, exchange);
  if (essence !== 'application/json') {
    answer.cancel();
    throw foreign(contentType);
  }
  const bytes = await answer.bytes();
  const result =
    bytes.byteLength > largeBytes
      ? await readElsewhere(ownBytes(bytes), exchange)
      : resultAmong(parse(decoder.decode(bytes)), exchange);
  if (result !== undefined) return result;
  throw new SdkError(SdkErrorCode.InvalidResult, 'The answer is not that of the request.');
};
