import type { Context, MiddlewareHandler } from 'hono';
import type { Caller } from '../domain/account.ts';
import { ConciergeError } from '../errors.ts';
import { type HttpEnv, inProcess, isRead } from './env.ts';
import { isFromOwnPage, sessionTokenOf } from './session-cookie.ts';

/** The caller behind a key, or null when the key is unknown, expired or revoked. */
export type AuthenticateKey = (key: string) => Promise<Caller | null>;
/** The caller behind the token of the page's cookie, or null when it lets nobody in. */
export type AuthenticateSession = (token: string) => Promise<Caller | null>;

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

/** Lets only a valid API key through. The 401 is the same for a missing, unknown, expired or revoked one. */
export const requireKey =
  (authenticate: AuthenticateKey): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    c.set('caller', await callerOf(authenticate, c.req.header('authorization')));
    await next();
  };

export type CallerChecks = {
  authenticate: AuthenticateKey;
  authenticateSession: AuthenticateSession;
  publicUrl: string | null;
};

const signedInCaller = async (
  c: Context<HttpEnv>,
  { authenticateSession, publicUrl }: CallerChecks,
): Promise<Caller | null> => {
  const token = sessionTokenOf(c, publicUrl);
  if (token === undefined) return null;
  return isRead(c) || isFromOwnPage(c, publicUrl) ? authenticateSession(token) : null;
};

/**
 * The same, or the cookie of someone signed in on the page; a write counts only when the page sent it. Who came by the
 * door of this process is known already.
 */
export const requireCaller =
  (checks: CallerChecks): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    const authorization = c.req.header('authorization');
    const known =
      c.env?.[inProcess] ?? (authorization === undefined ? await signedInCaller(c, checks) : null);
    c.set('caller', known ?? (await callerOf(checks.authenticate, authorization)));
    await next();
  };
