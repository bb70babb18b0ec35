import { Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { stopping } from '../errors.ts';
import { type AccountRoutesDeps, accountRoutes } from './account-routes.ts';
import { type AgentRoutesDeps, agentRoutes } from './agent-routes.ts';
import { withAnswerHeaders } from './answer-headers.ts';
import { type AuthenticateKey, type AuthenticateSession, requireCaller, requireKey } from './auth.ts';
import { boundedBody } from './body-limit.ts';
import { type CallRoutesDeps, callRoutes } from './call-routes.ts';
import { type ConciergeRoutesDeps, conciergeRoutes } from './concierge-routes.ts';
import { docsRoutes } from './docs-routes.ts';
import type { HttpEnv } from './env.ts';
import { errorResponse, noRoute } from './errors.ts';
import { type GatewayRoutesDeps, gatewayRoutes } from './gateway-routes.ts';
import { ownHostOnly } from './host-check.ts';
import { type IdempotencyDeps, idempotent } from './idempotency.ts';
import { type LinkRoutesDeps, linkRoutes } from './link-routes.ts';
import { observe } from './observe.ts';
import { type OpenApiDocument, openApiDocument } from './openapi.ts';
import { ownSitesOnly } from './origin-check.ts';
import { type OwnToolsRoutesDeps, ownToolsRoutes } from './own-tools-routes.ts';
import { type PageRoutesDeps, pageRoutes } from './page-routes.ts';
import { publicOperations } from './public-operations.ts';
import { type PublicRoutesDeps, publicRoutes } from './public-routes.ts';
import { type RunRoutesDeps, runRoutes } from './run-routes.ts';
import { type SandboxRoutesDeps, sandboxRoutes } from './sandbox-routes.ts';
import { type SignInRoutesDeps, signInRoutes } from './sign-in-routes.ts';
import { type SourceRoutesDeps, sourceRoutes } from './source-routes.ts';

export type ApiOptions = {
  /** True when only this machine can reach the server: then the `Host` header is checked. */
  loopbackOnly: boolean;
  publicUrl: string | null;
  corsOrigins: string[];
};

export type ApiDeps = PublicRoutesDeps &
  PageRoutesDeps &
  SignInRoutesDeps &
  AccountRoutesDeps &
  SandboxRoutesDeps &
  SourceRoutesDeps &
  AgentRoutesDeps &
  CallRoutesDeps &
  RunRoutesDeps &
  ConciergeRoutesDeps &
  IdempotencyDeps &
  LinkRoutesDeps &
  OwnToolsRoutesDeps &
  GatewayRoutesDeps & {
    authenticate: AuthenticateKey;
    authenticateSession: AuthenticateSession;
  };

const sandboxPath = '/sandboxes/:sandbox_id';
/** What makes something, and answers when it is made. */
const creating = [
  '/sandboxes',
  `${sandboxPath}/sources/user-mcp`,
  `${sandboxPath}/agents`,
  `${sandboxPath}/agents/:slug/test`,
  `${sandboxPath}/agents/:slug/invoke-async`,
  `${sandboxPath}/concierge/test`,
];

/** The routes with what they take and answer, for a typed client. */
export type Api = ReturnType<typeof createApi>;

/** The HTTP API. It answers every failure in the one error shape. */
export const createApi = (deps: ApiDeps, { loopbackOnly, publicUrl, corsOrigins }: ApiOptions) => {
  const app = new Hono<HttpEnv>();
  app.onError((error, c) => errorResponse(c, error));
  app.notFound(noRoute(app));

  app.use(observe(deps));
  app.use(withAnswerHeaders());
  if (loopbackOnly) app.use(ownHostOnly(publicUrl));
  if (corsOrigins.length > 0)
    app.use(
      cors({
        origin: corsOrigins,
        allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
        exposeHeaders: ['X-Request-Id', 'Retry-After', 'ETag', 'Idempotent-Replayed'],
        maxAge: 600,
      }),
    );
  app.use(boundedBody());
  app.route('/', publicRoutes(deps));
  app.route('/docs', docsRoutes(deps));
  app.route('/', pageRoutes(deps));

  app.use(async (_, next) => {
    if (!deps.accepting()) throw stopping();
    await next();
  });

  const limited: MiddlewareHandler<HttpEnv> = async (c, next) => {
    await deps.requests.take(c.get('caller').user_id);
    await next();
  };
  const storage = new Hono<HttpEnv>()
    .on('POST', creating, idempotent(deps))
    .route('/sandboxes', sandboxRoutes(deps))
    .route(`${sandboxPath}/sources`, sourceRoutes(deps))
    .route(`${sandboxPath}/agents`, agentRoutes(deps))
    .route(`${sandboxPath}/agents`, runRoutes(deps))
    .route(`${sandboxPath}/concierge`, conciergeRoutes(deps));

  app.use('/mcp/*', ownSitesOnly({ loopbackOnly, publicUrl, corsOrigins }), requireKey(deps.authenticate));
  app.use('/mcp/concierge', limited);
  app.route('/mcp/concierge', ownToolsRoutes(deps, publicUrl));
  app.route('/mcp', gatewayRoutes(deps));

  const withSignIn = app.route('/api/v1', signInRoutes(deps, publicUrl));
  const calls = callRoutes(deps);
  for (const prefix of ['/api/v1', '/storage']) app.use(`${prefix}/*`, requireCaller({ ...deps, publicUrl }));
  app.route(`/storage${sandboxPath}/agents`, calls);
  const withCalls = withSignIn.route(`/api/v1/storage${sandboxPath}/agents`, calls);
  for (const prefix of ['/api/v1', '/storage']) app.use(`${prefix}/*`, limited);
  app.route('/storage', storage);

  let document: OpenApiDocument | undefined;
  return withCalls
    .route('/api/v1/storage', storage)
    .route('/api/v1', accountRoutes(deps))
    .route('/api/v1/links', linkRoutes(deps))
    .get('/openapi.json', publicOperations.document, (c) => {
      document ??= openApiDocument(app.routes);
      return c.json(document);
    });
};
