import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { caller, createSetting, namesOf, type Setting, tool } from './setting.ts';

const minute = 60_000;
const list = 'tools/list';

let setting: Setting;
let sandbox_id: string;
beforeAll(async () => {
  setting = await createSetting();
});
beforeEach(async () => {
  sandbox_id = await setting.newSandbox();
});
afterAll(() => setting.close());

const open = (options = {}) => {
  const catalog = setting.newCatalog(options);
  return { catalog, resolve: () => catalog.resolveSandbox(caller, sandbox_id) };
};

describe('a tool list', () => {
  it.each([
    ['the server gives no time', null, minute - 1, minute],
    ['the server gives a shorter time', 20_000, 19_999, 20_000],
    ['the server says that it is never fresh and gets 2 s', 0, 1_999, 2_000],
    ['the server gives a longer time', 10 * minute, 10 * minute - 1, 10 * minute],
    ['the server asks for a day and gets an hour', 24 * 60 * minute, 60 * minute - 1, 60 * minute],
  ])('is kept and then fetched again: %s', async (_, ttlMs, before, after) => {
    const { server } = await setting.add(sandbox_id, 'Acme', { ttlMs });
    const { resolve } = open();
    await resolve();
    const listed = server.count(list);
    setting.advance(before);
    await resolve();
    expect(server.count(list)).toBe(listed);
    setting.advance(after - before);
    await resolve();
    expect(server.count(list)).toBe(listed + 1);
  });

  it('is fetched once for all who ask at the same time', async () => {
    const { server } = await setting.add(sandbox_id, 'Acme', { ttlMs: 0 });
    const { resolve } = open();
    const listed = server.count(list);
    const resolutions = await Promise.all(Array.from({ length: 10 }, resolve));
    expect(server.count(list)).toBe(listed + 1);
    for (const resolution of resolutions) expect(namesOf(resolution)).toEqual(['acme__echo']);
  });

  it('is fetched again after it was invalidated', async () => {
    const { server, source } = await setting.add(sandbox_id, 'Acme');
    const { catalog, resolve } = open();
    await resolve();
    server.behave({ tools: [tool('echo'), tool('second')] });
    catalog.invalidate(source.data_source_id);
    expect(namesOf(await resolve())).toEqual(['acme__echo', 'acme__second']);
  });
});

describe('when a server fails', () => {
  it('its last list is served for ten minutes, marked as stale, and not longer', async () => {
    const { server } = await setting.add(sandbox_id, 'Acme');
    const { resolve } = open();
    await resolve();
    await server.close();
    setting.advance(minute + 1);
    const stale = await resolve();
    expect([namesOf(stale), stale.trace.stale_sources]).toEqual([['acme__echo'], ['Acme']]);
    setting.advance(8 * minute);
    expect(namesOf(await resolve())).toEqual(['acme__echo']);
    setting.advance(minute);
    const gone = await resolve();
    expect([namesOf(gone), gone.trace.sources_skipped, gone.trace.stale_sources]).toEqual([[], ['Acme'], []]);
    expect(gone.trace.skip_reasons.Acme).toMatch(/refused/);
  });

  it('it is asked again once a second, and its tools are fresh when it answers', async () => {
    const { server } = await setting.add(sandbox_id, 'Acme');
    const { resolve } = open();
    await resolve();
    server.behave({ answer: () => new Response(null, { status: 500 }) });
    setting.advance(minute + 1);
    const listed = server.count(list);
    for (let round = 0; round < 5; round++) expect((await resolve()).trace.stale_sources).toEqual(['Acme']);
    expect(server.count(list)).toBeLessThanOrEqual(listed + 1);
    server.behave({ answer: () => null, tools: [tool('newer')] });
    setting.advance(1_000);
    const healed = await resolve();
    expect([namesOf(healed), healed.trace.stale_sources]).toEqual([['acme__newer'], []]);
  });

  it('and never gave a list, the source is skipped with the cause', async () => {
    const { server } = await setting.add(sandbox_id, 'Acme');
    server.behave({ answer: () => new Response(null, { status: 401 }) });
    const { trace } = await open().resolve();
    expect(trace.skip_reasons.Acme).toMatch(/refused the credential|401|credential/);
  });

  it('with an empty list, the source is skipped and says so', async () => {
    const { server } = await setting.add(sandbox_id, 'Acme');
    server.behave({ tools: [] });
    const { trace } = await open().resolve();
    expect(trace.skip_reasons.Acme).toMatch(/offers no tools/);
  });
});

describe('when a server hangs', () => {
  const deadline_ms = 2_500;
  const sources = Array.from({ length: 19 }, (_, number) => `Quick ${number}`);

  it('the others are there after the deadline, and the late list as soon as it comes', async () => {
    await Promise.all(sources.map((name) => setting.register({ sandbox_id, name })));
    const { server } = await setting.add(sandbox_id, 'Slow');
    const release = Promise.withResolvers<null>();
    server.behave({ answer: (_, message) => (message.method === list ? release.promise : null) });
    const { resolve } = open({ deadline_ms });
    const listed = server.count(list);
    const first = await resolve();
    expect(first.trace.sources_resolved).toHaveLength(19);
    expect(first.trace.skip_reasons).toEqual({
      Slow: expect.stringContaining('did not answer within 2.5 s'),
    });
    release.resolve(null);
    await vi.waitFor(async () => expect((await resolve()).trace.sources_skipped).toEqual([]));
    expect(server.count(list)).toBe(listed + 1);
  });

  it('it is waited for once, not by each resolve', async () => {
    const { server } = await setting.add(sandbox_id, 'Slow');
    server.behave({ hang: [list] });
    const { resolve } = open({ deadline_ms });
    await resolve();
    const again = await resolve();
    expect(again.trace.skip_reasons.Slow).toMatch(/did not answer/);
    expect(again.trace.duration_ms).toBeLessThan(deadline_ms);
  });

  it('or answers late, its older list is served at once the next time', async () => {
    const { server } = await setting.add(sandbox_id, 'Slow');
    const release = Promise.withResolvers<null>();
    server.behave({ answer: (_, message) => (message.method === list ? release.promise : null) });
    const { resolve } = open({ deadline_ms });
    await resolve();
    release.resolve(null);
    await vi.waitFor(async () => expect((await resolve()).tools).toHaveLength(1));
    server.behave({ hang: [list] });
    setting.advance(minute);
    const { trace } = await resolve();
    expect(trace.stale_sources).toEqual(['Slow']);
    expect(trace.duration_ms).toBeLessThan(deadline_ms);
  });

  it('its older list is served after the deadline', async () => {
    const { server } = await setting.add(sandbox_id, 'Slow');
    const { resolve } = open({ deadline_ms });
    await resolve();
    server.behave({ hang: [list] });
    setting.advance(minute + 1);
    const { tools, trace } = await resolve();
    expect([tools.length, trace.stale_sources]).toEqual([1, ['Slow']]);
  });

  it('closing the catalog ends what runs behind', async () => {
    const { server } = await setting.add(sandbox_id, 'Slow');
    server.behave({ hang: [list] });
    const { catalog, resolve } = open({ deadline_ms: 1 });
    await resolve();
    await expect(catalog.close()).resolves.toBeUndefined();
  });
});
