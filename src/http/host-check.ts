import type { MiddlewareHandler } from 'hono';
import { isLoopback } from '../config.ts';
import { validationError } from '../errors.ts';
import type { HttpEnv } from './env.ts';

/** Refuses, by throwing `validation`, an address with a host that is not this machine's own or the public one. */
export const createHostCheck = (publicUrl: string | null): ((address: string) => void) => {
  const publicHost = publicUrl === null ? null : new URL(publicUrl).host;
  /** Where the last address that passed ended its host: the same few hosts come again and again. */
  let own = '';
  return (address) => {
    if (own !== '' && address.startsWith(own)) return;
    const url = URL.parse(address);
    if (url !== null && (isLoopback(url.hostname) || url.host === publicHost)) {
      own = `${url.origin}/`;
      return;
    }
    throw validationError(
      'host',
      'This server answers to 127.0.0.1 and localhost only; to reach it by another name, set `CONCIERGE_PUBLIC_URL`.',
    );
  };
};

/**
 * For a server bound to loopback: refuses a request that came by a name other than this machine's own or the
 * public one, as a page does that points its own name at 127.0.0.1 (DNS rebinding).
 */
export const ownHostOnly = (publicUrl: string | null): MiddlewareHandler<HttpEnv> => {
  const assertOwn = createHostCheck(publicUrl);
  return async (c, next) => {
    assertOwn(c.req.url);
    await next();
  };
};
