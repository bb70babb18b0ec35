import type { MiddlewareHandler } from 'hono';
import type { Caller } from '../domain/account.ts';
import { ConciergeError } from '../errors.ts';
import type { HttpEnv } from './env.ts';

/** The caller behind a key, or null when the key is unknown, expired or revoked. */
export type AuthenticateKey = (key: string) => Promise<Caller | null>;

const bearer = /^Bearer +([\x21-\x7e]{1,512}) *$/i;

const unauthorized = (): ConciergeError =>
  new ConciergeError('unauthorized', 'Send a valid API key: `Authorization: Bearer olk_…`.');

/** Lets only a valid API key through. The 401 is the same for a missing, unknown, expired or revoked one. */
export const requireKey =
  (authenticate: AuthenticateKey): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    const key = bearer.exec(c.req.header('authorization') ?? '')?.[1];
    if (key === undefined) throw unauthorized();
    const caller = await authenticate(key);
    if (caller === null) throw unauthorized();
    c.set('caller', caller);
    await next();
  };
