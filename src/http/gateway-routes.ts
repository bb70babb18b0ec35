import { type Context, Hono } from 'hono';
import { getSandbox } from '../accounts/get-sandbox.ts';
import type { AgentsDeps } from '../agents/deps.ts';
import { getAgent } from '../agents/get.ts';
import type { CallScope } from '../calls/port.ts';
import { notFound } from '../errors.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { TokenBucket } from '../limits/token-bucket.ts';
import { type HttpEnv, sandboxOf } from './env.ts';

export type GatewayRoutesDeps = {
  agents: AgentsDeps;
  gateway: Gateway;
  /** Requests per account; a tool call takes none. */
  requests: TokenBucket;
};

/** Errors: `not_found`, for an archived agent too: what it could call is nobody's business any more. */
const scopeOf = async (c: Context<HttpEnv>, agents: AgentsDeps): Promise<CallScope> => {
  const caller = c.get('caller');
  const sandbox_id = sandboxOf(c);
  const slug = c.req.param('agent_slug');
  if (slug === undefined) {
    await getSandbox(agents, caller, sandbox_id);
    return { kind: 'sandbox', sandbox_id };
  }
  const agent = await getAgent(agents, caller, { sandbox_id, slug });
  if (agent.status === 'archived') throw notFound('agent');
  return { kind: 'agent', agent };
};

/** `/mcp/{sandbox_id}` and `/mcp/{sandbox_id}/{agent_slug}`: the catalog as an MCP server. */
export const gatewayRoutes = ({ agents, gateway, requests }: GatewayRoutesDeps) => {
  const serve = async (c: Context<HttpEnv>): Promise<Response> => {
    const caller = c.get('caller');
    const scope = await scopeOf(c, agents);
    return gateway.serve(c.req.raw, { caller, scope }, { limit: () => requests.take(caller.user_id) });
  };
  return new Hono<HttpEnv>().all('/:sandbox_id', serve).all('/:sandbox_id/:agent_slug', serve);
};
