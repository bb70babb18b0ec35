import { type Context, Hono } from 'hono';
import type { Link } from '../concierge/links/link.ts';
import type { OwnSession } from '../gateway/own-tools/own-server.ts';
import type { SdkHandler } from '../gateway/sdk-handler.ts';
import type { HttpEnv } from './env.ts';

export type OwnToolsRoutesDeps = { ownTools: SdkHandler<OwnSession> };

/** Where the outside finds a link: at the public address, else the one by which this request came. */
const linkUrlFor = (publicUrl: string | null, address: string) => {
  const { origin } = new URL(publicUrl ?? address);
  return ({ id }: Link): string => `${origin}/links/${id}`;
};

/** `/mcp/concierge`: the Concierge's own tools as an MCP server. */
export const ownToolsRoutes = ({ ownTools }: OwnToolsRoutesDeps, publicUrl: string | null) =>
  new Hono<HttpEnv>().all('/', async (c: Context<HttpEnv>) => {
    const linkUrl = linkUrlFor(publicUrl, c.req.url);
    const response = await ownTools.fetch(c.req.raw, { caller: c.get('caller'), linkUrl });
    // The SDK lets its streams be stored.
    if (response.headers.has('cache-control'))
      response.headers.set('Cache-Control', 'no-store, no-transform');
    return response;
  });
