import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { request as send } from 'undici';
import { type Egress, EgressError, type EgressPolicy, type ExchangeLimits } from '../../src/egress/port.ts';
import { judgeUrl } from '../../src/egress/url-rules.ts';
import type { Probe, ProbeLine } from './egress-probe.ts';
import { probePath } from './headers.ts';

type Asked = Pick<Probe, 'door' | 'url' | 'method' | 'headers' | 'body'>;
type Head = Extract<ProbeLine, { head: unknown }>['head'];

const lineOf = (text: string): ProbeLine => {
  const line = JSON.parse(text) as ProbeLine;
  if (!('failure' in line)) return line;
  const { cause_code, message, location } = line.failure;
  throw new EgressError(cause_code, message, { location });
};

/** The guard of a Worker, used from this process: each exchange is done on workerd and told as it goes. */
export const createProbedEgress = (policy: EgressPolicy): Egress => {
  const closing = new AbortController();

  const open = async (asked: Asked, limits: ExchangeLimits, caller: AbortSignal | null | undefined) => {
    const signal = AbortSignal.any([closing.signal, ...(caller ? [caller] : [])]);
    const ended = (error: unknown): unknown => (signal.aborted ? signal.reason : error);
    try {
      const { body } = await send(`${process.env.CONCIERGE_TEST_WORKERD}${probePath}`, {
        method: 'POST',
        body: JSON.stringify({ ...asked, limits, policy } satisfies Probe),
        signal,
      });
      const lines = createInterface({ input: body, crlfDelay: Number.POSITIVE_INFINITY })[
        Symbol.asyncIterator
      ]();
      const next = async (): Promise<ProbeLine> => {
        let line = await lines.next();
        while (line.value === '') line = await lines.next();
        signal.throwIfAborted();
        if (line.done) throw new Error('The Worker told no end of an exchange.');
        return lineOf(line.value);
      };
      const { head } = (await next()) as { head: Head };
      const chunks = async function* (): AsyncGenerator<Uint8Array<ArrayBuffer>> {
        try {
          for (let line = await next(); 'chunk' in line; line = await next())
            yield Uint8Array.from(atob(line.chunk), (byte) => byte.charCodeAt(0));
        } catch (error) {
          throw ended(error);
        } finally {
          body.destroy();
        }
      };
      return { head, chunks, cancel: () => body.destroy() };
    } catch (error) {
      throw ended(error);
    }
  };

  return {
    judge: (raw) => judgeUrl(raw, policy),
    fetch:
      (limits) =>
      async (input, init = {}) => {
        const sent = new Request(input, init);
        const body = await sent.text();
        const asked = {
          door: 'fetch',
          // As it was given, not as it parses.
          url: input instanceof Request ? sent.url : String(input),
          method: sent.method as 'GET',
          headers: Object.fromEntries(new Headers(init.headers ?? sent.headers)),
          body: body === '' ? null : body,
        } as const;
        const signal = init.signal ?? (input instanceof Request ? input.signal : null);
        const { head, chunks } = await open(asked, limits, signal);
        const stream = head.hasBody ? (Readable.toWeb(Readable.from(chunks())) as ReadableStream) : null;
        return new Response(stream, { status: head.status, headers: head.headers });
      },
    request: async (url, { signal, body = null, ...sent }, limits) => {
      const { head, chunks, cancel } = await open({ door: 'request', url, body, ...sent }, limits, signal);
      const headers = new Headers(head.headers);
      const bytes = async () => Buffer.concat(await Array.fromAsync(chunks()));
      return {
        status: head.status,
        header: (name) => headers.get(name),
        chunks,
        bytes,
        text: async () => (await bytes()).toString(),
        cancel,
      };
    },
    close: async () => closing.abort(new EgressError('connection_lost', 'The guard is closed.')),
  };
};
