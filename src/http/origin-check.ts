import { localhostAllowedOrigins, originValidationResponse } from '@modelcontextprotocol/server';
import type { MiddlewareHandler } from 'hono';
import type { HttpEnv } from './env.ts';

export type OwnSites = { loopbackOnly: boolean; publicUrl: string | null; corsOrigins: readonly string[] };

/**
 * Refuses with 403 what a page of another site sends (MCP, Streamable HTTP, security warning). The sites are the
 * public one, those that may call the API and, for a server bound to loopback, those of this machine. Programs
 * send no `Origin`.
 */
export const ownSitesOnly = ({
  loopbackOnly,
  publicUrl,
  corsOrigins,
}: OwnSites): MiddlewareHandler<HttpEnv> => {
  const origins = publicUrl === null ? corsOrigins : [publicUrl, ...corsOrigins];
  const hosts = origins.map((origin) => new URL(origin).hostname);
  const allowed = loopbackOnly ? [...hosts, ...localhostAllowedOrigins()] : hosts;
  return async (c, next) => {
    const refusal = originValidationResponse(c.req.raw, allowed);
    if (refusal !== undefined) return refusal;
    await next();
  };
};
