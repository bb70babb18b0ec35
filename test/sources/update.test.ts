import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Credential } from '../../src/domain/credential.ts';
import type { Source } from '../../src/domain/source.ts';
import { getSource } from '../../src/sources/get.ts';
import { pauseSource } from '../../src/sources/pause.ts';
import { type UpdateInput, updateSource } from '../../src/sources/update.ts';
import {
  caller,
  createWorld,
  everythingIn,
  keysIn,
  sealedSecret,
  type World,
  watchingCommits,
} from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const ref = ({ sandbox_id, data_source_id }: Source) => ({ sandbox_id, data_source_id });

const update = (source: Source, changes: Partial<UpdateInput>) =>
  updateSource(world.deps, caller, { ...ref(source), ...changes });

const bearer = async (): Promise<Source> => world.registerBearer(await world.newSandbox());

describe('renaming', () => {
  it('moves the label and the namespace that follows it', async () => {
    const source = await bearer();
    const renamed = await update(source, { name: 'Billing API' });
    expect(renamed).toMatchObject({ name: 'Billing API', namespace: 'billing-api', status: 'active' });
    expect(await keysIn(world.store, 'label', source.sandbox_id)).toEqual(['billing%20api']);
    expect(await keysIn(world.store, 'namespace', source.sandbox_id)).toEqual(['billing-api']);
  });

  it('leaves a namespace set by hand, until it is given back', async () => {
    const source = await bearer();
    await update(source, { app_namespace: 'mine' });
    expect(await update(source, { name: 'Billing' })).toMatchObject({ namespace: 'mine' });
    expect(await update(source, { app_namespace: null })).toMatchObject({ namespace: 'billing' });
    expect(await keysIn(world.store, 'namespace', source.sandbox_id)).toEqual(['billing']);
  });

  it('to another spelling of the same label keeps both claims', async () => {
    const source = await bearer();
    expect(await update(source, { name: 'ACME' })).toMatchObject({ name: 'ACME', namespace: 'acme' });
    expect(await keysIn(world.store, 'label', source.sandbox_id)).toEqual(['acme']);
  });

  it('to a taken label is a conflict and changes nothing', async () => {
    const source = await bearer();
    await world.register({ sandbox_id: source.sandbox_id, name: 'Taken' });
    await expect(update(source, { name: 'taken' })).rejects.toMatchObject({ data: { field: 'name' } });
    expect(await getSource(world.deps, caller, source)).toEqual(source);
  });

  it('of two sources to one label at once succeeds for one', async () => {
    const source = await bearer();
    const other = await world.register({ sandbox_id: source.sandbox_id, name: 'Other' });
    const race = await Promise.allSettled([source, other].map((each) => update(each, { name: 'New' })));
    expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await keysIn(world.store, 'label', source.sandbox_id)).toHaveLength(2);
  });

  it('does not check the server again', async () => {
    const source = await bearer();
    const before = world.servers.counts('bearer');
    await update(source, { name: 'Other', rate_cap_per_minute: 5, allowed_tools: ['echo', 'echo'] });
    expect(world.servers.counts('bearer')).toEqual(before);
    expect(await getSource(world.deps, caller, source)).toMatchObject({
      rate_cap_per_minute: 5,
      allowed_tools: ['echo'],
      health: source.health,
    });
  });
});

describe('the credential', () => {
  it('is replaced by a new one, checked at once, and the old ciphertext is gone', async () => {
    const sandbox_id = await world.newSandbox();
    const source = await world.registerBearer(sandbox_id, { token: new Credential(world.servers.token.bad) });
    const old = (await sealedSecret(world.store, source))!;
    expect(source.status).toBe('error');
    const rotated = await update(source, { token: new Credential(world.servers.token.good) });
    expect(rotated).toMatchObject({ status: 'active', has_credential: true, health_error: null });
    expect(rotated.connection_revision).toBe(source.connection_revision + 1);
    expect(await sealedSecret(world.store, source)).not.toBeNull();
    expect(await everythingIn(world.store)).not.toContain(old);
  });

  it('that is replaced leaves no copy and no open connection', async () => {
    const source = await bearer();
    const { store, erased } = watchingCommits(world.store);
    const forgotten: string[] = [];
    const forget = async (id: string) => {
      forgotten.push(id);
      await world.deps.upstream.forget(id);
    };
    const deps = { ...world.deps, store, upstream: { ...world.deps.upstream, forget } };
    await updateSource(deps, caller, { ...ref(source), token: new Credential('another') });
    expect(erased[0]).toBe(true);
    expect(forgotten).toEqual([source.data_source_id]);
  });

  it('is dropped with another origin, and nothing is sent there', async () => {
    const source = await bearer();
    const before = world.servers.connections('header');
    const moved = await update(source, { base_url: world.servers.url('header') });
    expect(moved).toMatchObject({
      status: 'error',
      has_credential: false,
      health_cause: 'credential_missing',
      health: null,
    });
    expect(await sealedSecret(world.store, source)).toBeNull();
    expect(world.servers.connections('header')).toBe(before);
  });

  it('stays with another path of the same origin', async () => {
    const source = await bearer();
    const base_url = `${world.servers.url('bearer')}?team=a`;
    expect(await update(source, { base_url })).toMatchObject({ base_url, has_credential: true });
  });

  it('is dropped with the scheme none', async () => {
    const none = await update(await bearer(), { auth_kind: 'none' });
    expect(none).toMatchObject({ has_credential: false, auth_header: null, health_cause: 'unauthorized' });
  });

  it('comes with another origin and scheme in one change', async () => {
    const source = await bearer();
    const moved = await update(source, {
      base_url: world.servers.url('header'),
      auth_kind: 'header_token',
      auth_header: 'X-Api-Key',
      token: new Credential(world.servers.token.good),
    });
    expect(moved).toMatchObject({ status: 'active', has_credential: true, auth_header: 'X-Api-Key' });
  });
});

describe('what an update refuses', () => {
  it.each<[string, Partial<UpdateInput>, string]>([
    ['a token with none', { auth_kind: 'none', token: new Credential('abc') }, 'token'],
    ['a header without header_token', { auth_header: 'X-Api-Key' }, 'auth_header'],
    ['another scheme without a token', { auth_kind: 'header_token', auth_header: 'X-Key' }, 'token'],
    ['header_token without a header', { auth_kind: 'header_token' }, 'auth_header'],
    ['an address it may not reach', { base_url: 'http://mcp.acme.com/' }, 'base_url'],
    ['an empty name', { name: '' }, 'name'],
    ['too high a cap', { rate_cap_per_minute: 601 }, 'rate_cap_per_minute'],
  ])('%s', async (_, changes, field) => {
    const source = await bearer();
    await expect(update(source, changes)).rejects.toMatchObject({ code: 'validation', data: { field } });
    expect(await getSource(world.deps, caller, source)).toEqual(source);
  });

  it('a change decided on another version', async () => {
    const source = await bearer();
    const { version } = await update(source, { name: 'Other', expected_versions: [source.version] });
    expect(version).toBe(source.version + 1);
    const stale = update(source, { name: 'Third', expected_versions: [source.version] });
    await expect(stale).rejects.toMatchObject({ code: 'precondition_failed', data: { version } });
  });
});

it('null sets a setting back to its default, and a change of nothing is no change', async () => {
  const source = await bearer();
  await update(source, { rate_cap_per_minute: 5, allowed_tools: ['echo'] });
  const reset = await update(source, { rate_cap_per_minute: null, allowed_tools: null });
  expect(reset).toMatchObject({ rate_cap_per_minute: 60, allowed_tools: null });
  expect(await update(source, { name: source.name, base_url: source.base_url })).toEqual(reset);
});

it('two changes at once are both kept', async () => {
  const source = await bearer();
  await Promise.all([update(source, { name: 'Other' }), update(source, { rate_cap_per_minute: 7 })]);
  expect(await getSource(world.deps, caller, source)).toMatchObject({
    name: 'Other',
    rate_cap_per_minute: 7,
    version: source.version + 2,
  });
});

it('a paused source stays paused when its connection changes', async () => {
  const source = await world.register({ sandbox_id: await world.newSandbox() });
  await pauseSource(world.deps, caller, source);
  const moved = await update(source, { base_url: world.servers.url('down') });
  expect(moved).toMatchObject({ status: 'paused', health_cause: 'connection_refused' });
});
