import type { MiddlewareHandler } from 'hono';
import type { Caller } from '../domain/account.ts';
import { ConciergeError } from '../errors.ts';
import { type HttpEnv, inProcess } from './env.ts';

/** The caller behind a key, or null when the key is unknown, expired or revoked. */
export type AuthenticateKey = (key: string) => Promise<Caller | null>;

const bearer = /^Bearer +([\x21-\x7e]{1,512}) *$/i;

const unauthorized = (): ConciergeError =>
  new ConciergeError('unauthorized', 'Send a valid API key: `Authorization: Bearer olk_…`.');

/** The caller whose key an `Authorization` header holds. Errors: `unauthorized`. */
export const callerOf = async (
  authenticate: AuthenticateKey,
  authorization: string | null | undefined,
): Promise<Caller> => {
  const key = bearer.exec(authorization ?? '')?.[1];
  const caller = key === undefined ? null : await authenticate(key);
  if (caller === null) throw unauthorized();
  return caller;
};

/**
 * Lets only a valid API key through, and who came by the door of this process. The 401 is the same for a missing,
 * unknown, expired or revoked key.
 */
export const requireKey =
  (authenticate: AuthenticateKey): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    const insider = c.env?.[inProcess];
    c.set('caller', insider ?? (await callerOf(authenticate, c.req.header('authorization'))));
    await next();
  };
