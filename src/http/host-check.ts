import type { MiddlewareHandler } from 'hono';
import { isLoopback } from '../config.ts';
import { validationError } from '../errors.ts';
import type { HttpEnv } from './env.ts';

/**
 * For a server bound to loopback: refuses a request that came by a name other than this machine's own or the
 * public one, as a page does that points its own name at 127.0.0.1 (DNS rebinding).
 */
export const ownHostOnly = (publicUrl: string | null): MiddlewareHandler<HttpEnv> => {
  const publicHost = publicUrl === null ? null : new URL(publicUrl).host;
  return async (c, next) => {
    const url = new URL(c.req.url);
    if (!isLoopback(url.hostname) && url.host !== publicHost)
      throw validationError(
        'host',
        'This server answers to 127.0.0.1 and localhost only; to reach it by another name, set `CONCIERGE_PUBLIC_URL`.',
      );
    await next();
  };
};
