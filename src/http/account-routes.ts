import { Hono } from 'hono';
import { apiKeyFields, createApiKey } from '../accounts/create-api-key.ts';
import type { AccountsDeps } from '../accounts/deps.ts';
import { getProfile } from '../accounts/get-profile.ts';
import { listApiKeys } from '../accounts/list-api-keys.ts';
import { presentApiKey } from '../accounts/present-api-key.ts';
import { revokeApiKey } from '../accounts/revoke-api-key.ts';
import type { HttpEnv } from './env.ts';
import { readBody } from './validate.ts';

export type AccountRoutesDeps = { accounts: AccountsDeps };

/** The account itself and its API keys. */
export const accountRoutes = ({ accounts: deps }: AccountRoutesDeps) =>
  new Hono<HttpEnv>()
    .get('/api-keys', async (c) => {
      const keys = await listApiKeys(deps, c.get('caller'));
      return c.json(keys.map((key) => presentApiKey(key, deps.now())));
    })
    .post('/api-keys', async (c) => {
      const { api_key, record } = await createApiKey(deps, c.get('caller'), await readBody(c, apiKeyFields));
      return c.json({ ...presentApiKey(record, deps.now()), key: api_key.reveal() }, 201);
    })
    .delete('/api-keys/:id', async (c) => {
      const { id, name } = await revokeApiKey(deps, c.get('caller'), c.req.param('id'));
      return c.json({ revoked: true, id, name });
    })
    .get('/users/me/profile', async (c) => c.json(await getProfile(deps, c.get('caller'))));
