import { beforeEach, describe, expect, it } from 'vitest';
import { archiveAgent } from '../../src/agents/archive.ts';
import { type CreateAgentInput, createAgent } from '../../src/agents/create.ts';
import type { AgentsDeps } from '../../src/agents/deps.ts';
import { getAgent } from '../../src/agents/get.ts';
import { listAgents } from '../../src/agents/list.ts';
import { presentAgent } from '../../src/agents/present.ts';
import { type UpdateAgentInput, updateAgent } from '../../src/agents/update.ts';
import type { Caller } from '../../src/domain/account.ts';
import { createId } from '../../src/domain/id.ts';
import type { Sandbox } from '../../src/domain/sandbox.ts';
import { keys } from '../../src/store/keys.ts';
import { createMemoryStore } from '../../src/store/memory.ts';

const caller: Caller = { user_id: createId('account') };
const sandbox_id = createId('sandbox');
const at = '2026-01-02T03:04:05.000Z';
let deps: AgentsDeps;

const putSandbox = (status: Sandbox['status']) => {
  const { user_id } = caller;
  const row = {
    sandbox_id,
    user_id,
    owner_id: user_id,
    name: 'dev',
    tier: 'free',
    metadata: {},
    created_at: at,
  };
  return deps.store.commit([{ key: keys.sandbox(user_id, sandbox_id), value: { ...row, status } }]);
};

beforeEach(async () => {
  deps = { store: createMemoryStore(), now: () => new Date(at), default_model: 'claude-haiku-5-5' };
  await putSandbox('active');
});

const create = (input: Partial<CreateAgentInput> = {}) =>
  createAgent(deps, caller, {
    sandbox_id,
    slug: 'support',
    name: 'Support',
    system_prompt: 'Help.',
    ...input,
  });
const ref = { sandbox_id, slug: 'support' };

describe('an agent', () => {
  it('gets its defaults and is presented by its public fields', async () => {
    const agent = await create();
    expect(presentAgent(agent)).toEqual({
      agent_id: expect.stringMatching(/^ag_[0-9A-Z]{26}$/),
      user_id: caller.user_id,
      sandbox_id,
      slug: 'support',
      name: 'Support',
      description: '',
      system_prompt: 'Help.',
      tool_sources: null,
      tool_allowlist: [],
      model_settings: { backend: 'anthropic', model: 'claude-haiku-5-5' },
      status: 'active',
      version: 1,
      created_at: at,
      updated_at: at,
    });
    expect(await getAgent(deps, caller, ref)).toEqual(agent);
  });

  it('keeps what it was given', async () => {
    const given = {
      description: 'd',
      tool_sources: [],
      tool_allowlist: ['acme__echo'],
      model_settings: {
        backend: 'anthropic' as const,
        model: 'm',
        temperature: 0.5,
        max_turns: 3,
        timeout_s: 9,
      },
    };
    expect(await create(given)).toMatchObject(given);
  });

  it('is listed by slug while it is not archived', async () => {
    for (const slug of ['zeta', 'alpha', 'beta']) await create({ slug });
    await archiveAgent(deps, caller, { sandbox_id, slug: 'beta' });
    const agents = await listAgents(deps, caller, { sandbox_id });
    expect(agents.map(({ slug }) => slug)).toEqual(['alpha', 'zeta']);
  });

  it('has a slug of its own in its sandbox, also when two are made at once', async () => {
    const race = await Promise.allSettled([create(), create()]);
    expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(create()).rejects.toMatchObject({ code: 'conflict', data: { field: 'slug' } });
  });

  it('does not exist for another account, nor under a malformed slug', async () => {
    await create();
    const other = { user_id: createId('account') };
    await expect(getAgent(deps, other, ref)).rejects.toMatchObject({ code: 'not_found' });
    for (const slug of ['', 'x/../support', 'Support', 'tools']) {
      await expect(getAgent(deps, caller, { sandbox_id, slug }), slug).rejects.toMatchObject({
        code: 'not_found',
      });
    }
  });

  it('every change of it is recorded', async () => {
    const { agent_id } = await create();
    await updateAgent(deps, caller, { ...ref, name: 'Other' });
    await archiveAgent(deps, caller, ref);
    const records = (await deps.store.list(`{${caller.user_id}}/audit/`)).entries;
    const text = JSON.stringify(records);
    for (const action of ['agent.create', 'agent.update', 'agent.archive']) expect(text).toContain(action);
    expect(text).toContain(agent_id);
    expect(records).toHaveLength(3);
  });
});

describe('changing an agent', () => {
  const update = (changes: Partial<UpdateAgentInput>) => updateAgent(deps, caller, { ...ref, ...changes });

  it('changes what is named and bumps the version', async () => {
    const agent = await create({ tool_allowlist: ['a'] });
    const changed = await update({ name: 'Other', tool_sources: [] });
    expect(changed).toEqual({ ...agent, name: 'Other', tool_sources: [], version: 2 });
  });

  it.each([
    ['nothing is named', {}],
    ['all is as it was', { name: 'Support', tool_allowlist: ['a'], model_settings: { max_turns: 3 } }],
  ])('leaves the version alone when %s', async (_, changes) => {
    const agent = await create({
      name: 'Support',
      tool_allowlist: ['a'],
      model_settings: { model: 'm', max_turns: 3 },
    });
    expect(await update(changes)).toEqual(agent);
  });

  it('keeps the model settings that are not named', async () => {
    await create({ model_settings: { model: 'm', max_turns: 3 } });
    const { model_settings } = await update({ model_settings: { max_turns: 5, timeout_s: 10 } });
    expect(model_settings).toEqual({ backend: 'anthropic', model: 'm', max_turns: 5, timeout_s: 10 });
  });

  it('null gives the default sources and the open allowlist back', async () => {
    await create({ tool_sources: [], tool_allowlist: ['a'], description: 'd' });
    const changed = await update({ tool_sources: null, tool_allowlist: null, description: null });
    expect(changed).toMatchObject({ tool_sources: null, tool_allowlist: [], description: '' });
  });

  it('is refused when it was decided on another version', async () => {
    await create();
    await update({ name: 'Other', expected_versions: [1] });
    await expect(update({ name: 'Third', expected_versions: [1] })).rejects.toMatchObject({
      code: 'precondition_failed',
      data: { version: 2 },
    });
  });

  it('loses nothing when two change it at once', async () => {
    await create();
    await Promise.all([update({ name: 'Other' }), update({ system_prompt: 'Be brief.' })]);
    expect(await getAgent(deps, caller, ref)).toMatchObject({
      name: 'Other',
      system_prompt: 'Be brief.',
      version: 3,
    });
  });
});

describe('archiving an agent', () => {
  it('keeps it readable by slug and closed to changes', async () => {
    await create();
    const archived = await archiveAgent(deps, caller, ref);
    expect(archived).toMatchObject({ status: 'archived', version: 2 });
    expect(await archiveAgent(deps, caller, ref)).toEqual(archived);
    expect(await getAgent(deps, caller, ref)).toEqual(archived);
    await expect(updateAgent(deps, caller, { ...ref, name: 'Other' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('frees its slug for an agent of another id', async () => {
    const first = await create();
    await archiveAgent(deps, caller, ref);
    const second = await create({ name: 'Second' });
    expect(second).toMatchObject({ status: 'active', name: 'Second', version: 1 });
    expect(second.agent_id).not.toBe(first.agent_id);
  });
});

describe('what an agent refuses', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['an empty slug', 'slug', { slug: '' }],
    ['capitals in a slug', 'slug', { slug: 'Support' }],
    ['a long slug', 'slug', { slug: 'x'.repeat(65) }],
    ['a reserved slug', 'slug', { slug: 'tools' }],
    ['a reserved slug', 'slug', { slug: 'runs' }],
    ['no name', 'name', { name: undefined }],
    ['a blank name', 'name', { name: ' ' }],
    ['a long name', 'name', { name: 'x'.repeat(121) }],
    ['a long description', 'description', { description: 'x'.repeat(2001) }],
    ['no prompt', 'system_prompt', { system_prompt: undefined }],
    ['a long prompt', 'system_prompt', { system_prompt: 'x'.repeat(100_001) }],
    ['sources as text', 'tool_sources', { tool_sources: 'user_mcp' }],
    ['a provider there is not', 'tool_sources.0', { tool_sources: ['slack'] }],
    ['an empty tool name', 'tool_allowlist.0', { tool_allowlist: [''] }],
    ['another backend', 'model_settings.backend', { model_settings: { backend: 'openai', model: 'x' } }],
    ['an empty model', 'model_settings.model', { model_settings: { model: '' } }],
    ['a hot model', 'model_settings.temperature', { model_settings: { temperature: 1.5 } }],
    ['no turns', 'model_settings.max_turns', { model_settings: { max_turns: 0 } }],
    ['half a second', 'model_settings.timeout_s', { model_settings: { timeout_s: 0.5 } }],
  ])('%s names `%s`', async (_, field, input) => {
    const error = await create(input as Partial<CreateAgentInput>).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'validation', data: { field } });
    expect(error.message).toContain(`\`${field.split('.')[field.startsWith('model_settings') ? 1 : 0]}\``);
    expect(await listAgents(deps, caller, { sandbox_id })).toEqual([]);
  });

  it('to be made in a sandbox that is archived meanwhile', async () => {
    const { store } = deps;
    const get: typeof store.get = async (key) => {
      const entry = await store.get(key);
      if (key.includes('/agent/')) await putSandbox('archived');
      return entry as never;
    };
    const racing = createAgent({ ...deps, store: { ...store, get } }, caller, {
      ...ref,
      name: 'Support',
      system_prompt: '',
    });
    await expect(racing).rejects.toMatchObject({ code: 'conflict' });
    expect(await listAgents(deps, caller, { sandbox_id })).toEqual([]);
  });

  it.each(['suspended', 'archived'] as const)('writes in a sandbox that is %s, not reads', async (status) => {
    const agent = await create();
    await putSandbox(status);
    const writes = [
      create({ slug: 'b' }),
      updateAgent(deps, caller, { ...ref, name: 'B' }),
      archiveAgent(deps, caller, ref),
    ];
    for (const { reason } of (await Promise.allSettled(writes)) as PromiseRejectedResult[]) {
      expect(reason).toMatchObject({ code: 'conflict' });
    }
    expect(await getAgent(deps, caller, ref)).toEqual(agent);
  });
});
