import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../src/domain/id.ts';
import type { Source } from '../../src/domain/source.ts';
import { checkSource, runCheck } from '../../src/sources/check.ts';
import { deleteSource } from '../../src/sources/delete.ts';
import { getSource } from '../../src/sources/get.ts';
import { pauseSource } from '../../src/sources/pause.ts';
import { revokeSource } from '../../src/sources/revoke.ts';
import { updateSource } from '../../src/sources/update.ts';
import { keys } from '../../src/store/keys.ts';
import { caller, createWorld, gate, holdingBack, recorded, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const ref = ({ sandbox_id, data_source_id }: Source) => ({ sandbox_id, data_source_id });

/** Runs a check whose server has answered but whose verdict is not yet saved, does `meanwhile`, lets it go on. */
const checkDuring = async (source: Source, meanwhile: () => Promise<unknown>) => {
  const release = gate();
  const { deps, answered } = holdingBack(world.deps, release.promise);
  const late = runCheck(deps, caller, source).then(
    (result) => result.source,
    (error) => error,
  );
  await answered;
  await meanwhile();
  release.resolve();
  return late;
};

describe('a health check', () => {
  it('brings a source back whose server answers again', async () => {
    const sandbox_id = await world.newSandbox();
    const source = await world.registerBearer(sandbox_id);
    const key = keys.source(caller.user_id, sandbox_id, source.data_source_id);
    const broken = { ...source, status: 'error', health_error: 'It was down.', health_cause: 'timed_out' };
    await world.store.commit([{ key, value: broken }]);
    const checked = await checkSource(world.deps, caller, ref(source));
    expect(checked).toMatchObject({ status: 'active', health_error: null, health_cause: null });
    expect(checked.version).toBe(source.version + 1);
  });

  it('gives the listing along with the source', async () => {
    const source = await world.register({ sandbox_id: await world.newSandbox() });
    const { listing } = await runCheck(world.deps, caller, source);
    expect(listing?.tools).toHaveLength(source.health!.tool_count);
  });

  it('remembers the protocol era while checks pass, and asks anew after one that failed', async () => {
    const source = await world.register({ sandbox_id: await world.newSandbox() });
    expect(source.era).toBe('modern');
    const key = keys.source(caller.user_id, source.sandbox_id, source.data_source_id);
    const moved = { ...source, base_url: world.servers.url('down'), connection_revision: 2 };
    await world.store.commit([{ key, value: moved }]);
    expect(await checkSource(world.deps, caller, ref(source))).toMatchObject({ status: 'error', era: null });
  });

  it('is recorded when it changes something', async () => {
    const source = await world.register({ sandbox_id: await world.newSandbox() });
    await checkSource(world.deps, caller, ref(source));
    const actions = await recorded(world.store, source.data_source_id);
    expect(actions).toEqual(['source.register', 'source.check']);
  });

  it('tells of a credential it took out, and of no other', async () => {
    const sandbox_id = await world.newSandbox();
    const source = await world.registerBearer(sandbox_id);
    const open = await world.register({ sandbox_id, name: 'Open' });
    const uses: object[] = [];
    const deps = { ...world.deps, onUse: (use: object) => uses.push(use) };
    for (const each of [source, open]) await checkSource(deps, caller, ref(each));
    expect(uses).toMatchObject([{ ...ref(source), user_id: caller.user_id, kind: 'list' }]);
  });

  it('leaves the consent of the first check alone', async () => {
    const sandbox_id = await world.newSandbox();
    const source = await world.register({ sandbox_id });
    const key = keys.source(caller.user_id, sandbox_id, source.data_source_id);
    await world.store.commit([{ key, value: { ...source, consented_tools: { echo: 'agreed' } } }]);
    const checked = await checkSource(world.deps, caller, ref(source));
    expect(checked.consented_tools).toEqual({ echo: 'agreed' });
  });

  it.each([
    ['unknown', createId('source')],
    ['malformed', '../../x'],
  ])('of a source that is %s is not found', async (_, data_source_id) => {
    const sandbox_id = await world.newSandbox();
    const check = checkSource(world.deps, caller, { sandbox_id, data_source_id });
    await expect(check).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of a source in another sandbox is not found', async () => {
    const source = await world.register({ sandbox_id: await world.newSandbox() });
    const elsewhere = { ...ref(source), sandbox_id: await world.newSandbox() };
    await expect(checkSource(world.deps, caller, elsewhere)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('that is aborted changes nothing', async () => {
    const source = await world.register({ sandbox_id: await world.newSandbox() });
    const check = checkSource(world.deps, caller, { ...ref(source), signal: AbortSignal.abort() });
    await expect(check).rejects.toThrow(/abort/i);
    expect(await getSource(world.deps, caller, ref(source))).toEqual(source);
  });
});

describe('a check that comes late', () => {
  it('never overwrites a revoke', async () => {
    const source = await world.registerBearer(await world.newSandbox());
    const late = await checkDuring(source, () => revokeSource(world.deps, caller, ref(source)));
    expect(late).toMatchObject({ status: 'disconnected', has_credential: false });
    expect((await getSource(world.deps, caller, ref(source))).status).toBe('disconnected');
  });

  it('does not bring a deleted source back', async () => {
    const source = await world.registerBearer(await world.newSandbox());
    const late = await checkDuring(source, () => deleteSource(world.deps, caller, ref(source)));
    expect(late).toMatchObject({ code: 'not_found' });
    await expect(getSource(world.deps, caller, ref(source))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is dropped when the URL changed meanwhile', async () => {
    const source = await world.register({ sandbox_id: await world.newSandbox() });
    const base_url = world.servers.url('down');
    const late = await checkDuring(source, () =>
      updateSource(world.deps, caller, { ...ref(source), base_url }),
    );
    expect(late).toMatchObject({ base_url, status: 'error', health_cause: 'connection_refused' });
  });

  it('is applied to a source that was renamed or paused meanwhile', async () => {
    const source = await world.register({ sandbox_id: await world.newSandbox() });
    const late = await checkDuring(source, async () => {
      await pauseSource(world.deps, caller, ref(source));
      await updateSource(world.deps, caller, { ...ref(source), name: 'Renamed' });
    });
    expect(late).toMatchObject({ name: 'Renamed', status: 'paused' });
    expect(late.health.checked_at).not.toBe(source.health!.checked_at);
  });
});
