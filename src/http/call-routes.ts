import { Hono } from 'hono';
import type { AgentsDeps } from '../agents/deps.ts';
import { getAgent } from '../agents/get.ts';
import type { Calls } from '../calls/port.ts';
import { agentOperations } from './agent-operations.ts';
import { type HttpEnv, sandboxOf } from './env.ts';

export type CallRoutesDeps = { agents: AgentsDeps; calls: Calls };

/** `…/sandboxes/{id}/agents/{slug}/tools/{name}/call`: the one route whose rate the sources' caps hold. */
export const callRoutes = ({ agents, calls }: CallRoutesDeps) =>
  new Hono<HttpEnv>().post('/:slug/tools/:name/call', agentOperations.call, async (c) => {
    const body = c.req.valid('json');
    const { slug, name } = c.req.param();
    const caller = c.get('caller');
    const agent = await getAgent(agents, caller, { sandbox_id: sandboxOf(c), slug });
    return c.json(
      await calls.call(
        caller,
        { kind: 'agent', agent },
        {
          name,
          arguments: body.arguments,
          signal: c.req.raw.signal,
          traceparent: c.get('trace').traceparent,
        },
      ),
    );
  });
