import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { caller, createSetting, namesOf, type Setting } from './setting.ts';

const minute = 60_000;

let setting: Setting;
let sandbox_id: string;
beforeAll(async () => {
  setting = await createSetting();
});
beforeEach(async () => {
  sandbox_id = await setting.newSandbox();
});
afterAll(() => setting.close());

/** A catalog that waits for no server, and what it knows of the sandbox. */
const open = () => {
  const catalog = setting.newCatalog({ deadline_ms: 1 });
  return { catalog, resolve: () => catalog.resolveSandbox(caller, sandbox_id) };
};

describe('a catalog is settled', () => {
  it('at once when nothing runs behind', async () => {
    await setting.add(sandbox_id, 'Acme');
    const { catalog } = open();
    await expect(catalog.settled()).resolves.toBeUndefined();
  });

  it('when a list that came too late for its resolve is there, and kept', async () => {
    const { server } = await setting.add(sandbox_id, 'Slow');
    const gate = Promise.withResolvers<null>();
    server.behave({ answer: (_, { method }) => (method === 'tools/list' ? gate.promise : null) });
    const { catalog, resolve } = open();
    expect((await resolve()).tools).toEqual([]);
    const settled = vi.fn();
    const settling = catalog.settled().then(settled);
    await vi.waitUntil(() => server.count('tools/list') === 2);
    expect(settled).not.toHaveBeenCalled();
    gate.resolve(null);
    await settling;
    expect(namesOf(await resolve())).toEqual(['slow__echo']);
  });

  it('when a list that never comes has failed', async () => {
    const { server } = await setting.add(sandbox_id, 'Slow');
    server.behave({ answer: () => new Response(null, { status: 500 }) });
    const { catalog, resolve } = open();
    await resolve();
    await expect(catalog.settled()).resolves.toBeUndefined();
  });

  it('when a source that had failed was checked, and its verdict is stored', async () => {
    const broken = { answer: () => new Response(null, { status: 500 }) };
    const { server, source } = await setting.add(sandbox_id, 'Acme', broken);
    server.behave({ answer: () => null });
    setting.advance(minute);
    const { catalog, resolve } = open();
    expect((await resolve()).trace.skip_reasons).toEqual({ Acme: source.health_error });
    await catalog.settled();
    const resolved = await setting.newCatalog().resolveSandbox(caller, sandbox_id);
    expect(namesOf(resolved)).toEqual(['acme__echo']);
  });
});
