import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PublicSource } from '../../src/sources/present.ts';
import { listAll } from '../../src/store/list-all.ts';
import { currentServer } from '../fixtures/current-server.ts';
import { type Listener, listen } from '../fixtures/http-listener.ts';
import { documentTools } from '../fixtures/tools.ts';
import { type Ask, asker, createTestApp, type TestApp } from '../http/test-app.ts';

const list = '/api/v1/storage/sandboxes';
let test: TestApp;
let ask: Ask;
let isUp = true;
let servers: Listener[];

beforeAll(async () => {
  const parts = { name: 'fixture', tools: documentTools, executed: () => undefined };
  const respond = currentServer(parts);
  const flapping = (request: Request, body: unknown) =>
    isUp ? respond(request, body) : new Response(null, { status: 503 });
  servers = [await listen(flapping), await listen(flapping)];
  test = await createTestApp({ env: { CONCIERGE_CATALOG_TTL_MS: '1' } });
  ask = asker(test, await test.newAccount());
});
afterAll(async () => {
  await test.app.close();
  await Promise.all(servers.map((server) => server.close()));
});

/** One step: `at` picks a source among those there ever were, `label` and `server` what it is given. */
type Step = { act: keyof typeof acts; at: number; label: string; server: number };
type World = { name: string; sandbox: string; ids: string[]; ended: Set<string>; gone: Set<string> };

let worlds = 0;
const newWorld = async (): Promise<World> => {
  const name = `lab-${++worlds}`;
  const { sandbox_id } = (await ask('POST', list, { name })).json;
  return { name, sandbox: `${list}/${sandbox_id}`, ids: [], ended: new Set(), gone: new Set() };
};

const update = (base: string, body: object) => ask('PATCH', `${base}/user-mcp`, body);

/** Registers by conversation, and gives up when the check fails. */
const talk = async ({ label, server }: Step, { name, sandbox }: World) => {
  const message = `add ${servers[server]!.url}, no auth, name it ${label}, in ${name}`;
  const { session_id } = (await ask('POST', `${sandbox}/concierge/test`, { message })).json;
  const session = `${sandbox}/concierge/sessions/${session_id}`;
  await ask('POST', `${session}/reply`, { id: 'confirm' });
  return ask('POST', `${session}/reply`, { id: 'discard' });
};

const register = (step: Step, { sandbox }: World, fields: object) =>
  ask('POST', `${sandbox}/sources/user-mcp`, {
    name: step.label,
    base_url: servers[step.server]!.url,
    ...fields,
  });

const bearer = { auth_kind: 'bearer', token: 'tok-1234' };
type Act = (step: Step, base: string, world: World) => ReturnType<Ask>;
const acts = {
  register: (step, _, world) => register(step, world, { auth_kind: 'none' }),
  registerBearer: (step, _, world) => register(step, world, bearer),
  discard: (step, _, world) => talk(step, world),
  pause: (_, base) => ask('POST', `${base}/pause`),
  resume: (_, base) => ask('POST', `${base}/resume`),
  test: (_, base) => ask('POST', `${base}/user-mcp/test`),
  accept: (_, base) => ask('POST', `${base}/accept-tools`),
  rename: ({ label }, base) => ask('PATCH', base, { name: label }),
  rotate: (_, base) => update(base, { token: 'tok-5678' }),
  open: (_, base) => update(base, { auth_kind: 'none' }),
  close: (_, base) => update(base, bearer),
  move: (step, base) => update(base, { base_url: servers[step.server]!.url }),
  revoke: (_, base) => ask('POST', `${base}/user-mcp/revoke`),
  disconnect: (_, base) => ask('POST', `${base}/disconnect`),
  delete: (_, base) => ask('DELETE', base),
  flip: () => {
    isUp = !isUp;
    return ask('GET', list);
  },
} satisfies Record<string, Act>;

const claimsOf = async (kind: string, sandbox: string): Promise<string[]> => {
  const id = sandbox.slice(sandbox.lastIndexOf('/') + 1);
  const rows = await listAll<{ data_source_id?: string }>(test.store, '{');
  return rows
    .filter(({ key }) => key.includes(`/${kind}/${id}/`))
    .map(({ key, value }) => value.data_source_id ?? key.slice(key.lastIndexOf('/') + 1))
    .toSorted();
};
const idsOf = (sources: PublicSource[]): string[] =>
  sources.map(({ data_source_id }) => data_source_id).toSorted();

const holds = async (world: World): Promise<void> => {
  const { sandbox, ids, ended, gone } = world;
  // Tools first: what is checked again behind them may become active, never the reverse.
  const { tools } = (await ask('GET', `${sandbox}/agents/tools`)).json as { tools: { app_slug: string }[] };
  const sources: PublicSource[] = (await ask('GET', `${sandbox}/sources`)).json.sources;
  for (const id of idsOf(sources)) if (!ids.includes(id)) ids.push(id);
  for (const id of ids) if (!idsOf(sources).includes(id)) gone.add(id);
  const live = sources.filter(({ status }) => status !== 'disconnected');
  const active = live.filter(({ status }) => status === 'active');

  // Terminal stays terminal, and gone stays gone.
  expect(live.filter(({ data_source_id: id }) => ended.has(id) || gone.has(id))).toEqual([]);
  for (const { data_source_id, status } of sources) if (status === 'disconnected') ended.add(data_source_id);
  // A label and a namespace have one live owner, and no one else holds them.
  const namespaces = live.map(({ adapter_config }) => adapter_config.app_namespace);
  expect(new Set(namespaces).size).toBe(live.length);
  for (const kind of ['namespace', 'label']) expect(await claimsOf(kind, sandbox)).toEqual(idsOf(live));
  // Only an active source has tools, and none is active whose last check failed.
  const offering = new Set(active.map(({ adapter_config }) => adapter_config.app_namespace));
  expect(tools.filter(({ app_slug }) => !offering.has(app_slug))).toEqual([]);
  expect(active.filter(({ health_error }) => health_error !== null)).toEqual([]);
  // What says that it has a credential has one in the vault, and nothing else lies there.
  const holders = sources.filter(({ adapter_config }) => adapter_config.has_credential);
  expect(await claimsOf('secret', sandbox)).toEqual(idsOf(holders));
};

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('pause', 'resume', ...(Object.keys(acts) as Step['act'][])),
  at: fc.nat(2),
  label: fc.constantFrom('Acme', 'ACME', 'Acme!', 'Desk'),
  server: fc.nat(1),
});

it('any sequence of calls keeps what is promised of sources', { timeout: 120_000 }, async () => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
    isUp = true;
    const world = await newWorld();
    for (const one of [{ ...steps[0]!, act: 'registerBearer' as const }, ...steps]) {
      const id = world.ids[one.at % Math.max(1, world.ids.length)] ?? 'ds_none';
      const { status } = await acts[one.act](one, `${world.sandbox}/sources/${id}`, world);
      expect([200, 201, 400, 404, 409, 502]).toContain(status);
      await holds(world);
    }
    await ask('DELETE', world.sandbox);
  });
  await fc.assert(property, { numRuns: 40 });
});
