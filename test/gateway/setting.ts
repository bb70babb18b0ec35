import { listen } from '../../src/entry/listen.ts';
import { type Ask, asker, createTestApp, type TestAppOptions } from '../http/test-app.ts';

/** One account of the real app: its key, its sandbox `default`, and the address of that sandbox's gateway. */
export type Tenant = { key: string; sandbox_id: string; path: string; ask: Ask };

/** The real app, served on 127.0.0.1, with one account that has no sources yet. */
export const startGateway = async (options: TestAppOptions = {}) => {
  const test = await createTestApp(options);
  const server = await listen(test.app, { host: '127.0.0.1', port: 0 });

  const newTenant = async (): Promise<Tenant> => {
    const key = await test.newAccount();
    const ask = asker(test, key);
    const { json } = await ask('GET', '/storage/sandboxes');
    const { sandbox_id } = json.sandboxes[0];
    return { key, sandbox_id, path: `/mcp/${sandbox_id}`, ask };
  };
  const tenant = await newTenant();
  const storage = `/storage/sandboxes/${tenant.sandbox_id}`;

  return {
    ...test,
    ...tenant,
    storage,
    newTenant,
    url: new URL(tenant.path, server.origin),
    /** Registers a server without a credential and answers the source. */
    add: async (name: string, base_url: string, fields: object = {}) => {
      const body = { name, base_url, auth_kind: 'none', ...fields };
      const { status, json } = await tenant.ask('POST', `${storage}/sources/user-mcp`, body);
      if (status !== 201 || json.status !== 'active')
        throw new Error(`not registered: ${JSON.stringify(json)}`);
      return json.source as { data_source_id: string };
    },
    addAgent: (slug: string, fields: object = {}) =>
      tenant.ask('POST', `${storage}/agents`, { slug, name: slug, system_prompt: 'Help.', ...fields }),
    close: async () => {
      test.app.drain();
      await server.stop();
      await test.app.close();
    },
  };
};

export type TestGateway = Awaited<ReturnType<typeof startGateway>>;

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
