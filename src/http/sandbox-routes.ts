import { Hono } from 'hono';
import { archiveSandbox } from '../accounts/archive-sandbox.ts';
import { createSandbox } from '../accounts/create-sandbox.ts';
import { deleteSandbox } from '../accounts/delete-sandbox.ts';
import type { AccountsDeps } from '../accounts/deps.ts';
import { getSandbox } from '../accounts/get-sandbox.ts';
import { listSandboxes } from '../accounts/list-sandboxes.ts';
import { presentSandbox } from '../accounts/present-sandbox.ts';
import { reactivateSandbox } from '../accounts/reactivate-sandbox.ts';
import { sandboxChanges, sandboxFields, sandboxQuery } from '../accounts/sandbox-fields.ts';
import { suspendSandbox } from '../accounts/suspend-sandbox.ts';
import { updateSandbox } from '../accounts/update-sandbox.ts';
import { type HttpEnv, sandboxOf } from './env.ts';
import { readBody, readQuery } from './validate.ts';

export type SandboxRoutesDeps = { accounts: AccountsDeps };

/** `/sandboxes`. */
export const sandboxRoutes = ({ accounts: deps }: SandboxRoutesDeps) =>
  new Hono<HttpEnv>()
    .get('/', async (c) => {
      const sandboxes = await listSandboxes(deps, c.get('caller'), readQuery(c, sandboxQuery));
      return c.json({ sandboxes: sandboxes.map(presentSandbox), count: sandboxes.length });
    })
    .post('/', async (c) => {
      const body = await readBody(c, sandboxFields);
      return c.json(presentSandbox(await createSandbox(deps, c.get('caller'), body)), 201);
    })
    .get('/:sandbox_id', async (c) =>
      c.json(presentSandbox(await getSandbox(deps, c.get('caller'), sandboxOf(c)))),
    )
    .patch('/:sandbox_id', async (c) => {
      const body = await readBody(c, sandboxChanges);
      const sandbox = await updateSandbox(deps, c.get('caller'), { ...body, sandbox_id: sandboxOf(c) });
      return c.json(presentSandbox(sandbox));
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
      const { name } = await deleteSandbox(deps, c.get('caller'), sandboxOf(c));
      return c.json({ success: true, message: `${name} is deleted with its sources and agents.` });
    });
