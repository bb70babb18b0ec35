import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Source, SourceStatus } from '../../src/domain/source.ts';
import { isConciergeError } from '../../src/errors.ts';
import { checkSource } from '../../src/sources/check.ts';
import { deleteSource } from '../../src/sources/delete.ts';
import { getSource } from '../../src/sources/get.ts';
import { listSources } from '../../src/sources/list.ts';
import { pauseSource } from '../../src/sources/pause.ts';
import { resumeSource } from '../../src/sources/resume.ts';
import { revokeSource } from '../../src/sources/revoke.ts';
import { updateSource } from '../../src/sources/update.ts';
import { keys } from '../../src/store/keys.ts';
import { caller, createWorld, recorded, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const verbs = {
  check: checkSource,
  pause: pauseSource,
  resume: resumeSource,
  revoke: revokeSource,
  delete: deleteSource,
  rename: (deps: World['deps'], by: typeof caller, source: Source) =>
    updateSource(deps, by, { ...ref(source), name: 'Renamed' }),
  get: getSource,
};

const ref = ({ sandbox_id, data_source_id }: Source) => ({ sandbox_id, data_source_id });

/** A source in a status, at a server that is well or down. */
const sourceIn = async (status: SourceStatus, server: 'open' | 'down'): Promise<Source> => {
  const sandbox_id = await world.newSandbox();
  const source = await world.register({ sandbox_id, base_url: world.servers.url(server) });
  if (status === 'disconnected') return revokeSource(world.deps, caller, ref(source));
  const set = { ...source, status };
  const key = keys.source(caller.user_id, sandbox_id, source.data_source_id);
  await world.store.commit([{ key, value: set }]);
  return set;
};

const outcome = async (verb: keyof typeof verbs, source: Source): Promise<string> => {
  try {
    return (await verbs[verb](world.deps, caller, source)).status;
  } catch (error) {
    if (isConciergeError(error)) return error.code;
    throw error;
  }
};

describe('the transitions of a source', () => {
  it.each<[SourceStatus, 'open' | 'down', keyof typeof verbs, string]>([
    ['active', 'open', 'pause', 'paused'],
    ['active', 'open', 'resume', 'conflict'],
    ['active', 'open', 'check', 'active'],
    ['active', 'down', 'check', 'error'],
    ['active', 'open', 'revoke', 'disconnected'],
    ['active', 'open', 'rename', 'active'],
    ['paused', 'open', 'pause', 'conflict'],
    ['paused', 'open', 'resume', 'active'],
    ['paused', 'down', 'resume', 'error'],
    ['paused', 'open', 'check', 'paused'],
    ['paused', 'down', 'check', 'paused'],
    ['paused', 'open', 'revoke', 'disconnected'],
    ['paused', 'open', 'rename', 'paused'],
    ['error', 'open', 'pause', 'conflict'],
    ['error', 'open', 'resume', 'conflict'],
    ['error', 'open', 'check', 'active'],
    ['error', 'down', 'check', 'error'],
    ['error', 'open', 'revoke', 'disconnected'],
    ['error', 'open', 'rename', 'error'],
    ['disconnected', 'open', 'pause', 'conflict'],
    ['disconnected', 'open', 'resume', 'conflict'],
    ['disconnected', 'open', 'check', 'conflict'],
    ['disconnected', 'open', 'rename', 'conflict'],
    ['disconnected', 'open', 'revoke', 'disconnected'],
    ['disconnected', 'open', 'get', 'disconnected'],
    ['disconnected', 'open', 'delete', 'disconnected'],
  ])('%s (server %s) · %s → %s', async (from, server, verb, to) => {
    const source = await sourceIn(from, server);
    expect(await outcome(verb, source)).toBe(to);
  });

  it('are recorded, each in its commit', async () => {
    const source = await world.register({ sandbox_id: await world.newSandbox() });
    for (const verb of ['pause', 'resume', 'rename', 'revoke', 'delete'] as const)
      await outcome(verb, source);
    expect((await recorded(world.store, source.data_source_id)).slice(2)).toEqual([
      'source.pause',
      'source.resume',
      'source.update',
      'source.revoke',
      'source.delete',
    ]);
  });

  it.each(Object.keys(verbs).filter((verb) => verb !== 'get') as (keyof typeof verbs)[])(
    'a suspended sandbox refuses %s and can be read',
    async (verb) => {
      const source = await world.register({ sandbox_id: await world.newSandbox() });
      const key = keys.sandbox(caller.user_id, source.sandbox_id);
      const sandbox = await world.store.get<object>(key);
      await world.store.commit([{ key, value: { ...sandbox!.value, status: 'suspended' } }]);
      expect(await outcome(verb, source)).toBe('conflict');
      expect(await outcome('get', source)).toBe('active');
      expect(await listSources(world.deps, caller, { sandbox_id: source.sandbox_id })).toHaveLength(1);
    },
  );
});
