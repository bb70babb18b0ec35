import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../src/domain/id.ts';
import { listSources } from '../../src/sources/list.ts';
import { presentRegistration, presentSource } from '../../src/sources/present.ts';
import { revokeSource } from '../../src/sources/revoke.ts';
import { caller, createWorld, type World } from './world.ts';

let world: World;
let sandbox_id: string;
beforeAll(async () => {
  world = await createWorld();
  sandbox_id = await world.newSandbox();
  for (const name of ['zeta', 'Beta', 'alpha']) await world.register({ sandbox_id, name });
  const gone = await world.register({ sandbox_id, name: 'Gone' });
  await revokeSource(world.deps, caller, gone);
});
afterAll(() => world.close());

const names = async (query: object) =>
  (await listSources(world.deps, caller, { sandbox_id, ...query })).map(({ name }) => name);

describe('listing sources', () => {
  it.each([
    [{}, ['alpha', 'Beta', 'Gone', 'zeta']],
    [{ status: 'active' }, ['alpha', 'Beta', 'zeta']],
    [{ status: 'disconnected' }, ['Gone']],
    [{ provider: 'user_mcp', status: 'paused' }, []],
    [{ provider: 'github' }, []],
  ])('by %j is ordered by name', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('by an unknown status says which there are', async () => {
    await expect(names({ status: 'ready' })).rejects.toThrow(/`active`, `paused`, `error`, `disconnected`/);
  });

  it("of another account's sandbox is not found", async () => {
    const other = { user_id: createId('account') };
    await expect(listSources(world.deps, other, { sandbox_id })).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('a source is presented by its public fields', async () => {
  const sandbox = await world.newSandbox();
  const source = await world.registerBearer(sandbox);
  expect(presentSource(source)).toEqual({
    data_source_id: source.data_source_id,
    user_id: caller.user_id,
    sandbox_id: sandbox,
    provider: 'user_mcp',
    name: 'Acme',
    ingestion_mode: 'manual',
    status: 'active',
    kind: 'durable',
    adapter_config: {
      base_url: world.servers.url('bearer'),
      auth_kind: 'bearer',
      auth_header: null,
      app_namespace: 'acme',
      allowed_tools: null,
      rate_cap_per_minute: 60,
      ingest_tool_calls: null,
      webhook_rate_cap_per_minute: null,
      has_credential: true,
    },
    health: source.health,
    health_error: null,
    health_cause: null,
    recent_checks: [{ at: source.health?.checked_at, latency_ms: source.health?.latency_ms }],
    version: source.version,
    created_at: source.created_at,
    updated_at: source.updated_at,
  });
  expect(presentRegistration(source)).toEqual({
    data_source_id: source.data_source_id,
    status: 'active',
    name: 'Acme',
    ingestion_mode: 'manual',
    source: presentSource(source),
  });
});
