import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/port.ts';
import type { Agent } from '../../src/domain/agent.ts';
import { createId } from '../../src/domain/id.ts';
import { agentOf, caller, createSetting, namesOf, type Setting, tool } from './setting.ts';

let setting: Setting;
let catalog: Catalog;
let sandbox_id: string;
beforeAll(async () => {
  setting = await createSetting();
  catalog = setting.newCatalog();
  sandbox_id = await setting.newSandbox();
  const { register, registerBearer, servers } = setting;
  await register({ sandbox_id, name: 'Acme Docs' });
  await registerBearer(sandbox_id, { name: 'tickets', app_namespace: 'help' });
  await register({ sandbox_id, name: 'Base', base_url: servers.url('legacy'), allowed_tools: ['run_query'] });
});
afterAll(() => setting.close());

const documents = ['acme-docs__search_docs', 'acme-docs__get_page', 'acme-docs__list_recent'];
const tickets = ['help__create_ticket', 'help__find_ticket', 'help__close_ticket'];
const all = [...documents, 'base__run_query', ...tickets];
const resolve = (changes: Partial<Agent> = {}) => catalog.resolveAgent(caller, agentOf(sandbox_id, changes));

describe('the catalog of a sandbox', () => {
  it('has the tools of every source, by label, in the order of their servers', async () => {
    const resolution = await catalog.resolveSandbox(caller, sandbox_id);
    expect(namesOf(resolution)).toEqual(all);
    expect(resolution.trace).toEqual({
      sources_resolved: ['Acme Docs', 'Base', 'tickets'],
      sources_skipped: [],
      skip_reasons: {},
      tool_names_advertised: all,
      allowlist_filtered_out: [],
      allowlist_missing_entries: [],
      duration_ms: expect.any(Number),
      stale_sources: [],
      unusable_tools: [],
      held_tools: [],
      restricted_tools: ['base__list_tables'],
    });
  });

  it('says all that a caller of a tool needs', async () => {
    const { tools } = await catalog.resolveSandbox(caller, sandbox_id);
    expect(tools[1]).toMatchObject({
      name: 'acme-docs__get_page',
      app_slug: 'acme-docs',
      description: 'Returns one page.',
      input_schema: { type: 'object', properties: { page_id: { type: 'string' } }, required: ['page_id'] },
      data_source_id: expect.stringMatching(/^ds_/),
      source_name: 'Acme Docs',
      tool: 'get_page',
      status: 'ok',
    });
  });

  it('is not found by another account', async () => {
    const other = { user_id: createId('account') };
    await expect(catalog.resolveSandbox(other, sandbox_id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(catalog.resolveAgent(other, agentOf(sandbox_id))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is empty without sources', async () => {
    const { tools, trace } = await catalog.resolveSandbox(caller, await setting.newSandbox());
    expect([tools, trace.sources_resolved, trace.sources_skipped]).toEqual([[], [], []]);
  });

  it.each(['suspended', 'archived'] as const)('that is %s has no tools', async (status) => {
    const closed = await setting.newSandbox(status);
    const { tools } = await catalog.resolveSandbox(caller, closed);
    expect(tools).toEqual([]);
  });
});

describe('the catalog of an agent', () => {
  it.each([
    ['tool sources by default', { tool_sources: null }, all],
    ['its sources named', { tool_sources: ['other', 'user_mcp'] }, all],
    ['no sources', { tool_sources: [] }, []],
    ['other sources', { tool_sources: ['github'] }, []],
    ['been archived', { status: 'archived' as const }, []],
    ['an allowlist', { tool_allowlist: ['help__find_ticket', documents[1]!] }, [documents[1], tickets[1]]],
    ['an allowlist of nothing there', { tool_allowlist: ['nothing'] }, []],
  ])('that has %s', async (_, changes, expected) => {
    expect(namesOf(await resolve(changes))).toEqual(expected);
  });

  it('says what its allowlist leaves out and which entries match nothing', async () => {
    const { trace, absent_tools } = await resolve({
      tool_allowlist: [documents[0]!, 'help__gone', 'base__list_tables'],
    });
    expect(trace.tool_names_advertised).toEqual([documents[0]]);
    expect(trace.allowlist_filtered_out).toEqual(all.slice(1));
    expect(trace.allowlist_missing_entries).toEqual(['help__gone', 'base__list_tables']);
    expect(absent_tools.filter(({ kind }) => kind === 'outside_allowlist')).toHaveLength(all.length - 1);
  });

  it.each([
    [{ tool_sources: [] }, /does not use `user_mcp`/],
    [{ status: 'archived' as const }, /is archived/],
  ])('without tools gives the reason for each source: %j', async (changes, why) => {
    const { trace } = await resolve(changes);
    expect(trace.sources_skipped).toEqual(['Acme Docs', 'Base', 'tickets']);
    for (const label of trace.sources_skipped) expect(trace.skip_reasons[label]).toMatch(why);
  });

  it('calls a tool as every other agent does', async () => {
    const { tools } = await resolve({ tool_allowlist: [tickets[2]!] });
    const whole = await catalog.resolveSandbox(caller, sandbox_id);
    expect(tools).toEqual(whole.tools.filter(({ name }) => name === tickets[2]));
  });
});

describe('names in a catalog', () => {
  it('stay apart whatever a server calls its tools', async () => {
    const hostile = [
      'a.b',
      'a_b',
      'b__c',
      `${'x'.repeat(70)}1`,
      `${'x'.repeat(70)}2`,
      '__proto__',
      'constructor',
    ];
    const sandbox = await setting.newSandbox();
    for (const name of ['a', 'a__a', 'a  a'])
      await setting.add(sandbox, name, { tools: hostile.map((one) => tool(one)) });
    const names = namesOf(await catalog.resolveSandbox(caller, sandbox));
    expect(new Set(names).size).toBe(3 * hostile.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(names).toContain('a__constructor');
  });

  it('are safe as keys of a trace', async () => {
    const sandbox = await setting.newSandbox();
    const { source } = await setting.add(sandbox, '__proto__', {
      answer: () => new Response(null, { status: 500 }),
    });
    const { trace } = await catalog.resolveSandbox(caller, sandbox);
    expect(Object.entries(trace.skip_reasons)).toEqual([['__proto__', source.health_error]]);
    expect(JSON.parse(JSON.stringify(trace)).sources_skipped).toEqual(['__proto__']);
  });
});
