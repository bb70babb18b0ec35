import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import { sessionLifetimeMs } from '../accounts/page-session.ts';
import type { Credential } from '../domain/credential.ts';
import type { HttpEnv } from './env.ts';

/** Cookies do not tell ports apart, so that on one machine each server has a name of its own. */
const nameAt = ({ port }: URL): string => `concierge_session${port && `_${port}`}`;

/** Behind a proxy that ends TLS the request itself says `http`; the public address says otherwise. */
const isSecure = (address: URL, publicUrl: string | null): boolean =>
  address.protocol === 'https:' ||
  (publicUrl?.startsWith('https:') === true && new URL(publicUrl).host === address.host);

/** Which cookie the page's session is in, for one request. */
const cookieOf = (c: Context<HttpEnv>, publicUrl: string | null) => {
  const address = new URL(c.req.url);
  const secure = isSecure(address, publicUrl);
  const options: CookieOptions = {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure,
    ...(secure && { prefix: 'host' }),
  };
  return { name: nameAt(address), options, secure };
};

/** The token that the request's cookie holds. */
export const sessionTokenOf = (c: Context<HttpEnv>, publicUrl: string | null): string | undefined => {
  if (c.req.header('cookie') === undefined) return undefined;
  const { name, secure } = cookieOf(c, publicUrl);
  return secure ? getCookie(c, name, 'host') : getCookie(c, name);
};

/** Hands the token out: to no script, to no other site. */
export const setSessionCookie = (c: Context<HttpEnv>, publicUrl: string | null, token: Credential): void => {
  const { name, options } = cookieOf(c, publicUrl);
  setCookie(c, name, token.reveal(), { ...options, maxAge: sessionLifetimeMs / 1000 });
};

export const dropSessionCookie = (c: Context<HttpEnv>, publicUrl: string | null): void => {
  const { name, options } = cookieOf(c, publicUrl);
  deleteCookie(c, name, options);
};

/**
 * Whether the browser says that a page of ours sent this: what another site sends with the cookie, which `SameSite`
 * alone allows to other ports of one machine, counts for nothing.
 */
export const isFromOwnPage = (c: Context<HttpEnv>, publicUrl: string | null): boolean => {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('origin');
  return origin !== undefined && (origin === new URL(c.req.url).origin || origin === publicUrl);
};
