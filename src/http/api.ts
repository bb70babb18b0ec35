import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { secureHeaders } from 'hono/secure-headers';
import { ConciergeError } from '../errors.ts';
import type { TokenBucket } from '../limits/token-bucket.ts';
import { type AuthenticateKey, requireKey } from './auth.ts';
import { type ConciergeRoutesDeps, conciergeRoutes } from './concierge-routes.ts';
import type { HttpEnv } from './env.ts';
import { errorResponse, noRoute } from './errors.ts';
import { ownHostOnly } from './host-check.ts';
import { observe } from './observe.ts';
import { type PublicRoutesDeps, publicRoutes } from './public-routes.ts';

const maxBodyBytes = 256 * 1024;

export type ApiOptions = {
  /** True when only this machine can reach the server: then the `Host` header is checked. */
  loopbackOnly: boolean;
  publicUrl: string | null;
  corsOrigins: string[];
};

export type ApiDeps = PublicRoutesDeps &
  ConciergeRoutesDeps & {
    authenticate: AuthenticateKey;
    requests: TokenBucket;
  };

/** The HTTP API. It answers every failure in the one error shape. */
export const createApi = (deps: ApiDeps, { loopbackOnly, publicUrl, corsOrigins }: ApiOptions) => {
  const app = new Hono<HttpEnv>();
  app.onError((error, c) => errorResponse(c, error));
  app.notFound(noRoute);

  app.use(observe(deps));
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      xFrameOptions: 'DENY',
    }),
  );
  if (loopbackOnly) app.use(ownHostOnly(publicUrl));
  if (corsOrigins.length > 0)
    app.use(cors({ origin: corsOrigins, exposeHeaders: ['X-Request-Id', 'Retry-After'], maxAge: 600 }));
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: () => {
        throw new ConciergeError('too_large', `A body has at most ${maxBodyBytes / 1024} KiB.`);
      },
    }),
  );
  app.route('/', publicRoutes(deps));

  const sandbox = new Hono<HttpEnv>().route('/concierge', conciergeRoutes(deps));
  for (const prefix of ['/api/v1/storage', '/storage']) {
    app.use(`${prefix}/*`, requireKey(deps.authenticate));
    app.route(`${prefix}/sandboxes/:sandbox_id`, sandbox);
  }
  return app;
};
