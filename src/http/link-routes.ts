import { Hono } from 'hono';
import type { Links } from '../concierge/links/links.ts';
import { Credential } from '../domain/credential.ts';
import type { HttpEnv } from './env.ts';
import { linkOperations as operations } from './link-operations.ts';

export type LinkRoutesDeps = { links: Links };

/** `/api/v1/links`: changes that wait for their user. */
export const linkRoutes = ({ links }: LinkRoutesDeps) =>
  new Hono<HttpEnv>()
    .get('/:link_id', operations.show, async (c) =>
      c.json(links.show(await links.read(c.get('caller'), c.req.param('link_id')))),
    )
    .post('/:link_id/confirm', operations.confirm, async (c) =>
      c.json(links.show(await links.confirm(c.get('caller'), c.req.param('link_id')))),
    )
    .post('/:link_id/deny', operations.deny, async (c) =>
      c.json(links.show(await links.deny(c.get('caller'), c.req.param('link_id')))),
    )
    .post('/:link_id/credential', operations.credential, async (c) => {
      const value = new Credential(c.req.valid('json').value);
      const link = await links.giveCredential(c.get('caller'), c.req.param('link_id'), value);
      return c.json(links.show(link));
    });
