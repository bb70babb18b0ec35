import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { archiveAgent } from '../../src/agents/archive.ts';
import { createAgent } from '../../src/agents/create.ts';
import type { AgentsDeps } from '../../src/agents/deps.ts';
import { getAgent } from '../../src/agents/get.ts';
import { updateAgent } from '../../src/agents/update.ts';
import { wireIntegration } from '../../src/agents/wire-integration.ts';
import type { Catalog } from '../../src/catalog/port.ts';
import type { Source } from '../../src/domain/source.ts';
import { pauseSource } from '../../src/sources/pause.ts';
import { revokeSource } from '../../src/sources/revoke.ts';
import { caller, createSetting, type Setting, tool } from '../catalog/setting.ts';
import { recorded } from '../sources/world.ts';

let setting: Setting;
let deps: AgentsDeps & { catalog: Catalog };
let sandbox_id: string;
let source: Source;
let ref: { sandbox_id: string; slug: string };

beforeAll(async () => {
  setting = await createSetting();
  deps = { ...setting.deps, default_model: 'claude-haiku-5-5', catalog: setting.newCatalog() };
});
beforeEach(async () => {
  sandbox_id = await setting.newSandbox();
  ref = { sandbox_id, slug: 'support' };
  ({ source } = await setting.add(sandbox_id, 'Acme', { tools: [tool('read'), tool('write')] }));
});
afterAll(() => setting.close());

const newAgent = (fields: { tool_allowlist?: string[]; tool_sources?: 'user_mcp'[] } = {}) =>
  createAgent(deps, caller, { ...ref, name: 'Support', system_prompt: '', ...fields });
const wire = (app_slug = 'acme') => wireIntegration(deps, caller, { ...ref, app_slug });

describe('wiring an agent to a source', () => {
  it('finds it wired: every tool by itself', async () => {
    const agent = await newAgent();
    expect(await wire()).toEqual({
      wired: true,
      agent_slug: 'support',
      app_slug: 'acme',
      sources_added: [],
      tool_count: 2,
      mode: 'allow_all',
      message: 'The agent `support` has 2 tools of Acme.',
    });
    expect(await getAgent(deps, caller, ref)).toEqual(agent);
  });

  it.each<[string, string[], boolean, number, RegExp]>([
    ['names one of its tools', ['acme__read'], true, 1, /leaves it 1 tool of Acme\.$/],
    ['names one that is gone, too', ['acme__read', 'acme__gone'], true, 1, /also names `acme__gone`, which/],
    ['names only one that is gone', ['acme__gone'], false, 0, /leaves it 0 tools .* `acme__gone`/],
    ['names tools of others only', ['docs__read'], false, 0, /names no tool of Acme: add/],
  ])('says what the allowlist leaves when it %s', async (_, tool_allowlist, wired, tool_count, message) => {
    await newAgent({ tool_allowlist });
    expect(await wire()).toMatchObject({
      mode: 'explicit',
      wired,
      tool_count,
      message: expect.stringMatching(message),
    });
  });

  it('shows ten missing names at most', async () => {
    await newAgent({ tool_allowlist: Array.from({ length: 30 }, (_, at) => `acme__gone_${at}`) });
    const { message } = await wire();
    expect(message).toContain('`acme__gone_9` and 20 more');
    expect(message).not.toContain('acme__gone_10');
  });

  it('gives an agent that had none its sources back, once', async () => {
    const { agent_id } = await newAgent({ tool_sources: [] });
    expect(await wire()).toMatchObject({ wired: true, sources_added: ['user_mcp'], tool_count: 2 });
    expect(await wire()).toMatchObject({ wired: true, sources_added: [], tool_count: 2 });
    expect(await getAgent(deps, caller, ref)).toMatchObject({ tool_sources: ['user_mcp'], version: 2 });
    expect(await recorded(deps.store, agent_id)).toEqual(['agent.create', 'agent.update']);
  });

  it('is wired to a server that is silent just now, and says why it has no tools', async () => {
    const { server } = await setting.add(sandbox_id, 'Slow');
    server.behave({ hang: ['tools/list'] });
    await newAgent();
    const catalog = setting.newCatalog({ deadline_ms: 20 });
    const wiring = await wireIntegration({ ...deps, catalog }, caller, { ...ref, app_slug: 'slow' });
    expect(wiring).toMatchObject({ wired: true, mode: 'allow_all', tool_count: 0 });
    expect(wiring.message).toContain('did not answer within');
  });
});

describe('wiring an agent to what is not connected', () => {
  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['paused', () => pauseSource(setting.deps, caller, source), /Acme is not connected\. It is paused/],
    ['revoked', () => revokeSource(setting.deps, caller, source), /Acme is not connected\. It was revoked/],
  ])('says that it is %s', async (_, change, message) => {
    await newAgent();
    await change();
    expect(await wire()).toMatchObject({ wired: false, mode: 'not_connected', tool_count: 0 });
    expect((await wire()).message).toMatch(message);
  });

  it('says why a source is in error', async () => {
    const { source: broken } = await setting.add(sandbox_id, 'Broken', {
      answer: () => new Response(null, { status: 500 }),
    });
    await newAgent();
    const { mode, message } = await wire('broken');
    expect([mode, message]).toEqual(['not_connected', `Broken is not connected. ${broken.health_error}`]);
  });

  it.each([
    ['slack', 'not_connected', /No source of this sandbox has the namespace `slack`/],
    ['google_drive', 'unknown_provider', /cannot be the namespace of a source/],
    ['Acme', 'unknown_provider', /cannot be the namespace of a source/],
  ])('takes `%s` for %s, and leaves the agent as it is', async (app_slug, mode, message) => {
    const agent = await newAgent({ tool_sources: [] });
    const wiring = await wire(app_slug);
    expect(wiring).toMatchObject({ wired: false, mode, tool_count: 0, sources_added: [] });
    expect(wiring.message).toMatch(message);
    expect(wiring.message).toContain('sources/user-mcp');
    expect(await getAgent(deps, caller, ref)).toEqual(agent);
  });

  it('takes the source that lives for the one meant, when a revoked one had the namespace before', async () => {
    await revokeSource(setting.deps, caller, source);
    await setting.add(sandbox_id, 'Acme', { tools: [tool('read')] });
    await newAgent();
    expect(await wire()).toMatchObject({ wired: true, mode: 'allow_all', tool_count: 1 });
  });
});

describe('wiring refuses', () => {
  it.each([[''], ['x'.repeat(65)], ['a\u0000b'], [7], [undefined]])('`app_slug` %j', async (app_slug) => {
    await newAgent();
    const refused = wireIntegration(deps, caller, { ...ref, app_slug: app_slug as string });
    await expect(refused).rejects.toMatchObject({ code: 'validation', data: { field: 'app_slug' } });
  });

  it('an agent that is unknown, archived, or of a sandbox that is suspended', async () => {
    await expect(wire()).rejects.toMatchObject({ code: 'not_found' });
    await newAgent();
    await archiveAgent(deps, caller, ref);
    await expect(wire()).rejects.toMatchObject({ code: 'conflict' });
    const suspended = {
      sandbox_id: await setting.newSandbox('suspended'),
      slug: 'support',
      app_slug: 'acme',
    };
    await expect(wireIntegration(deps, caller, suspended)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('to undo a change that came between', async () => {
    await newAgent({ tool_sources: [] });
    await Promise.all([wire(), updateAgent(deps, caller, { ...ref, name: 'Other' })]);
    expect(await getAgent(deps, caller, ref)).toMatchObject({ name: 'Other', tool_sources: ['user_mcp'] });
  });
});
