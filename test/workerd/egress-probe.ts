import {
  type EgressAnswer,
  EgressError,
  type EgressPolicy,
  type ExchangeLimits,
} from '../../src/egress/port.ts';
import { createWorkerEgress } from '../../src/egress/worker.ts';

/** One exchange that a test asks for from its own process. */
export type Probe = {
  door: 'fetch' | 'request';
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body: string | null;
  limits: ExchangeLimits;
  policy: EgressPolicy;
};

/** What is told of it, a line each: the head, then chunks in Base64, at last the end or a failure. */
export type ProbeLine =
  | { head: { status: number; headers: [string, string][]; hasBody: boolean } }
  | { chunk: string }
  | { end: true }
  | { failure: { cause_code: EgressError['cause_code']; message: string; location: string | null } };

const beatMs = 50;

const failureOf = (error: unknown): ProbeLine => {
  if (!(error instanceof EgressError)) throw error;
  const { cause_code, message, location } = error;
  return { failure: { cause_code, message, location } };
};

type Answered = { status: number; headers: [string, string][]; chunks: AsyncIterable<Uint8Array> | null };

const exchange = async (probe: Probe, signal: AbortSignal): Promise<Answered> => {
  const { door, url, method, headers, body, limits, policy } = probe;
  const egress = createWorkerEgress({ policy });
  const sent = { method, headers, ...(body === null ? {} : { body }), signal };
  if (door === 'request') {
    const answer: EgressAnswer = await egress.request(url, sent, limits);
    const shown = ['mcp-session-id', 'etag'].flatMap((name): [string, string][] => {
      const value = answer.header(name);
      return value === null ? [] : [[name, value]];
    });
    return { status: answer.status, headers: shown, chunks: answer.chunks() };
  }
  const response = await egress.fetch(limits)(url, sent);
  return { status: response.status, headers: [...response.headers], chunks: response.body };
};

async function* linesOf(probe: Probe, signal: AbortSignal): AsyncGenerator<ProbeLine> {
  try {
    const { status, headers, chunks } = await exchange(probe, signal);
    yield { head: { status, headers, hasBody: chunks !== null } };
    for await (const chunk of chunks ?? []) yield { chunk: btoa(String.fromCharCode(...chunk)) };
    yield { end: true };
  } catch (error) {
    yield failureOf(error);
  }
}

/** Does an exchange on this runtime and tells how it went as it goes. */
export const answerProbe = async (request: Request): Promise<Response> => {
  const left = new AbortController();
  const lines = linesOf((await request.json()) as Probe, AbortSignal.any([request.signal, left.signal]));
  const encoder = new TextEncoder();
  let beating: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (sink) => {
      // A local workerd sees that a client has left when it writes.
      beating = setInterval(() => sink.enqueue(encoder.encode('\n')), beatMs);
    },
    pull: async (sink) => {
      const { done, value } = await lines.next();
      if (!done) return sink.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      clearInterval(beating);
      sink.close();
    },
    cancel: () => {
      clearInterval(beating);
      left.abort();
    },
  });
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } });
};
