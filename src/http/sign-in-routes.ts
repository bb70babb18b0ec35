import { type Context, Hono } from 'hono';
import type { AccountsDeps } from '../accounts/deps.ts';
import { getProfile } from '../accounts/get-profile.ts';
import { endPageSession } from '../accounts/page-session.ts';
import { signIn } from '../accounts/sign-in.ts';
import { Credential } from '../domain/credential.ts';
import { ConciergeError, validationError } from '../errors.ts';
import type { RateLimit } from '../limits/port.ts';
import type { HttpEnv } from './env.ts';
import { dropSessionCookie, isFromOwnPage, sessionTokenOf, setSessionCookie } from './session-cookie.ts';
import { signInOperations as operations } from './sign-in-operations.ts';

export type SignInRoutesDeps = {
  accounts: AccountsDeps;
  /** Attempts to sign in, of everybody together. */
  signIns: RateLimit;
};

/** Without this, another site could sign a visitor in as somebody else, or out. */
const assertOwnPage = (c: Context<HttpEnv>, publicUrl: string | null): void => {
  const isBrowser = c.req.header('origin') !== undefined || c.req.header('sec-fetch-site') !== undefined;
  if (isBrowser && !isFromOwnPage(c, publicUrl))
    throw new ConciergeError('unauthorized', 'Sign in on the page of this server itself.');
};

/** `/sign-in` and `/sign-out`: how a browser gets its cookie and loses it. */
export const signInRoutes = ({ accounts: deps, signIns }: SignInRoutesDeps, publicUrl: string | null) =>
  new Hono<HttpEnv>()
    .post('/sign-in', operations.signIn, async (c) => {
      assertOwnPage(c, publicUrl);
      const { code, api_key } = c.req.valid('json');
      const secret = code ?? api_key;
      if (secret === undefined || (code !== undefined && api_key !== undefined))
        throw validationError('code', 'Send one of `code` and `api_key`.');
      await signIns.take('everybody');
      const by = code === undefined ? 'api_key' : 'code';
      const { caller, token } = await signIn(deps, { by, secret: new Credential(secret) });
      const profile = await getProfile(deps, caller);
      setSessionCookie(c, publicUrl, token);
      return c.json(profile);
    })
    .post('/sign-out', operations.signOut, async (c) => {
      assertOwnPage(c, publicUrl);
      const token = sessionTokenOf(c, publicUrl);
      if (token !== undefined) await endPageSession(deps, token);
      dropSessionCookie(c, publicUrl);
      return c.body(null, 204);
    });
