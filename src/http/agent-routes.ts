import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { archiveAgent } from '../agents/archive.ts';
import { createAgent } from '../agents/create.ts';
import type { AgentRef, AgentsDeps } from '../agents/deps.ts';
import { agentChanges, agentFields, modelSettingsFields } from '../agents/fields.ts';
import { getAgent } from '../agents/get.ts';
import { listAgents } from '../agents/list.ts';
import { presentAgent } from '../agents/present.ts';
import { updateAgent } from '../agents/update.ts';
import { wireIntegration, wiringFields } from '../agents/wire-integration.ts';
import type { Catalog } from '../catalog/port.ts';
import { presentTools } from '../catalog/present-tools.ts';
import { etag, expecting } from './entity-version.ts';
import { type HttpEnv, sandboxOf } from './env.ts';
import { readBody, readQuery } from './validate.ts';

export type AgentRoutesDeps = { agents: AgentsDeps; catalog: Catalog };

const strictSettings = { model_settings: modelSettingsFields.strict().nullish() };
const newAgent = agentFields.extend(strictSettings);
const changes = agentChanges.extend(strictSettings);
const toolSources = agentFields.pick({ tool_sources: true }).required();
const toolsQuery = z.object({ app_slug: z.string().optional() });

const refOf = (c: Context<HttpEnv>): AgentRef => ({
  sandbox_id: sandboxOf(c),
  slug: c.req.param('slug') ?? '',
  ...expecting(c),
});

/** `…/sandboxes/{id}/agents`. */
export const agentRoutes = ({ agents: deps, catalog }: AgentRoutesDeps) =>
  new Hono<HttpEnv>()
    .get('/', async (c) => {
      const agents = await listAgents(deps, c.get('caller'), { sandbox_id: sandboxOf(c) });
      return c.json({ agents: agents.map(presentAgent), count: agents.length });
    })
    .post('/', async (c) => {
      const body = await readBody(c, newAgent);
      const wanted = { ...body, sandbox_id: sandboxOf(c), attempt: c.get('attempt') };
      const agent = await createAgent(deps, c.get('caller'), wanted);
      return c.json(presentAgent(agent), 201, etag(agent));
    })
    .get('/tools', async (c) => {
      const { app_slug } = readQuery(c, toolsQuery);
      const { tools } = await catalog.resolveSandbox(c.get('caller'), sandboxOf(c));
      return c.json(presentTools(tools, app_slug));
    })
    .get('/:slug/tools', async (c) => {
      const { app_slug } = readQuery(c, toolsQuery);
      const agent = await getAgent(deps, c.get('caller'), refOf(c));
      const { tools, trace } = await catalog.resolveAgent(c.get('caller'), agent);
      // An object without a prototype anywhere makes the whole of it three times as slow to write as JSON.
      const skip_reasons = { ...trace.skip_reasons };
      return c.json({ ...presentTools(tools, app_slug), trace: { ...trace, skip_reasons } });
    })
    .get('/:slug', async (c) => {
      const agent = await getAgent(deps, c.get('caller'), refOf(c));
      return c.json(presentAgent(agent), 200, etag(agent));
    })
    .patch('/:slug', async (c) => {
      const body = await readBody(c, changes);
      const agent = await updateAgent(deps, c.get('caller'), { ...body, ...refOf(c) });
      return c.json(presentAgent(agent), 200, etag(agent));
    })
    .patch('/:slug/model-settings', async (c) => {
      const model_settings = await readBody(c, modelSettingsFields);
      const agent = await updateAgent(deps, c.get('caller'), { model_settings, ...refOf(c) });
      return c.json(presentAgent(agent), 200, etag(agent));
    })
    .patch('/:slug/tool-sources', async (c) => {
      const body = await readBody(c, toolSources);
      const agent = await updateAgent(deps, c.get('caller'), { ...body, ...refOf(c) });
      return c.json(presentAgent(agent), 200, etag(agent));
    })
    .post('/:slug/wire-integration', async (c) => {
      const body = await readBody(c, wiringFields);
      return c.json(await wireIntegration({ ...deps, catalog }, c.get('caller'), { ...body, ...refOf(c) }));
    })
    .delete('/:slug', async (c) => {
      await archiveAgent(deps, c.get('caller'), refOf(c));
      return c.body(null, 204);
    });
