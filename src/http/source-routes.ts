import { type Context, Hono } from 'hono';
import { getSandbox } from '../accounts/get-sandbox.ts';
import type { Catalog } from '../catalog/port.ts';
import { Credential } from '../domain/credential.ts';
import { ConciergeError } from '../errors.ts';
import { acceptTools } from '../sources/accept-tools.ts';
import { checkSource } from '../sources/check.ts';
import { deleteSource } from '../sources/delete.ts';
import type { SourceRef, SourcesDeps } from '../sources/deps.ts';
import { getSource } from '../sources/get.ts';
import { listSources } from '../sources/list.ts';
import { pauseSource } from '../sources/pause.ts';
import { presentRegistration, presentSource } from '../sources/present.ts';
import { registerSource } from '../sources/register.ts';
import { resumeSource } from '../sources/resume.ts';
import { revokeSource } from '../sources/revoke.ts';
import { updateSource } from '../sources/update.ts';
import { etag, expecting } from './entity-version.ts';
import { type HttpEnv, sandboxOf } from './env.ts';
import { sourceOperations } from './source-operations.ts';
import { changed } from './state-change.ts';

export type SourceRoutesDeps = {
  sources: SourcesDeps;
  catalog: Catalog;
};

const refOf = (c: Context<HttpEnv>): SourceRef => ({
  sandbox_id: sandboxOf(c),
  data_source_id: c.req.param('data_source_id') ?? '',
  ...expecting(c),
});

/** A body whose token is out of reach of anything that prints. */
const withSecret = <T extends { token?: string | null | undefined }>({ token, ...fields }: T) => ({
  ...fields,
  token: typeof token === 'string' ? new Credential(token) : token,
});

/** `…/sandboxes/{id}/sources`. */
export const sourceRoutes = ({ sources: deps, catalog }: SourceRoutesDeps) => {
  const operations = sourceOperations(deps.max_rate_cap_per_minute);

  return new Hono<HttpEnv>()
    .get('/', operations.list, async (c) => {
      const query = c.req.valid('query');
      const sources = await listSources(deps, c.get('caller'), { ...query, sandbox_id: sandboxOf(c) });
      return c.json({ sources: sources.map(presentSource), count: sources.length });
    })
    .post('/', operations.create, async (c) => {
      await getSandbox(deps, c.get('caller'), sandboxOf(c));
      throw new ConciergeError(
        'unsupported_provider',
        'The one provider offered is `user_mcp`, your own MCP server: register it with `POST …/sources/user-mcp`.',
      );
    })
    .post('/user-mcp', operations.register, async (c) => {
      const body = c.req.valid('json');
      const caller = c.get('caller');
      const source = await registerSource(deps, caller, {
        ...withSecret(body),
        sandbox_id: sandboxOf(c),
        idempotency_key: c.get('attempt'),
      });
      return c.json(presentRegistration(source), 201, etag(source));
    })
    .patch('/:data_source_id/user-mcp', operations.update, async (c) => {
      const body = c.req.valid('json');
      const source = await updateSource(deps, c.get('caller'), { ...withSecret(body), ...refOf(c) });
      return c.json(presentRegistration(source), 200, etag(source));
    })
    .post('/:data_source_id/user-mcp/test', operations.test, async (c) => {
      const source = await checkSource(deps, c.get('caller'), refOf(c));
      return c.json({ ...presentRegistration(source), health: source.health }, 200, etag(source));
    })
    .post('/:data_source_id/user-mcp/revoke', operations.revoke, async (c) => {
      const source = await revokeSource(deps, c.get('caller'), refOf(c));
      return c.json(presentRegistration(source), 200, etag(source));
    })
    .get('/:data_source_id', operations.show, async (c) => {
      const source = await getSource(deps, c.get('caller'), refOf(c));
      const tools = await catalog.toolsOfSource(c.get('caller'), refOf(c));
      return c.json({ ...presentSource(source), tools }, 200, etag(source));
    })
    .patch('/:data_source_id', operations.rename, async (c) => {
      const source = await updateSource(deps, c.get('caller'), { ...c.req.valid('json'), ...refOf(c) });
      return c.json(presentSource(source), 200, etag(source));
    })
    .post('/:data_source_id/accept-tools', operations.acceptTools, async (c) => {
      const source = await acceptTools(deps, c.get('caller'), refOf(c));
      catalog.invalidate(source.data_source_id);
      return c.json(presentSource(source), 200, etag(source));
    })
    .post('/:data_source_id/pause', operations.pause, async (c) => {
      const { name } = await pauseSource(deps, c.get('caller'), refOf(c));
      return c.json(changed(`${name} is paused: no agent has its tools until you resume it.`));
    })
    .post('/:data_source_id/resume', operations.resume, async (c) => {
      const { name, status } = await resumeSource(deps, c.get('caller'), refOf(c));
      return c.json(changed(`${name} is resumed and its status is ${status}.`));
    })
    .post('/:data_source_id/disconnect', operations.disconnect, async (c) => {
      const { name } = await revokeSource(deps, c.get('caller'), refOf(c));
      return c.json(changed(`${name} is disconnected and its credential is destroyed.`));
    })
    .delete('/:data_source_id', operations.remove, async (c) => {
      const { name } = await deleteSource(deps, c.get('caller'), refOf(c));
      return c.json(changed(`${name} is deleted.`));
    });
};
