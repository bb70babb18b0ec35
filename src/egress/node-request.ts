import { pipeline, type Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Agent } from 'undici';
import { createExchange, type Exchange } from './exchange.ts';
import { egressFailure } from './failures.ts';
import { dispatch, type Received } from './node-dispatch.ts';
import { type Egress, type EgressAnswer, EgressError, type EgressPolicy, type UrlVerdict } from './port.ts';
import { safeLocation } from './safe-location.ts';
import { judgeUrl } from './url-rules.ts';

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = constants;
/** What has come is given out at once, and an end without a trailer is an end, as in fetch. */
const flushing = { flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH };
const brotliFlushing = { flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH };
const maxCodings = 3;
const maxVerdicts = 1_000;

const decoderOf = (coding: string): Transform => {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip(flushing);
  if (coding === 'deflate') return createInflate(flushing);
  if (coding === 'br') return createBrotliDecompress(brotliFlushing);
  throw egressFailure('server_error');
};

const codingsOf = (received: Received): string[] => {
  const header = received.header('content-encoding');
  if (header === null) return [];
  const codings = header
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > maxCodings) throw egressFailure('server_error');
  return codings;
};

/** The body without its codings. Whoever reads the last stream is told of an error in any of them. */
const decoded = (received: Received, codings: readonly string[]): Readable =>
  codings
    .map(decoderOf)
    .reverse()
    .reduce<Readable>((stream, decoder) => pipeline(stream, decoder, () => undefined), received.stream());

const readBytes = async (received: Received, exchange: Exchange): Promise<Uint8Array> => {
  try {
    const codings = codingsOf(received);
    if (codings.length === 0) return await received.whole(exchange.admit);
    return Buffer.concat(await Array.fromAsync(exchange.countChunks(decoded(received, codings))));
  } catch (error) {
    throw exchange.fail(error);
  } finally {
    exchange.end();
  }
};

const readChunks = (received: Received, exchange: Exchange): AsyncIterable<Uint8Array> => {
  try {
    return exchange.countChunks(decoded(received, codingsOf(received)));
  } catch (error) {
    throw exchange.fail(error);
  }
};

const decoder = new TextDecoder();

const answerOf = (received: Received, exchange: Exchange): EgressAnswer => ({
  status: received.status,
  header: received.header,
  chunks: () => readChunks(received, exchange),
  bytes: () => readBytes(received, exchange),
  text: async () => decoder.decode(await readBytes(received, exchange)),
  cancel: () => void exchange.fail(egressFailure('connection_lost')),
});

const withoutCookie = ({ cookie: _, ...headers }: Record<string, string>): Record<string, string> => headers;

const sentHeaders = (headers: Record<string, string>): Record<string, string> => ({
  ...('cookie' in headers ? withoutCookie(headers) : headers),
  'accept-encoding': 'gzip, deflate, br',
});

/** The last verdicts: a URL is judged by its text alone, so one text has one verdict. */
const createJudge = (policy: EgressPolicy): ((raw: string) => UrlVerdict) => {
  const verdicts = new Map<string, UrlVerdict>();
  return (raw) => {
    const known = verdicts.get(raw);
    if (known !== undefined) return known;
    if (verdicts.size >= maxVerdicts) verdicts.clear();
    const verdict = judgeUrl(raw, policy);
    verdicts.set(raw, verdict);
    return verdict;
  };
};

/**
 * The second door, which is a fraction of the work of undici's `fetch` and sends each request at most once. Both doors go through the one agent, so the same connections and the same judged addresses.
 */
export const createRequest = (agent: Agent, policy: EgressPolicy): Egress['request'] => {
  const judge = createJudge(policy);
  return async (raw, { method, headers, body, signal }, limits) => {
    const verdict = judge(raw);
    if (!verdict.ok) throw new EgressError('address_refused', verdict.refusal.detail);
    const { url } = verdict;
    const exchange = createExchange(limits, signal);
    try {
      const sent = {
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers: sentHeaders(headers),
        body: body ?? null,
      };
      const received = await dispatch(agent, sent, exchange.whenAborted);
      const { status } = received;
      if (status >= 300 && status < 400)
        throw egressFailure('redirect', { location: safeLocation(received.header('location'), url, policy) });
      if (status > 599) throw egressFailure('server_error');
      return answerOf(received, exchange);
    } catch (error) {
      throw exchange.fail(error);
    }
  };
};
