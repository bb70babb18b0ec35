import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Catalog } from '../../src/catalog/port.ts';
import { Credential } from '../../src/domain/credential.ts';
import { notCheckedYet, type Source } from '../../src/domain/source.ts';
import { pauseSource } from '../../src/sources/pause.ts';
import { resumeSource } from '../../src/sources/resume.ts';
import { revokeSource } from '../../src/sources/revoke.ts';
import { updateSource } from '../../src/sources/update.ts';
import { keys } from '../../src/store/keys.ts';
import { caller, createSetting, namesOf, type Setting, tool } from './setting.ts';

const list = 'tools/list';
const minute = 60_000;

let setting: Setting;
let sandbox_id: string;
let catalogs: [Catalog, Catalog];
beforeAll(async () => {
  setting = await createSetting();
});
beforeEach(async () => {
  sandbox_id = await setting.newSandbox();
  catalogs = [setting.newCatalog(), setting.newCatalog()];
});
afterAll(() => setting.close());

/** What two instances over one store say; both must say the same. */
const resolveBoth = async () => {
  const [one, other] = await Promise.all(
    catalogs.map((catalog) => catalog.resolveSandbox(caller, sandbox_id)),
  );
  const timeless = { ...one!.trace, duration_ms: 0 };
  expect(timeless).toEqual({ ...other!.trace, duration_ms: 0 });
  return one!;
};
const addTwoTools = () => setting.add(sandbox_id, 'Acme', { tools: [tool('read'), tool('write')] });
const change = (source: Source, changes: object) =>
  updateSource(setting.deps, caller, {
    sandbox_id,
    data_source_id: source.data_source_id,
    ...changes,
  });

describe('a change of a source acts on the next resolve of every instance', () => {
  it('when it is paused and resumed', async () => {
    const { source } = await addTwoTools();
    expect(namesOf(await resolveBoth())).toEqual(['acme__read', 'acme__write']);
    await pauseSource(setting.deps, caller, source);
    const paused = await resolveBoth();
    expect([paused.tools, paused.trace.sources_skipped]).toEqual([[], ['Acme']]);
    expect(paused.trace.skip_reasons.Acme).toContain('paused');
    await resumeSource(setting.deps, caller, source);
    expect(namesOf(await resolveBoth())).toEqual(['acme__read', 'acme__write']);
  });

  it('when it is revoked: it is gone without a trace, and its server is not asked again', async () => {
    const { server, source } = await addTwoTools();
    await resolveBoth();
    const listed = server.count(list);
    await revokeSource(setting.deps, caller, source);
    setting.advance(2 * minute);
    const { tools, trace } = await resolveBoth();
    expect([tools, trace.sources_skipped, trace.skip_reasons]).toEqual([[], [], {}]);
    expect(server.count(list)).toBe(listed);
  });

  it.each([
    ['renamed', { name: 'New name' }, ['new-name__read', 'new-name__write']],
    ['given a namespace', { app_namespace: 'own' }, ['own__read', 'own__write']],
    ['restricted', { allowed_tools: ['write', 'gone'] }, ['acme__write']],
    ['restricted to nothing', { allowed_tools: [] }, []],
  ])('when it is %s, without asking its server again', async (_, changes, expected) => {
    const { server, source } = await addTwoTools();
    await resolveBoth();
    const listed = server.count(list);
    await change(source, changes);
    expect(namesOf(await resolveBoth())).toEqual(expected);
    expect(server.count(list)).toBe(listed);
  });

  it('when its URL changes, the tools are those of the new server', async () => {
    const { source } = await addTwoTools();
    await resolveBoth();
    const { server } = await setting.add(await setting.newSandbox(), 'Other', { tools: [tool('third')] });
    await change(source, { base_url: server.url });
    expect(namesOf(await resolveBoth())).toEqual(['acme__third']);
  });

  it('when another takes the place of a revoked one', async () => {
    const { source } = await addTwoTools();
    await resolveBoth();
    await revokeSource(setting.deps, caller, source);
    await setting.add(sandbox_id, 'Acme', { tools: [tool('read')] });
    expect(namesOf(await resolveBoth())).toEqual(['acme__read']);
  });
});

describe('a source in error', () => {
  const addBroken = async () => {
    const broken = await setting.add(sandbox_id, 'Acme', {
      answer: () => new Response(null, { status: 500 }),
    });
    expect(broken.source.status).toBe('error');
    return broken;
  };

  /** A catalog whose listings are counted, and a wait in which a check that was begun reaches its server. */
  const counting = (options: { ttl_ms: number }) => {
    let count = 0;
    const { upstream } = setting.deps;
    const list: typeof upstream.list = (...args) => {
      count++;
      return upstream.list(...args);
    };
    const catalog = setting.newCatalog({ ...options, upstream: { ...upstream, list } });
    const settle = async () => {
      await setting.add(await setting.newSandbox(), 'Meanwhile');
    };
    return { catalog, checks: () => count, settle };
  };

  it('is skipped with the cause, and heals by itself behind a resolve', async () => {
    const { server, source } = await addBroken();
    server.behave({ answer: () => null });
    setting.advance(minute);
    const [catalog] = catalogs;
    const { trace } = await catalog.resolveSandbox(caller, sandbox_id);
    expect(trace.skip_reasons).toEqual({ Acme: source.health_error });
    await vi.waitFor(async () =>
      expect(namesOf(await catalog.resolveSandbox(caller, sandbox_id))).toEqual(['acme__echo']),
    );
  });

  it('is checked at most once per TTL, counted from the check of its registration', async () => {
    await addBroken();
    const { catalog, checks, settle } = counting({ ttl_ms: minute });
    setting.advance(minute - 1);
    await catalog.resolveSandbox(caller, sandbox_id);
    await settle();
    expect(checks()).toBe(0);
    setting.advance(1);
    for (let round = 0; round < 5; round++) await catalog.resolveSandbox(caller, sandbox_id);
    await settle();
    expect(checks()).toBe(1);
    for (let round = 0; round < 5; round++) await catalog.resolveSandbox(caller, sandbox_id);
    await settle();
    expect(checks()).toBe(1);
    setting.advance(minute);
    await catalog.resolveSandbox(caller, sandbox_id);
    await vi.waitFor(() => expect(checks()).toBe(2));
  });

  it('is not checked again while a check runs', async () => {
    const { server } = await addBroken();
    server.behave({ answer: () => new Promise(() => undefined) });
    const { catalog, checks, settle } = counting({ ttl_ms: 0 });
    for (let round = 0; round < 5; round++) await catalog.resolveSandbox(caller, sandbox_id);
    await settle();
    expect(checks()).toBe(1);
  });

  it('does not delay the resolve that has it checked', async () => {
    const { server } = await addBroken();
    server.behave({ answer: () => new Promise(() => undefined) });
    setting.advance(minute);
    const { trace } = await catalogs[0].resolveSandbox(caller, sandbox_id);
    expect(trace.sources_skipped).toEqual(['Acme']);
  });

  it('is left alone while its registration checks it', async () => {
    const { source } = await addBroken();
    const { key, value } = (await setting.store.get<Source>(
      keys.source(caller.user_id, sandbox_id, source.data_source_id),
    ))!;
    await setting.store.commit([{ key, value: { ...value, health_error: notCheckedYet } }]);
    const { catalog, checks, settle } = counting({ ttl_ms: minute });
    const { trace } = await catalog.resolveSandbox(caller, sandbox_id);
    expect(trace.skip_reasons).toEqual({ Acme: 'It is not checked yet; test it.' });
    await settle();
    expect(checks()).toBe(0);
    setting.advance(minute);
    await catalog.resolveSandbox(caller, sandbox_id);
    await vi.waitFor(() => expect(checks()).toBe(1));
  });
});

describe('a use of a credential', () => {
  it('is told for each listing that takes one out', async () => {
    const token = new Credential('a-token-of-this-test');
    await setting.add(sandbox_id, 'Secret', {}, { auth_kind: 'bearer', token });
    await setting.add(sandbox_id, 'Open');
    const onUse = vi.fn();
    const catalog = setting.newCatalog({ onUse });
    await catalog.resolveSandbox(caller, sandbox_id);
    await catalog.resolveSandbox(caller, sandbox_id);
    expect(onUse).toHaveBeenCalledExactlyOnceWith({
      user_id: caller.user_id,
      sandbox_id,
      data_source_id: expect.stringMatching(/^ds_/),
      kind: 'list',
      tool: null,
      agent: null,
      at: expect.any(Date),
    });
  });
});
