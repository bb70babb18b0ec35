import { type Context, Hono } from 'hono';
import type { AgentsDeps } from '../agents/deps.ts';
import { getAgent } from '../agents/get.ts';
import { type CallAnswer, type Calls, isLarge, type LargeCallAnswer } from '../calls/port.ts';
import { EncodedJson } from '../domain/encoded-json.ts';
import { agentOperations } from './agent-operations.ts';
import { type HttpEnv, sandboxOf } from './env.ts';

export type CallRoutesDeps = { agents: AgentsDeps; calls: Calls };

const show = (c: Context<HttpEnv>, answer: CallAnswer) => c.json(answer);

/** The same, unread. */
const passOn = (c: Context<HttpEnv>, answer: LargeCallAnswer): ReturnType<typeof show> =>
  c.body(EncodedJson.object(answer).bytes, 200, {
    'Content-Type': 'application/json',
  }) as unknown as ReturnType<typeof show>;

/** `…/sandboxes/{id}/agents/{slug}/tools/{name}/call`: the one route whose rate the sources' caps hold. */
export const callRoutes = ({ agents, calls }: CallRoutesDeps) =>
  new Hono<HttpEnv>().post('/:slug/tools/:name/call', agentOperations.call, async (c) => {
    const body = c.req.valid('json');
    const { slug, name } = c.req.param();
    const caller = c.get('caller');
    const agent = await getAgent(agents, caller, { sandbox_id: sandboxOf(c), slug });
    const asked = {
      name,
      arguments: body.arguments,
      signal: c.req.raw.signal,
      traceparent: c.get('trace').traceparent,
    };
    const answer = await calls.pass(caller, { kind: 'agent', agent }, asked);
    return isLarge(answer) ? passOn(c, answer) : show(c, answer);
  });
