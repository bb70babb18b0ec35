import {
  type Agent,
  type Dispatcher,
  type BodyInit as UndiciBody,
  type Response as UndiciResponse,
  fetch as undiciFetch,
} from 'undici';
import { createExchange, type Exchange } from './exchange.ts';
import { egressFailure } from './failures.ts';
import { createGuardedAgent, type Resolve, resolveBySystem } from './node-agent.ts';
import { createRequest } from './node-request.ts';
import { type Egress, EgressError, type EgressPolicy, type ExchangeLimits } from './port.ts';
import { safeLocation } from './safe-location.ts';
import { judgeUrl } from './url-rules.ts';

export type NodeEgressOptions = {
  policy: EgressPolicy;
  /** Every address of a name; default: the system's resolver. */
  resolve?: Resolve;
  /** Default 5,000 ms. */
  connect_timeout_ms?: number;
  /** Default 3,000 ms. */
  dns_timeout_ms?: number;
};

type Call = { raw: string; init: RequestInit };

/** `fetch` takes a URL in three forms; a `Request` is taken apart, since undici knows only its own class. */
const callOf = (input: RequestInfo | URL, init: RequestInit): Call => {
  if (!(input instanceof Request)) return { raw: String(input), init };
  const { method, headers, body, signal } = input;
  return { raw: input.url, init: { method, headers, body, signal, ...init } };
};

const headersOf = (init: RequestInit): [string, string][] => {
  const headers = new Headers(init.headers);
  headers.delete('cookie');
  headers.set('accept-encoding', 'gzip, deflate, br');
  return [...headers];
};

/** One exchange sends one request: the Fetch Standard has a second try after a 421, which rule L4 forbids. */
const onlyOnce = (agent: Agent): Dispatcher => {
  let isSent = false;
  return agent.compose((dispatch) => (options, handler) => {
    if (isSent) throw egressFailure('connection_lost');
    isSent = true;
    return dispatch(options, handler);
  });
};

const answerOf = (response: UndiciResponse, exchange: Exchange): Response => {
  const { status, statusText } = response;
  if (status > 599) throw egressFailure('server_error');
  const headers = new Headers([...response.headers]);
  headers.delete('set-cookie');
  if (response.body === null) exchange.end();
  const body = response.body === null ? null : exchange.count(response.body as ReadableStream<Uint8Array>);
  return new Response(body, { status, statusText, headers });
};

/**
 * The guard on Node (rules E1 to E6), over undici's own `fetch` and a dispatcher that connects to judged
 * addresses only. Proxies named by the environment are never used. `close` ends what is under way.
 */
export const createNodeEgress = (options: NodeEgressOptions): Egress => {
  const { policy, resolve = resolveBySystem, connect_timeout_ms = 5_000, dns_timeout_ms = 3_000 } = options;
  const agent = createGuardedAgent({ policy, resolve, connect_timeout_ms, dns_timeout_ms });

  const send = async ({ init }: Call, url: URL, exchange: Exchange): Promise<Response> => {
    const stop = new AbortController();
    exchange.whenAborted((reason) => stop.abort(reason));
    const response = await undiciFetch(url, {
      method: init.method ?? 'GET',
      headers: headersOf(init),
      body: (init.body ?? null) as UndiciBody | null,
      duplex: 'half',
      redirect: 'manual',
      signal: stop.signal,
      dispatcher: onlyOnce(agent),
    });
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400))
      throw egressFailure('redirect', {
        location: safeLocation(response.headers.get('location'), url, policy),
      });
    return answerOf(response, exchange);
  };

  const createFetch =
    (limits: ExchangeLimits): typeof globalThis.fetch =>
    async (input, init = {}) => {
      const call = callOf(input, init);
      const verdict = judgeUrl(call.raw, policy);
      if (!verdict.ok) throw new EgressError('address_refused', verdict.refusal.detail);
      const exchange = createExchange(limits, call.init.signal);
      return send(call, verdict.url, exchange).catch((error: unknown) => {
        throw exchange.fail(error);
      });
    };

  return {
    judge: (raw) => judgeUrl(raw, policy),
    fetch: createFetch,
    request: createRequest(agent, policy),
    close: () => agent.destroy(),
  };
};
