import { Hono } from 'hono';
import { archiveSandbox } from '../accounts/archive-sandbox.ts';
import { createSandbox } from '../accounts/create-sandbox.ts';
import { deleteSandbox } from '../accounts/delete-sandbox.ts';
import type { AccountsDeps } from '../accounts/deps.ts';
import { getSandbox } from '../accounts/get-sandbox.ts';
import { listSandboxes } from '../accounts/list-sandboxes.ts';
import { presentSandbox } from '../accounts/present-sandbox.ts';
import { reactivateSandbox } from '../accounts/reactivate-sandbox.ts';
import { suspendSandbox } from '../accounts/suspend-sandbox.ts';
import { updateSandbox } from '../accounts/update-sandbox.ts';
import type { Upstream } from '../upstream/port.ts';
import { type HttpEnv, sandboxOf } from './env.ts';
import { sandboxOperations as operations } from './sandbox-operations.ts';
import { changed } from './state-change.ts';

export type SandboxRoutesDeps = { accounts: AccountsDeps; upstream: Upstream };

/** `/sandboxes`. */
export const sandboxRoutes = ({ accounts: deps, upstream }: SandboxRoutesDeps) =>
  new Hono<HttpEnv>()
    .get('/', operations.list, async (c) => {
      const sandboxes = await listSandboxes(deps, c.get('caller'), c.req.valid('query'));
      return c.json({ sandboxes: sandboxes.map(presentSandbox), count: sandboxes.length });
    })
    .post('/', operations.create, async (c) => {
      const wanted = { ...c.req.valid('json'), attempt: c.get('attempt') };
      return c.json(presentSandbox(await createSandbox(deps, c.get('caller'), wanted)), 201);
    })
    .get('/:sandbox_id', operations.show, async (c) =>
      c.json(presentSandbox(await getSandbox(deps, c.get('caller'), sandboxOf(c)))),
    )
    .patch('/:sandbox_id', operations.update, async (c) => {
      const body = c.req.valid('json');
      return c.json(presentSandbox(await updateSandbox(deps, c.get('caller'), sandboxOf(c), body)));
    })
    .post('/:sandbox_id/suspend', operations.suspend, async (c) => {
      const { name } = await suspendSandbox(deps, c.get('caller'), sandboxOf(c));
      return c.json(changed(`${name} is suspended: it can be read, and has no tools.`));
    })
    .post('/:sandbox_id/reactivate', operations.reactivate, async (c) => {
      const { name } = await reactivateSandbox(deps, c.get('caller'), sandboxOf(c));
      return c.json(changed(`${name} is active again.`));
    })
    .post('/:sandbox_id/archive', operations.archive, async (c) => {
      const { name } = await archiveSandbox(deps, c.get('caller'), sandboxOf(c));
      return c.json(changed(`${name} is archived: it can be read, and has no tools.`));
    })
    .delete('/:sandbox_id', operations.remove, async (c) => {
      const { sandbox, data_source_ids } = await deleteSandbox(deps, c.get('caller'), sandboxOf(c));
      await Promise.all(data_source_ids.map((id) => upstream.forget(id)));
      return c.json(changed(`${sandbox.name} is deleted with its sources and agents.`));
    });
