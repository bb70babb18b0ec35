import { afterAll, beforeAll, expect, it } from 'vitest';
import { Credential } from '../../src/domain/credential.ts';
import { createId } from '../../src/domain/id.ts';
import { checkSource } from '../../src/sources/check.ts';
import { sourceTarget } from '../../src/sources/target.ts';
import { updateSource } from '../../src/sources/update.ts';
import { keys } from '../../src/store/keys.ts';
import { caller, createWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

it('a target of a source without authentication has no credential', async () => {
  const source = await world.register({ sandbox_id: await world.newSandbox() });
  expect(await sourceTarget(world.deps, source).credential()).toBeNull();
});

it('a target read before the URL changed never gets the new credential', async () => {
  const source = await world.registerBearer(await world.newSandbox());
  const before = sourceTarget(world.deps, source);
  const after = await updateSource(world.deps, caller, {
    sandbox_id: source.sandbox_id,
    data_source_id: source.data_source_id,
    base_url: world.servers.url('header'),
    token: new Credential('another-secret'),
  });
  await expect(before.credential()).rejects.toMatchObject({ failure: 'credential_missing' });
  expect((await sourceTarget(world.deps, after).credential())?.reveal()).toBe('another-secret');
  expect(sourceTarget(world.deps, after).revision).not.toBe(before.revision);
});

it('a renamed or checked source keeps its connection', async () => {
  const source = await world.registerBearer(await world.newSandbox());
  await updateSource(world.deps, caller, {
    sandbox_id: source.sandbox_id,
    data_source_id: source.data_source_id,
    name: 'Other',
  });
  const checked = await checkSource(world.deps, caller, source);
  expect(sourceTarget(world.deps, checked).revision).toBe(sourceTarget(world.deps, source).revision);
});

it('a secret that was moved from another source counts as missing', async () => {
  const sandbox_id = await world.newSandbox();
  const source = await world.registerBearer(sandbox_id);
  const other = await world.registerBearer(sandbox_id, { name: 'Other' });
  const secret = (id: string) => keys.secret(caller.user_id, sandbox_id, id);
  const foreign = await world.store.get(secret(other.data_source_id));
  await world.store.commit([{ key: secret(source.data_source_id), value: foreign!.value }]);
  await world.deps.upstream.forget(source.data_source_id);
  const checked = await checkSource(world.deps, caller, source);
  expect(checked).toMatchObject({ status: 'error', health_cause: 'credential_missing' });
});

it('an unknown source has no credential to open', async () => {
  const source = await world.registerBearer(await world.newSandbox());
  const ghost = { ...source, data_source_id: createId('source') };
  await expect(sourceTarget(world.deps, ghost).credential()).rejects.toMatchObject({
    failure: 'credential_missing',
  });
});
