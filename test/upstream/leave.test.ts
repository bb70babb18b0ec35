import { afterEach, describe, expect, it, vi } from 'vitest';
import { startCustomServer } from '../fixtures/custom-server.ts';
import { startUpstream, targetOf } from './setting.ts';

const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of started.splice(0).reverse()) await one.close();
});

/** A server of an older era with a session on it. */
const start = async () => {
  const server = await startCustomServer({ era: 'legacy', sessions: true });
  const client = startUpstream();
  started.push(server, client);
  const { upstream } = client;
  const target = targetOf(server.url, { era: 'legacy' });
  await upstream.list(target);
  return { server, upstream, target };
};

describe('leaving', () => {
  it('resolves when every server was told that its session may go', async () => {
    const { server, upstream, target } = await start();
    await upstream.list({ ...target, data_source_id: 'ds_other' });
    await upstream.leave();
    expect(server.count('DELETE')).toBe(2);
  });

  it('waits for the answer of a server that is told', async () => {
    const { server, upstream } = await start();
    const gate = Promise.withResolvers<null>();
    server.behave({ answer: ({ method }) => (method === 'DELETE' ? gate.promise : null) });
    const left = vi.fn();
    const leaving = upstream.leave().then(left);
    await vi.waitUntil(() => server.count('DELETE') === 1);
    expect(left).not.toHaveBeenCalled();
    gate.resolve(null);
    await leaving;
  });

  it('lets a call under way end, and tells its server then', async () => {
    const { server, upstream, target } = await start();
    const gate = Promise.withResolvers<void>();
    server.behave({ call: () => gate.promise.then(() => ({ content: [] })) });
    const call = upstream.call(target, 'echo', {});
    await vi.waitUntil(() => server.executions() === 1);
    await upstream.leave();
    expect(server.count('DELETE')).toBe(0);
    gate.resolve();
    expect((await call).isError).toBe(false);
    await vi.waitUntil(() => server.count('DELETE') === 1);
  });

  it.each([
    ['refuses', { answer: () => new Response(null, { status: 500 }) }],
    ['says nothing', { answer: () => new Promise<null>(() => undefined) }],
  ])('ends also where a server %s', async (_, behaviour) => {
    const { server, upstream } = await start();
    server.behave(behaviour);
    await expect(upstream.leave()).resolves.toBeUndefined();
  });

  it('connects anew for what comes after', async () => {
    const { server, upstream, target } = await start();
    await upstream.leave();
    expect((await upstream.list(target)).tools).toHaveLength(1);
    expect(server.count('initialize')).toBe(2);
  });
});
