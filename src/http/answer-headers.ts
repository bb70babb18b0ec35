import type { MiddlewareHandler } from 'hono';
import type { HttpEnv } from './env.ts';

/** What every answer tells a browser: keep nothing, guess nothing, frame nothing, load nothing. */
export const answerHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=15552000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** Sets them where a route has not set its own. */
export const withAnswerHeaders = (): MiddlewareHandler<HttpEnv> => async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(answerHeaders))
    if (!c.res.headers.has(name)) c.header(name, value);
};
