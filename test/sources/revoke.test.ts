import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '../../src/domain/source.ts';
import { deleteSource } from '../../src/sources/delete.ts';
import { getSource } from '../../src/sources/get.ts';
import { revokeSource } from '../../src/sources/revoke.ts';
import { sourceTarget } from '../../src/sources/target.ts';
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
const remove = { revoke: revokeSource, delete: deleteSource };

describe.each(['revoke', 'delete'] as const)('%s', (verb) => {
  it('destroys the secret and frees label and namespace', async () => {
    const source = await world.registerBearer(await world.newSandbox());
    const old = (await sealedSecret(world.store, source))!;
    await remove[verb](world.deps, caller, ref(source));
    expect(await everythingIn(world.store)).not.toContain(old);
    for (const kind of ['secret', 'label', 'namespace']) {
      expect(await keysIn(world.store, kind, source.sandbox_id), kind).toEqual([]);
    }
    const again = await world.registerBearer(source.sandbox_id);
    expect(again).toMatchObject({ name: source.name, namespace: source.namespace, status: 'active' });
  });

  it('asks the store to leave no copy', async () => {
    const source = await world.registerBearer(await world.newSandbox());
    const { store, erased } = watchingCommits(world.store);
    await remove[verb]({ ...world.deps, store }, caller, ref(source));
    expect(erased).toEqual([true]);
  });

  it('makes a target read before useless', async () => {
    const source = await world.registerBearer(await world.newSandbox());
    const target = sourceTarget(world.deps, source);
    expect((await target.credential())?.reveal()).toBe(world.servers.token.good);
    await remove[verb](world.deps, caller, ref(source));
    await expect(target.credential()).rejects.toMatchObject({ failure: 'credential_missing' });
  });
});

it('revoking twice, also at once, is revoking', async () => {
  const source = await world.registerBearer(await world.newSandbox());
  const twice = [1, 2].map(() => revokeSource(world.deps, caller, ref(source)));
  const [one, two] = await Promise.all(twice);
  expect(one).toEqual(two);
  expect(await revokeSource(world.deps, caller, ref(source))).toEqual(one);
});

it('revoking again erases again what an interrupted revoke may have left', async () => {
  const source = await world.registerBearer(await world.newSandbox());
  await revokeSource(world.deps, caller, ref(source));
  const { store, erased } = watchingCommits(world.store);
  await revokeSource({ ...world.deps, store }, caller, ref(source));
  expect(erased).toEqual([true]);
});

it('deleting a revoked source leaves the label to whoever has it now', async () => {
  const source = await world.register({ sandbox_id: await world.newSandbox() });
  await revokeSource(world.deps, caller, ref(source));
  await world.register({ sandbox_id: source.sandbox_id });
  await deleteSource(world.deps, caller, ref(source));
  expect(await keysIn(world.store, 'label', source.sandbox_id)).toEqual(['acme']);
  await expect(getSource(world.deps, caller, ref(source))).rejects.toMatchObject({ code: 'not_found' });
});
