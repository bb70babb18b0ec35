import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { loggedTrace, traceparentIn } from '../domain/trace.ts';
import { type Log, loggedFailure } from '../log.ts';
import type { Metrics } from '../metrics/port.ts';
import type { HttpEnv } from './env.ts';
import { statusOf } from './errors.ts';

export type ObserveOptions = { log: Log; metrics: Pick<Metrics, 'request'> };

/** The pattern of the address asked for, also where a middleware refused; what ends in `*` is a middleware. */
const routeOf = (c: Context<HttpEnv>): string =>
  matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none';

/**
 * Names every request, counts it and writes one line about it: method, route pattern, status, time, account,
 * trace. Never the path itself, a query, a header or a body.
 */
export const observe =
  ({ log, metrics }: ObserveOptions): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    const startedAt = performance.now();
    const requestId = crypto.randomUUID();
    const trace = { request_id: requestId, traceparent: traceparentIn(c.req.header('traceparent')) };
    c.set('requestId', requestId);
    c.set('trace', trace);
    await next();
    c.header('X-Request-Id', requestId);
    const ms = performance.now() - startedAt;
    const seen = { method: c.req.method, route: routeOf(c), status: c.res.status };
    metrics.request({ ...seen, ms });
    const failure = c.get('failure');
    const line = {
      ...loggedTrace(trace),
      ...seen,
      ms: Math.round(ms),
      user_id: c.get('caller')?.user_id,
      ...(failure === undefined ? {} : { error: failure.code }),
    };
    if (failure !== undefined && statusOf[failure.code] >= 500)
      log.error({ ...line, failure: loggedFailure(failure) }, 'request');
    else log.info(line, 'request');
  };
