import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCalls } from '../../src/calls/calls.ts';
import type { Calls } from '../../src/calls/port.ts';
import type { Source } from '../../src/domain/source.ts';
import { createSourceGates } from '../../src/limits/source-gates.ts';
import { checkSource } from '../../src/sources/check.ts';
import { revokeSource } from '../../src/sources/revoke.ts';
import { updateSource } from '../../src/sources/update.ts';
import { createUpstream } from '../../src/upstream/upstream.ts';
import { caller, createSetting, type Setting, tool } from '../catalog/setting.ts';
import type { CustomBehaviour, CustomServer } from '../fixtures/custom-server.ts';

let setting: Setting;
let calls: Calls;
let sandbox_id: string;
beforeAll(async () => {
  setting = await createSetting();
});
beforeEach(async () => {
  sandbox_id = await setting.newSandbox();
  const gates = createSourceGates({ now: () => setting.deps.now().getTime(), random: () => 0.5 });
  calls = createCalls({ ...setting.deps, catalog: setting.newCatalog(), gates });
});
afterEach(() => void vi.useRealTimers());
afterAll(() => setting.close());

const call = (name = 'acme__read', signal?: AbortSignal) =>
  calls.call(caller, { kind: 'sandbox', sandbox_id }, { name, arguments: {}, ...(signal && { signal }) });
const add = (behaviour: Partial<CustomBehaviour> = {}, name = 'Acme', input: object = {}) =>
  setting.add(
    sandbox_id,
    name,
    { tools: [tool('read')], ...behaviour },
    { rate_cap_per_minute: 600, ...input },
  );
const refOf = ({ data_source_id }: Source) => ({ sandbox_id, data_source_id });
const failing =
  (status: number, error: object = { error: 'x' }): CustomBehaviour['answer'] =>
  (_request, { method }) =>
    method === 'tools/call' ? Response.json(error, { status }) : null;
const outcomes = async (times: number): Promise<string[]> => {
  const seen: string[] = [];
  for (let time = 0; time < times; time++)
    seen.push(
      await call().then(
        () => 'answered',
        (error: { code: string }) => error.code,
      ),
    );
  return seen;
};
/** Waits long: a slow machine is no failure. */
const until = (holds: () => boolean) => vi.waitUntil(holds, { timeout: 20_000 });
const sent = (server: CustomServer): number => server.count('tools/call');

describe('a source that fails', () => {
  it('is left alone after five outages, with its name, the reason and the seconds to wait', async () => {
    const { server } = await add({ answer: failing(503) });
    expect(await outcomes(5)).toEqual(Array(5).fill('upstream_failed'));
    await expect(call()).rejects.toMatchObject({
      code: 'unavailable',
      data: { retry_after_s: expect.any(Number) },
      message: expect.stringMatching(/^Acme is not called .*error \(503\).* tried again in (?:29|30) s\.$/),
    });
    expect(sent(server)).toBe(5);
  });

  it.each<[string, Partial<CustomBehaviour>]>([
    ['401', { answer: failing(401) }],
    ['404', { answer: failing(404) }],
    ['429', { answer: failing(429) }],
    ['an error of the tool', { call: () => ({ content: [], isError: true }) }],
    ['a refused call', { answer: failing(200, { jsonrpc: '2.0', id: null, error: { code: -32602 } }) }],
  ])('is called on when all it says is %s', async (_what, behaviour) => {
    const { server } = await add(behaviour);
    expect(await outcomes(8)).not.toContain('unavailable');
    expect(sent(server)).toBe(8);
  });

  it('is called on when it was the caller who soon went away', async () => {
    const { server } = await add({ hang: ['tools/call'] });
    for (let time = 1; time <= 6; time++) {
      const stop = new AbortController();
      const pending = call('acme__read', stop.signal);
      await until(() => sent(server) === time);
      stop.abort();
      await expect(pending).rejects.toMatchObject({ code: 'upstream_failed' });
    }
    expect(sent(server)).toBe(6);
  });

  it.each<[string, (source: Source) => Promise<unknown>]>([
    ['passed a health check', (source) => checkSource(setting.deps, caller, refOf(source))],
    [
      'got another connection',
      (source) =>
        updateSource(setting.deps, caller, { ...refOf(source), base_url: `${source.base_url}?v=2` }),
    ],
    ['was forgotten', async ({ data_source_id }) => calls.forget(data_source_id)],
  ])('is called again once it %s', async (_what, mend) => {
    const { server, source } = await add({ answer: failing(500) });
    expect((await outcomes(6)).at(-1)).toBe('unavailable');
    server.behave({ answer: () => null });
    setting.advance(1_000);
    await mend(source);
    expect(await outcomes(1)).toEqual(['answered']);
  });
});

describe('a source that hangs', () => {
  it('is refused at once after its calls have timed out', async () => {
    const { server } = await add({ hang: ['tools/call'] });
    const upstream = createUpstream({ egress: setting.deps.egress, limits: { call_ms: 40 } });
    const impatient: typeof upstream = {
      ...upstream,
      call: (target, name, args) => upstream.call(target, name, args, {}),
    };
    const gates = createSourceGates({ now: () => setting.deps.now().getTime() });
    calls = createCalls({ ...setting.deps, upstream: impatient, catalog: setting.newCatalog(), gates });
    expect(await outcomes(7)).toEqual([...Array(5).fill('upstream_timeout'), 'unavailable', 'unavailable']);
    // On a slow machine the first may run out of time in its handshake.
    expect(sent(server)).toBeLessThanOrEqual(5);
    await upstream.close();
  });

  it('is refused at once after its callers left, each after 10 s', async () => {
    const { server } = await add({ hang: ['tools/call'] });
    for (let time = 1; time <= 5; time++) {
      const stop = new AbortController();
      const pending = call('acme__read', stop.signal);
      await until(() => sent(server) === time);
      setting.advance(10_000);
      stop.abort();
      await expect(pending).rejects.toMatchObject({ code: 'upstream_failed' });
    }
    await expect(call()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('Its callers left before it had answered.'),
    });
    expect(sent(server)).toBe(5);
  });

  it('takes sixteen calls, keeps 64 waiting and refuses the next, saying so', async () => {
    const { server } = await add({ hang: ['tools/call'] });
    const stop = new AbortController();
    const pending = Array.from({ length: 80 }, () => call('acme__read', stop.signal));
    const all = Promise.allSettled(pending);
    await until(() => sent(server) === 16);
    await expect(call()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^Acme is busy: 16 calls are under way and 64 wait\./),
    });
    stop.abort();
    await all;
    expect(sent(server)).toBe(16);
  });

  it('that is revoked gets none of the calls that wait', async () => {
    const { server, source } = await add();
    const gate = Promise.withResolvers<object>();
    server.behave({ call: () => gate.promise });
    const pending = Array.from({ length: 20 }, () => call());
    const all = Promise.allSettled(pending);
    await until(() => sent(server) === 16);
    await revokeSource(setting.deps, caller, source);
    gate.resolve({ content: [] });
    const waited = (await all).slice(16);
    expect(waited).toMatchObject(Array(4).fill({ status: 'rejected', reason: { code: 'not_found' } }));
    expect(server.executions()).toBe(16);
  });

  it('that is revoked says so to the calls that it ends', async () => {
    const { server, source } = await add({ hang: ['tools/call'] });
    const ended = expect(call()).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('Its source was revoked.'),
    });
    await until(() => sent(server) === 1);
    await revokeSource(setting.deps, caller, source);
    await ended;
  });
});

describe('the rate cap of a source', () => {
  it('refuses what is beyond it, with the seconds to wait, and opens again', async () => {
    const { server } = await add({}, 'Acme', { rate_cap_per_minute: 2 });
    expect(await outcomes(2)).toEqual(['answered', 'answered']);
    await expect(call()).rejects.toMatchObject({
      code: 'rate_limited',
      data: { retry_after_s: 30 },
      message: expect.stringContaining('Acme'),
    });
    setting.advance(30_000);
    expect(await outcomes(2)).toEqual(['answered', 'rate_limited']);
    expect(server.executions()).toBe(3);
  });

  it('can be raised while it holds', async () => {
    const { source } = await add({}, 'Acme', { rate_cap_per_minute: 1 });
    expect(await outcomes(2)).toEqual(['answered', 'rate_limited']);
    await updateSource(setting.deps, caller, { ...refOf(source), rate_cap_per_minute: 60 });
    setting.advance(1_000);
    expect(await outcomes(1)).toEqual(['answered']);
  });
});

describe('a healthy source beside sick ones', () => {
  it('is called while one hangs, one fails each call and one returns 10 MiB', async () => {
    const hung = await add({ hang: ['tools/call'] }, 'Hung');
    await add({ answer: failing(500) }, 'Failing');
    const big = { content: [{ type: 'text', text: 'x'.repeat(10 * 1024 * 1024 + 1) }] };
    await add({ call: () => big }, 'Big');
    await add({}, 'Well');
    const stop = new AbortController();
    const stuck = Array.from({ length: 30 }, () => call('hung__read', stop.signal));
    const sick = Promise.allSettled([
      ...stuck,
      ...['failing__read', 'big__read'].flatMap((name) => Array.from({ length: 3 }, () => call(name))),
    ]);
    await until(() => sent(hung.server) === 16);
    for (let time = 0; time < 20; time++) expect((await call('well__read')).is_error).toBe(false);
    stop.abort();
    const big_failed = (await sick).at(-1);
    expect(big_failed).toMatchObject({ reason: { failure: 'too_large' } });
  });

  it('does not list its tools again for each call, although its server says that a list is never fresh', async () => {
    const { server } = await add({ ttlMs: 0 });
    await outcomes(1);
    const listed = server.count('tools/list');
    await outcomes(5);
    expect(server.count('tools/list')).toBe(listed);
  });

  it('is not kept from being called by another whose tools are not known', async () => {
    const other = await add({}, 'Other');
    other.server.behave({ hang: ['tools/list'] });
    await add();
    expect(await outcomes(1)).toEqual(['answered']);
    expect(other.server.count('tools/list')).toBe(1);
  });
});
