import { type Context, Hono } from 'hono';
import { getSandbox } from '../accounts/get-sandbox.ts';
import type { AgentsDeps } from '../agents/deps.ts';
import { readAgent } from '../agents/read.ts';
import type { CallScope } from '../calls/port.ts';
import type { Caller } from '../domain/account.ts';
import { notFound } from '../errors.ts';
import type { Gateway, ServeOptions } from '../gateway/gateway.ts';
import type { Answer, Message } from '../gateway/message.ts';
import type { RateLimit } from '../limits/port.ts';
import { type HttpEnv, sandboxOf } from './env.ts';

export type GatewayRoutesDeps = {
  agents: AgentsDeps;
  gateway: Gateway;
  /** Requests per account; a tool call takes none. */
  requests: RateLimit;
};

type Asked = Pick<ServeOptions, 'headers'> & {
  caller: Caller;
  sandbox_id: string;
  /** Of an agent; without one the whole sandbox is meant. */
  slug: string | undefined;
};

/** Errors: `not_found`, for an archived agent too: what it could call is nobody's business any more. */
const agentScope = async (
  { store }: AgentsDeps,
  { caller, sandbox_id }: Asked,
  slug: string,
): Promise<CallScope> => {
  const { value: agent } = await readAgent(store, caller, { sandbox_id, slug });
  if (agent.status === 'archived') throw notFound('agent');
  return { kind: 'agent', agent };
};

/** Whose catalog is meant. Errors: `not_found`. */
const scopeOf = ({ agents }: GatewayRoutesDeps, asked: Asked): CallScope | Promise<CallScope> =>
  asked.slug === undefined
    ? { kind: 'sandbox', sandbox_id: asked.sandbox_id }
    : agentScope(agents, asked, asked.slug);

/** Errors of `admit`: `not_found`, `rate_limited`. */
const optionsOf = (
  { agents, requests }: GatewayRoutesDeps,
  { caller, sandbox_id, headers = {} }: Asked,
): ServeOptions => ({
  admit: async () => {
    await requests.take(caller.user_id);
    await getSandbox(agents, caller, sandbox_id);
  },
  headers,
});

/** Answers one message to the gateway. Errors: `not_found`, `rate_limited`, `unavailable`. */
export const answerMessage = async (
  deps: GatewayRoutesDeps,
  message: Message,
  asked: Asked,
): Promise<Answer> => {
  const scope = await scopeOf(deps, asked);
  return await deps.gateway.answer(message, { caller: asked.caller, scope }, optionsOf(deps, asked));
};

/** `/mcp/{sandbox_id}` and `/mcp/{sandbox_id}/{agent_slug}`: the catalog as an MCP server. */
export const gatewayRoutes = (deps: GatewayRoutesDeps) => {
  const serve = async (c: Context<HttpEnv>): Promise<Response> => {
    const asked = { caller: c.get('caller'), sandbox_id: sandboxOf(c), slug: c.req.param('agent_slug') };
    const scope = await scopeOf(deps, asked);
    return deps.gateway.serve(c.req.raw, { caller: asked.caller, scope }, optionsOf(deps, asked));
  };
  return new Hono<HttpEnv>().all('/:sandbox_id', serve).all('/:sandbox_id/:agent_slug', serve);
};
