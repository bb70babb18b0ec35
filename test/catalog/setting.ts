import type { CatalogOptions } from '../../src/catalog/catalog.ts';
import { createCatalog } from '../../src/catalog/catalog.ts';
import type { Catalog, Resolution } from '../../src/catalog/port.ts';
import type { Agent } from '../../src/domain/agent.ts';
import { createId } from '../../src/domain/id.ts';
import type { Source } from '../../src/domain/source.ts';
import type { RegisterInput } from '../../src/sources/register.ts';
import { registerSource } from '../../src/sources/register.ts';
import { type CustomBehaviour, type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { caller, createWorld } from '../sources/world.ts';

export { caller };

/** A tool as a server lists it. */
export const tool = (name: string, rest: object = {}): Record<string, unknown> => ({
  name,
  description: `Does ${name}.`,
  inputSchema: { type: 'object' },
  ...rest,
});

export const namesOf = ({ tools }: Resolution): string[] => tools.map(({ name }) => name);

/** An agent of a sandbox; catalogs take the record, so it need not be stored. */
export const agentOf = (sandbox_id: string, changes: Partial<Agent> = {}): Agent => ({
  agent_id: createId('agent'),
  user_id: caller.user_id,
  sandbox_id,
  slug: 'support',
  name: 'Support',
  description: '',
  system_prompt: '',
  tool_sources: null,
  tool_allowlist: [],
  model_settings: { backend: 'anthropic', model: 'claude-haiku-5-5' },
  status: 'active',
  version: 1,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  ...changes,
});

/** The world of sources with servers that a test bends and a clock that only a test turns; catalogs over both. */
export const createSetting = async () => {
  const world = await createWorld();
  let time = Date.now();
  const deps = { ...world.deps, now: () => new Date(time) };
  const servers: CustomServer[] = [];
  const catalogs: Catalog[] = [];

  /** Waits long for a server unless told otherwise: no test here is about speed. */
  const newCatalog = (options: Partial<CatalogOptions> = {}): Catalog => {
    const catalog = createCatalog({ ...deps, ttl_ms: 60_000, deadline_ms: 20_000, ...options });
    catalogs.push(catalog);
    return catalog;
  };

  const add = async (
    sandbox_id: string,
    name: string,
    behaviour: Partial<CustomBehaviour> = {},
    input: Partial<RegisterInput> = {},
  ): Promise<{ server: CustomServer; source: Source }> => {
    const server = await startCustomServer({ ttlMs: null, ...behaviour });
    servers.push(server);
    const registration = { sandbox_id, name, base_url: server.url, auth_kind: 'none' as const, ...input };
    return { server, source: await registerSource(deps, caller, registration) };
  };

  return {
    ...world,
    deps,
    newCatalog,
    add,
    advance: (ms: number) => {
      time += ms;
    },
    close: async () => {
      await Promise.all(catalogs.map((catalog) => catalog.close()));
      await Promise.all(servers.map((server) => server.close()));
      await world.close();
    },
  };
};

export type Setting = Awaited<ReturnType<typeof createSetting>>;
