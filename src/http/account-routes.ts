import { Hono } from 'hono';
import { createApiKey } from '../accounts/create-api-key.ts';
import type { AccountsDeps } from '../accounts/deps.ts';
import { getProfile } from '../accounts/get-profile.ts';
import { listApiKeys } from '../accounts/list-api-keys.ts';
import { revokeApiKey } from '../accounts/revoke-api-key.ts';
import { accountOperations as operations } from './account-operations.ts';
import type { HttpEnv } from './env.ts';

export type AccountRoutesDeps = { accounts: AccountsDeps };

/** The account itself and its API keys. */
export const accountRoutes = ({ accounts: deps }: AccountRoutesDeps) =>
  new Hono<HttpEnv>()
    .get('/api-keys', operations.listKeys, async (c) => c.json(await listApiKeys(deps, c.get('caller'))))
    .post('/api-keys', operations.createKey, async (c) => {
      const { api_key, key } = await createApiKey(deps, c.get('caller'), c.req.valid('json'));
      return c.json({ ...api_key, key: key.reveal() }, 201);
    })
    .delete('/api-keys/:id', operations.revokeKey, async (c) =>
      c.json(await revokeApiKey(deps, c.get('caller'), c.req.param('id'))),
    )
    .get('/users/me/profile', operations.profile, async (c) =>
      c.json(await getProfile(deps, c.get('caller'))),
    );
