import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { loggedTrace, type Trace, traceparentIn } from '../domain/trace.ts';
import type { ConciergeError } from '../errors.ts';
import { type Log, loggedFailure } from '../log.ts';
import type { Metrics } from '../metrics/port.ts';
import type { HttpEnv } from './env.ts';
import { isOnPurpose, statusOf } from './errors.ts';

export type ObserveOptions = { log: Log; metrics: Pick<Metrics, 'request'> };

/** The pattern of the address asked for, also where a middleware refused; what ends in `*` is a middleware. */
const routeOf = (c: Context<HttpEnv>): string =>
  matchedRoutes(c).find(({ path }) => !path.endsWith('*'))?.path ?? 'none';

export type Observed = {
  trace: Trace;
  method: string;
  /** The pattern, never the path itself. */
  route: string;
  status: number;
  /** When it came, by `performance.now()`. */
  started: number;
  user_id: string | undefined;
  failure: ConciergeError | undefined;
};

/** Counts a request that was answered and writes the one line about it. */
export const recordRequest = ({ log, metrics }: ObserveOptions, observed: Observed): void => {
  const { trace, method, route, status, started, user_id, failure } = observed;
  const ms = performance.now() - started;
  metrics.request({ method, route, status, ms });
  const { request_id, trace_id } = loggedTrace(trace);
  const line = {
    request_id,
    trace_id,
    method,
    route,
    status,
    ms: Math.round(ms),
    user_id,
    error: failure?.code,
  };
  const isFault = failure !== undefined && statusOf[failure.code] >= 500 && !isOnPurpose(failure);
  if (isFault) log.error({ ...line, failure: loggedFailure(failure) }, 'request');
  else log.info(line, 'request');
};

/**
 * Names every request, counts it and writes one line about it: method, route pattern, status, time, account,
 * trace. Never the path itself, a query, a header or a body.
 */
export const observe =
  (options: ObserveOptions): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    const started = performance.now();
    const requestId = crypto.randomUUID();
    const trace = { request_id: requestId, traceparent: traceparentIn(c.req.header('traceparent')) };
    c.set('requestId', requestId);
    c.set('trace', trace);
    await next();
    c.header('X-Request-Id', requestId);
    recordRequest(options, {
      trace,
      method: c.req.method,
      route: routeOf(c),
      status: c.res.status,
      started,
      user_id: c.get('caller')?.user_id,
      failure: c.get('failure'),
    });
  };
