import { pipeline, type Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Agent, Dispatcher } from 'undici';
import { createExchange, type Exchange } from './exchange.ts';
import { egressFailure } from './failures.ts';
import { type Egress, type EgressAnswer, EgressError, type EgressPolicy, type UrlVerdict } from './port.ts';
import { safeLocation } from './safe-location.ts';
import { judgeUrl } from './url-rules.ts';

type Response = Dispatcher.ResponseData;

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = constants;
/** What has come is given out at once, and an end without a trailer is an end, as in fetch. */
const flushing = { flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH };
const brotliFlushing = { flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH };
const maxCodings = 3;
const maxVerdicts = 1_000;

const headerOf = ({ headers }: Response, name: string): string | null => {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(', ') : value) ?? null;
};

const decoderOf = (coding: string): Transform => {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip(flushing);
  if (coding === 'deflate') return createInflate(flushing);
  if (coding === 'br') return createBrotliDecompress(brotliFlushing);
  throw egressFailure('server_error');
};

const decoded = (response: Response): Readable => {
  const codings = (headerOf(response, 'content-encoding') ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0) return response.body;
  if (codings.length > maxCodings) throw egressFailure('server_error');
  // Whoever reads the last one is told of an error in any of them.
  return codings
    .reverse()
    .reduce<Readable>(
      (stream, coding) => pipeline(stream, decoderOf(coding), () => undefined),
      response.body,
    );
};

/** By events: an answer is mostly one chunk, and an iterator costs more than the rest of reading it. */
const readText = (body: Readable, exchange: Exchange): Promise<string> =>
  new Promise((resolve, reject) => {
    const read: Uint8Array[] = [];
    const fail = (error: unknown): void => {
      reject(exchange.fail(error));
      body.destroy();
    };
    body.on('error', fail);
    body.on('data', (chunk: Uint8Array) => {
      try {
        exchange.admit(chunk);
        read.push(chunk);
      } catch (error) {
        fail(error);
      }
    });
    body.on('end', () => {
      exchange.end();
      resolve(new TextDecoder().decode(read.length === 1 ? read[0] : Buffer.concat(read)));
    });
  });

const answerOf = (response: Response, exchange: Exchange): EgressAnswer => {
  const chunks = (): AsyncIterable<Uint8Array> => exchange.countChunks(decoded(response));
  return {
    status: response.statusCode,
    header: (name) => headerOf(response, name),
    chunks,
    text: () => readText(decoded(response), exchange),
    cancel: () => void exchange.fail(egressFailure('connection_lost')),
  };
};

const sentHeaders = ({ cookie: _, ...headers }: Record<string, string>): Record<string, string> => ({
  ...headers,
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
 * The second door: `Agent.request`, which is a fraction of the work of undici's `fetch` and sends each request at
 * most once. Both doors go through the one agent, so the same connections and the same judged addresses.
 */
export const createRequest = (agent: Agent, policy: EgressPolicy): Egress['request'] => {
  const judge = createJudge(policy);
  return async (raw, { method, headers, body, signal }, limits) => {
    const verdict = judge(raw);
    if (!verdict.ok) throw new EgressError('address_refused', verdict.refusal.detail);
    const { url } = verdict;
    const exchange = createExchange(limits, signal);
    try {
      const response = await agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers: sentHeaders(headers),
        body: body ?? null,
        signal: exchange.signal,
      });
      const { statusCode } = response;
      if (statusCode >= 300 && statusCode < 400)
        throw egressFailure('redirect', {
          location: safeLocation(headerOf(response, 'location'), url, policy),
        });
      if (statusCode > 599) throw egressFailure('server_error');
      return answerOf(response, exchange);
    } catch (error) {
      throw exchange.fail(error);
    }
  };
};
