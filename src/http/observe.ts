import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { ConciergeError } from '../errors.ts';
import { type Log, loggedFailure } from '../log.ts';
import type { HttpEnv } from './env.ts';
import { statusOf } from './errors.ts';

export type ObserveOptions = { log: Log; now: () => number };

export type Observed = {
  request_id: string;
  method: string;
  /** The pattern, never the path itself. */
  route: string;
  status: number;
  /** When it came, on the clock of the options, in ms. */
  started: number;
  user_id: string | undefined;
  failure: ConciergeError | undefined;
};

/** Writes the one line about a request. */
export const logRequest = ({ log, now }: ObserveOptions, observed: Observed): void => {
  const { started, failure, ...fields } = observed;
  const line = {
    ...fields,
    ms: now() - started,
    ...(failure === undefined ? {} : { error: failure.code }),
  };
  if (failure !== undefined && statusOf[failure.code] >= 500)
    log.error({ ...line, failure: loggedFailure(failure) }, 'request');
  else log.info(line, 'request');
};

/**
 * Names every request and writes one line about it: method, route pattern, status, time, account. Never the
 * path itself, a query, a header or a body.
 */
export const observe =
  (options: ObserveOptions): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    const started = options.now();
    const requestId = crypto.randomUUID();
    c.set('requestId', requestId);
    await next();
    c.header('X-Request-Id', requestId);
    logRequest(options, {
      request_id: requestId,
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      started,
      user_id: c.get('caller')?.user_id,
      failure: c.get('failure'),
    });
  };
