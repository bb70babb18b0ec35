import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { type Log, loggedFailure } from '../log.ts';
import type { HttpEnv } from './env.ts';
import { statusOf } from './errors.ts';

export type ObserveOptions = { log: Log; now: () => number };

/**
 * Names every request and writes one line about it: method, route pattern, status, time, account. Never the
 * path itself, a query, a header or a body.
 */
export const observe =
  ({ log, now }: ObserveOptions): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    const started = now();
    const requestId = crypto.randomUUID();
    c.set('requestId', requestId);
    await next();
    c.header('X-Request-Id', requestId);
    const failure = c.get('failure');
    const line = {
      request_id: requestId,
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      ms: now() - started,
      user_id: c.get('caller')?.user_id,
      ...(failure === undefined ? {} : { error: failure.code }),
    };
    if (failure !== undefined && statusOf[failure.code] >= 500)
      log.error({ ...line, failure: loggedFailure(failure) }, 'request');
    else log.info(line, 'request');
  };
