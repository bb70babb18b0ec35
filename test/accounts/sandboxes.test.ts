import { beforeEach, describe, expect, it } from 'vitest';
import { archiveSandbox } from '../../src/accounts/archive-sandbox.ts';
import { createSandbox } from '../../src/accounts/create-sandbox.ts';
import { deleteSandbox } from '../../src/accounts/delete-sandbox.ts';
import type { AccountsDeps } from '../../src/accounts/deps.ts';
import { getSandbox } from '../../src/accounts/get-sandbox.ts';
import { listSandboxes } from '../../src/accounts/list-sandboxes.ts';
import { reactivateSandbox } from '../../src/accounts/reactivate-sandbox.ts';
import { requireActiveSandbox } from '../../src/accounts/require-active-sandbox.ts';
import { suspendSandbox } from '../../src/accounts/suspend-sandbox.ts';
import { updateSandbox } from '../../src/accounts/update-sandbox.ts';
import { createId } from '../../src/domain/id.ts';
import { keys } from '../../src/store/keys.ts';
import { listAll } from '../../src/store/list-all.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';
import { auditedActions } from './world.ts';

const caller = { user_id: 'us_1' };
const stranger = { user_id: 'us_2' };
let deps: AccountsDeps;

beforeEach(() => {
  deps = { store: createMemoryStore(), now: () => new Date('2026-01-01T00:00:00.000Z') };
});

describe('a new sandbox', () => {
  it('is active and belongs to the account unless an owner is given', async () => {
    const sandbox = await createSandbox(deps, caller, { name: ' staging ' });
    expect(sandbox).toEqual({
      sandbox_id: expect.stringMatching(/^sb_/),
      user_id: 'us_1',
      owner_id: 'us_1',
      name: 'staging',
      tier: 'free',
      status: 'active',
      metadata: {},
      created_at: '2026-01-01T00:00:00.000Z',
    });
    expect(await getSandbox(deps, caller, sandbox.sandbox_id)).toEqual(sandbox);
    expect(await auditedActions(deps.store, caller)).toEqual(['sandbox.create']);
  });

  it('needs a name of its own among those of its owner, in its account', async () => {
    await createSandbox(deps, caller, { name: 'dev' });
    await expect(createSandbox(deps, caller, { name: 'dev ' })).rejects.toMatchObject({ code: 'conflict' });
    await createSandbox(deps, caller, { name: 'dev', owner_id: 'customer/7 ünï' });
    await createSandbox(deps, stranger, { name: 'dev' });
    expect(await listSandboxes(deps, caller)).toHaveLength(2);
  });

  it('is made once when two ask for the same name at once', async () => {
    const results = await Promise.allSettled([1, 2].map(() => createSandbox(deps, caller, { name: 'dev' })));
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it.each([
    [{ name: '   ' }, 'name'],
    [{ name: 'x'.repeat(65) }, 'name'],
    [{ name: 'a\u202eb' }, 'name'],
    [{ name: '\ud800' }, 'name'],
    [{ name: 'ok', owner_id: '' }, 'owner_id'],
    [{ name: 'ok', owner_id: '\udfff' }, 'owner_id'],
    [{ name: 'ok', tier: 7 }, 'tier'],
    [{ name: 'ok', metadata: [] }, 'metadata'],
    [{ name: 'ok', metadata: { big: 'x'.repeat(20_000) } }, 'metadata'],
    [{}, 'name'],
  ])('is refused when made from %j, naming %s', async (input, field) => {
    await expect(createSandbox(deps, caller, input as { name: string })).rejects.toMatchObject({
      code: 'validation',
      data: { field },
    });
  });
});

describe('a sandbox', () => {
  it('does not exist for another account, nor under a malformed id', async () => {
    const { sandbox_id } = await createSandbox(deps, stranger, { name: 'theirs' });
    const errors = await Promise.all(
      [sandbox_id, createId('sandbox'), 'sb_1', '', '../x'].map((id) =>
        getSandbox(deps, caller, id).catch(String),
      ),
    );
    expect(new Set(errors)).toEqual(new Set(['ConciergeError: There is no such sandbox.']));
  });

  it('is found by its status and its owner', async () => {
    const dev = await createSandbox(deps, caller, { name: 'dev' });
    const prod = await createSandbox(deps, caller, { name: 'prod', owner_id: 'customer' });
    await suspendSandbox(deps, caller, dev.sandbox_id);
    const names = async (query: object) => (await listSandboxes(deps, caller, query)).map(({ name }) => name);
    expect(await names({})).toEqual(['dev', 'prod']);
    expect(await names({ status: 'active' })).toEqual([prod.name]);
    expect(await names({ owner_id: 'us_1' })).toEqual([dev.name]);
    expect(await names({ status: 'active', owner_id: 'us_1' })).toEqual([]);
    await expect(names({ status: 'gone' })).rejects.toMatchObject({
      code: 'validation',
      data: { field: 'status' },
    });
  });

  it('can be renamed, which frees the old name and not a taken one', async () => {
    const { sandbox_id } = await createSandbox(deps, caller, { name: 'dev' });
    await createSandbox(deps, caller, { name: 'prod' });
    const renamed = await updateSandbox(deps, caller, sandbox_id, { name: 'test', metadata: { team: 'x' } });
    expect(renamed).toMatchObject({ name: 'test', tier: 'free', metadata: { team: 'x' } });
    await expect(updateSandbox(deps, caller, sandbox_id, { name: 'prod' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await createSandbox(deps, caller, { name: 'dev' });
    await expect(createSandbox(deps, caller, { name: 'test' })).rejects.toMatchObject({ code: 'conflict' });
  });
});

const verbs = { suspend: suspendSandbox, reactivate: reactivateSandbox, archive: archiveSandbox };

describe('the status of a sandbox', () => {
  it.each([
    ['active', 'suspend', 'suspended'],
    ['active', 'reactivate', 'conflict'],
    ['active', 'archive', 'archived'],
    ['suspended', 'suspend', 'conflict'],
    ['suspended', 'reactivate', 'active'],
    ['suspended', 'archive', 'archived'],
    ['archived', 'suspend', 'conflict'],
    ['archived', 'reactivate', 'conflict'],
    ['archived', 'archive', 'conflict'],
  ] as const)('%s · %s → %s', async (status, verb, outcome) => {
    const { sandbox_id } = await createSandbox(deps, caller, { name: 'dev' });
    if (status === 'suspended') await suspendSandbox(deps, caller, sandbox_id);
    if (status === 'archived') await archiveSandbox(deps, caller, sandbox_id);
    const result = await verbs[verb](deps, caller, sandbox_id).catch((error: unknown) => error);
    if (outcome === 'conflict') {
      expect(result).toMatchObject({ code: 'conflict', message: expect.stringContaining(status) });
      return;
    }
    expect((await getSandbox(deps, caller, sandbox_id)).status).toBe(outcome);
    expect((await auditedActions(deps.store, caller)).at(-1)).toBe(`sandbox.${verb}`);
  });

  it.each(['suspend', 'archive'] as const)('lets nothing but reading through after %s', async (verb) => {
    const { sandbox_id } = await createSandbox(deps, caller, { name: 'dev' });
    await expect(requireActiveSandbox(deps, caller, sandbox_id)).resolves.toMatchObject({ sandbox_id });
    const { status } = await verbs[verb](deps, caller, sandbox_id);
    const refusal = { code: 'conflict', message: expect.stringContaining(status) };
    await expect(requireActiveSandbox(deps, caller, sandbox_id)).rejects.toMatchObject(refusal);
    await expect(updateSandbox(deps, caller, sandbox_id, { tier: 'x' })).rejects.toMatchObject(refusal);
    await expect(getSandbox(deps, caller, sandbox_id)).resolves.toMatchObject({ status });
  });

  it('is changed once when two suspend at once, and no one else can change it', async () => {
    const { sandbox_id } = await createSandbox(deps, caller, { name: 'dev' });
    const results = await Promise.allSettled([1, 2].map(() => suspendSandbox(deps, caller, sandbox_id)));
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(reactivateSandbox(deps, stranger, sandbox_id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

const fill = async (sandbox_id: string): Promise<void> => {
  const rows = ['ds_1', 'ds_2'].flatMap((id) => [
    keys.source('us_1', sandbox_id, id),
    keys.secret('us_1', sandbox_id, id),
    keys.label('us_1', sandbox_id, id),
    keys.namespace('us_1', sandbox_id, id),
    keys.agent('us_1', sandbox_id, id),
    keys.session('us_1', sandbox_id, `${sandbox_id}-${id}`),
    keys.stagedSecret('us_1', `${sandbox_id}-${id}`, 1),
    keys.turnLock('us_1', `${sandbox_id}-${id}`),
  ]);
  await deps.store.commit(rows.map((key) => ({ key, value: { sandbox_id } })));
};

const keysNaming = async (text: string): Promise<string[]> =>
  (await listAll(deps.store, '')).map(({ key }) => key).filter((key) => key.includes(text));

describe('deleting a sandbox', () => {
  it('takes all that lies in it, erases the secrets, and leaves the neighbours and the trail', async () => {
    const [gone, kept] = [
      await createSandbox(deps, caller, { name: 'gone' }),
      await createSandbox(deps, caller, { name: 'kept' }),
    ];
    await Promise.all([fill(gone.sandbox_id), fill(kept.sandbox_id)]);
    const before = await keysNaming(kept.sandbox_id);
    const result = await deleteSandbox(deps, caller, gone.sandbox_id);
    expect(result.data_source_ids).toEqual(['ds_1', 'ds_2']);
    expect(await keysNaming(gone.sandbox_id)).toEqual([]);
    expect(await keysNaming(kept.sandbox_id)).toEqual(before);
    expect((await auditedActions(deps.store, caller)).at(-1)).toBe('sandbox.delete');
    await createSandbox(deps, caller, { name: 'gone' });
  });

  it('asks the store to erase every row that can hold a secret', async () => {
    const { sandbox_id } = await createSandbox(deps, caller, { name: 'gone' });
    await fill(sandbox_id);
    const erased = new Set<string>();
    const commit: Store['commit'] = (changes, options) => {
      if (options?.erase) for (const { key } of changes) erased.add(key);
      return deps.store.commit(changes, options);
    };
    await deleteSandbox({ ...deps, store: { ...deps.store, commit } }, caller, sandbox_id);
    for (const id of ['ds_1', 'ds_2']) {
      expect(erased).toContain(keys.secret('us_1', sandbox_id, id));
      expect(erased).toContain(keys.stagedSecret('us_1', `${sandbox_id}-${id}`, 1));
    }
  });

  it('is finished by deleting again after a crash at any of its commits', async () => {
    for (let commits = 0; ; commits++) {
      const { sandbox_id } = await createSandbox(deps, caller, { name: `gone-${commits}` });
      await fill(sandbox_id);
      let left = commits;
      const commit: Store['commit'] = async (changes, options) => {
        if (left-- <= 0) throw new Error('crash');
        return deps.store.commit(changes, options);
      };
      const first = await Promise.allSettled([
        deleteSandbox({ ...deps, store: { ...deps.store, commit } }, caller, sandbox_id),
      ]);
      if (first[0].status === 'fulfilled') break;
      await deleteSandbox(deps, caller, sandbox_id);
      expect(await keysNaming(sandbox_id)).toEqual([]);
    }
    expect.assertions(3);
  });

  it('works on a suspended or archived one, and not on another account’s', async () => {
    for (const verb of ['suspend', 'archive'] as const) {
      const { sandbox_id } = await createSandbox(deps, caller, { name: verb });
      await verbs[verb](deps, caller, sandbox_id);
      await expect(deleteSandbox(deps, stranger, sandbox_id)).rejects.toMatchObject({ code: 'not_found' });
      await deleteSandbox(deps, caller, sandbox_id);
      await expect(getSandbox(deps, caller, sandbox_id)).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});
