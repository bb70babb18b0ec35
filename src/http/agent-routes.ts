import { type Context, Hono } from 'hono';
import { archiveAgent } from '../agents/archive.ts';
import { createAgent } from '../agents/create.ts';
import type { AgentRef, AgentsDeps } from '../agents/deps.ts';
import { getAgent } from '../agents/get.ts';
import { listAgents } from '../agents/list.ts';
import { presentAgent } from '../agents/present.ts';
import { updateAgent } from '../agents/update.ts';
import { wireIntegration } from '../agents/wire-integration.ts';
import type { Catalog } from '../catalog/port.ts';
import { presentTools } from '../catalog/present-tools.ts';
import { agentOperations as operations } from './agent-operations.ts';
import { etag, expecting } from './entity-version.ts';
import { type HttpEnv, sandboxOf } from './env.ts';

export type AgentRoutesDeps = { agents: AgentsDeps; catalog: Catalog };

const refOf = (c: Context<HttpEnv>): AgentRef => ({
  sandbox_id: sandboxOf(c),
  slug: c.req.param('slug') ?? '',
  ...expecting(c),
});

/** `…/sandboxes/{id}/agents`. */
export const agentRoutes = ({ agents: deps, catalog }: AgentRoutesDeps) =>
  new Hono<HttpEnv>()
    .get('/', operations.list, async (c) => {
      const agents = await listAgents(deps, c.get('caller'), { sandbox_id: sandboxOf(c) });
      return c.json({ agents: agents.map(presentAgent), count: agents.length });
    })
    .post('/', operations.create, async (c) => {
      const wanted = { ...c.req.valid('json'), sandbox_id: sandboxOf(c), attempt: c.get('attempt') };
      const agent = await createAgent(deps, c.get('caller'), wanted);
      return c.json(presentAgent(agent), 201, etag(agent));
    })
    .get('/tools', operations.sandboxTools, async (c) => {
      const { app_slug } = c.req.valid('query');
      const { tools } = await catalog.resolveSandbox(c.get('caller'), sandboxOf(c));
      return c.json(presentTools(tools, app_slug));
    })
    .get('/:slug/tools', operations.tools, async (c) => {
      const { app_slug } = c.req.valid('query');
      const agent = await getAgent(deps, c.get('caller'), refOf(c));
      const { tools, trace } = await catalog.resolveAgent(c.get('caller'), agent);
      // An object without a prototype anywhere makes the whole of it three times as slow to write as JSON.
      const skip_reasons = { ...trace.skip_reasons };
      return c.json({ ...presentTools(tools, app_slug), trace: { ...trace, skip_reasons } });
    })
    .get('/:slug', operations.show, async (c) => {
      const agent = await getAgent(deps, c.get('caller'), refOf(c));
      return c.json(presentAgent(agent), 200, etag(agent));
    })
    .patch('/:slug', operations.update, async (c) => {
      const body = c.req.valid('json');
      const agent = await updateAgent(deps, c.get('caller'), { ...body, ...refOf(c) });
      return c.json(presentAgent(agent), 200, etag(agent));
    })
    .patch('/:slug/model-settings', operations.updateModelSettings, async (c) => {
      const model_settings = c.req.valid('json');
      const agent = await updateAgent(deps, c.get('caller'), { model_settings, ...refOf(c) });
      return c.json(presentAgent(agent), 200, etag(agent));
    })
    .patch('/:slug/tool-sources', operations.updateToolSources, async (c) => {
      const body = c.req.valid('json');
      const agent = await updateAgent(deps, c.get('caller'), { ...body, ...refOf(c) });
      return c.json(presentAgent(agent), 200, etag(agent));
    })
    .post('/:slug/wire-integration', operations.wire, async (c) => {
      const body = c.req.valid('json');
      return c.json(await wireIntegration({ ...deps, catalog }, c.get('caller'), { ...body, ...refOf(c) }));
    })
    .delete('/:slug', operations.archive, async (c) => {
      await archiveAgent(deps, c.get('caller'), refOf(c));
      return c.body(null, 204);
    });
