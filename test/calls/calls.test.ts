import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CallsDeps, createCalls } from '../../src/calls/calls.ts';
import type { Catalog } from '../../src/catalog/port.ts';
import { createId } from '../../src/domain/id.ts';
import { createSourceGates } from '../../src/limits/source-gates.ts';
import { pauseSource } from '../../src/sources/pause.ts';
import { revokeSource } from '../../src/sources/revoke.ts';
import { updateSource } from '../../src/sources/update.ts';
import { agentOf, caller, createSetting, type Setting, tool } from '../catalog/setting.ts';

let setting: Setting;
let deps: CallsDeps;
let sandbox_id: string;
beforeAll(async () => {
  setting = await createSetting();
  const gates = createSourceGates({ now: () => setting.deps.now().getTime() });
  deps = { ...setting.deps, catalog: setting.newCatalog(), gates };
});
beforeEach(async () => {
  sandbox_id = await setting.newSandbox();
});
afterAll(() => setting.close());

const scopeOf = (changes: object = {}) => ({ kind: 'agent', agent: agentOf(sandbox_id, changes) }) as const;
const call = (name: string, args: object = {}, changes: object = {}) =>
  createCalls(deps).call(caller, scopeOf(changes), { name, arguments: args as Record<string, unknown> });
const addTool = (result: unknown) =>
  setting.add(sandbox_id, 'Acme', { tools: [tool('read')], call: () => result });

describe('calling a tool', () => {
  it('runs it once, by the name its server gives it, and returns what it said', async () => {
    await setting.registerBearer(sandbox_id, { name: 'Tickets' });
    const ran = setting.servers.executions('bearer');
    const result = await call('tickets__create_ticket', { title: 'Broken' });
    expect(result).toEqual({
      content: [{ type: 'text', text: 'opened "Broken" (normal)' }],
      is_error: false,
      duration_ms: expect.any(Number),
    });
    expect(setting.servers.executions('bearer')).toBe(ran + 1);
  });

  it.each([
    [
      'structured content',
      { content: [], structuredContent: { a: [1] } },
      { structured_content: { a: [1] } },
    ],
    ['an error of the tool', { content: [{ type: 'text', text: 'no' }], isError: true }, { is_error: true }],
  ])('returns %s', async (_, result, expected) => {
    await addTool(result);
    expect(await call('acme__read')).toMatchObject(expected);
  });

  it('tells the use of a credential', async () => {
    const { data_source_id } = await setting.registerBearer(sandbox_id, { name: 'Tickets' });
    const onUse = vi.fn();
    const input = { name: 'tickets__find_ticket', arguments: { ticket_id: '7' } };
    await createCalls({ ...deps, onUse }).call(caller, scopeOf(), input);
    const use = { kind: 'call', data_source_id, tool: 'find_ticket', agent: 'support' };
    expect(onUse).toHaveBeenCalledExactlyOnceWith(expect.objectContaining(use));
  });

  it('is cancelled by its signal', async () => {
    await setting.add(sandbox_id, 'Acme', {
      tools: [tool('read')],
      call: () => new Promise(() => undefined),
    });
    const abort = new AbortController();
    const input = { name: 'acme__read', arguments: {}, signal: abort.signal };
    const pending = createCalls(deps).call(caller, scopeOf(), input);
    abort.abort();
    await expect(pending).rejects.toThrow();
  });
});

describe('a call is refused', () => {
  it.each([['text'], [['list']], [null], [7]])('with arguments that are %j', async (args) => {
    await addTool({ content: [] });
    const attempt = call('acme__read', args as unknown as object);
    await expect(attempt).rejects.toMatchObject({ code: 'validation', data: { field: 'arguments' } });
  });

  it.each([
    ['of an archived agent', 'acme__read', { status: 'archived' }, 'conflict', /archived/],
    ['of an unknown tool', 'acme__raed', {}, 'not_found', /The closest: `acme__read`/],
    ["by the server's own name", 'read', {}, 'not_found', /`acme__read` is the nearest/],
    ['outside the allowlist', 'acme__read', { tool_allowlist: ['x'] }, 'not_found', /outside the allowlist/],
    ['without sources', 'acme__read', { tool_sources: [] }, 'not_found', /does not use `user_mcp`/],
  ])('%s', async (_, name, changes, code, message) => {
    const { server } = await addTool({ content: [] });
    const attempt = call(name, {}, changes);
    await expect(attempt).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(server.executions()).toBe(0);
  });

  it('to another account', async () => {
    await addTool({ content: [] });
    const other = { user_id: createId('account') };
    const attempt = createCalls(deps).call(other, scopeOf(), { name: 'acme__read', arguments: {} });
    await expect(attempt).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a call of a source that changed', () => {
  it('by its former label says what it is called now', async () => {
    const { source } = await addTool({ content: [] });
    await call('acme__read');
    const { data_source_id } = source;
    await updateSource(setting.deps, caller, { sandbox_id, data_source_id, name: 'New' });
    await expect(call('acme__read')).rejects.toThrow(/`new__read` of New may be meant/);
    await expect(call('new__read')).resolves.toBeDefined();
  });

  it.each([
    ['paused', 'conflict', pauseSource],
    ['revoked', 'not_found', revokeSource],
  ] as const)('is refused when it was %s, also between the resolve and the call', async (word, code, act) => {
    const { server, source } = await addTool({ content: [] });
    const catalog: Catalog = {
      ...deps.catalog,
      resolveAgent: async (...args) => {
        const resolution = await deps.catalog.resolveAgent(...args);
        await act(setting.deps, caller, source);
        return resolution;
      },
    };
    const input = { name: 'acme__read', arguments: {} };
    const between = createCalls({ ...deps, catalog }).call(caller, scopeOf(), input);
    await expect(between).rejects.toMatchObject({
      code,
      message: expect.stringContaining(word),
    });
    await expect(call('acme__read')).rejects.toMatchObject({ code, message: expect.stringContaining(word) });
    expect(server.executions()).toBe(0);
  });
});
