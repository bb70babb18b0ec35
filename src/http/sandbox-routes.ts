import { Hono } from 'hono';
import { archiveSandbox } from '../accounts/archive-sandbox.ts';
import { createSandbox, createSandboxBody } from '../accounts/create-sandbox.ts';
import { deleteSandbox } from '../accounts/delete-sandbox.ts';
import type { AccountsDeps } from '../accounts/deps.ts';
import { getSandbox } from '../accounts/get-sandbox.ts';
import { listSandboxes, listSandboxesQuery } from '../accounts/list-sandboxes.ts';
import { presentSandbox } from '../accounts/present-sandbox.ts';
import { reactivateSandbox } from '../accounts/reactivate-sandbox.ts';
import { suspendSandbox } from '../accounts/suspend-sandbox.ts';
import { updateSandbox, updateSandboxBody } from '../accounts/update-sandbox.ts';
import type { Upstream } from '../upstream/port.ts';
import { type HttpEnv, sandboxOf } from './env.ts';
import { readBody, readQuery } from './validate.ts';

export type SandboxRoutesDeps = { accounts: AccountsDeps; upstream: Upstream };

/** `/sandboxes`. */
export const sandboxRoutes = ({ accounts: deps, upstream }: SandboxRoutesDeps) =>
  new Hono<HttpEnv>()
    .get('/', async (c) => {
      const sandboxes = await listSandboxes(deps, c.get('caller'), readQuery(c, listSandboxesQuery));
      return c.json({ sandboxes: sandboxes.map(presentSandbox), count: sandboxes.length });
    })
    .post('/', async (c) => {
      const body = await readBody(c, createSandboxBody);
      const wanted = { ...body, attempt: c.get('attempt') };
      return c.json(presentSandbox(await createSandbox(deps, c.get('caller'), wanted)), 201);
    })
    .get('/:sandbox_id', async (c) =>
      c.json(presentSandbox(await getSandbox(deps, c.get('caller'), sandboxOf(c)))),
    )
    .patch('/:sandbox_id', async (c) => {
      const body = await readBody(c, updateSandboxBody);
      return c.json(presentSandbox(await updateSandbox(deps, c.get('caller'), sandboxOf(c), body)));
    })
    .post('/:sandbox_id/suspend', async (c) => {
      const { name } = await suspendSandbox(deps, c.get('caller'), sandboxOf(c));
      return c.json({ success: true, message: `${name} is suspended: it can be read, and has no tools.` });
    })
    .post('/:sandbox_id/reactivate', async (c) => {
      const { name } = await reactivateSandbox(deps, c.get('caller'), sandboxOf(c));
      return c.json({ success: true, message: `${name} is active again.` });
    })
    .post('/:sandbox_id/archive', async (c) => {
      const { name } = await archiveSandbox(deps, c.get('caller'), sandboxOf(c));
      return c.json({ success: true, message: `${name} is archived: it can be read, and has no tools.` });
    })
    .delete('/:sandbox_id', async (c) => {
      const { sandbox, data_source_ids } = await deleteSandbox(deps, c.get('caller'), sandboxOf(c));
      await Promise.all(data_source_ids.map((id) => upstream.forget(id)));
      return c.json({ success: true, message: `${sandbox.name} is deleted with its sources and agents.` });
    });
