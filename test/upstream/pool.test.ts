import { afterEach, describe, expect, it, vi } from 'vitest';
import { closedByUs } from '../../src/upstream/sentences.ts';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { failureOf, startUpstream, targetOf } from './setting.ts';

const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of started.splice(0).reverse()) await one.close();
});

const start = async (options: { now?: () => number } = {}) => {
  const server: CustomServer = await startCustomServer({ era: 'legacy', sessions: true });
  const client = startUpstream({ ...options, limits: { idle_ms: 60_000 } });
  started.push(server, client);
  return { server, upstream: client.upstream, target: targetOf(server.url, { era: 'legacy' }) };
};

describe('the connections of sources', () => {
  it('are closed after a minute without use, and their session with them', async () => {
    let time = 0;
    const { server, upstream, target } = await start({ now: () => time });
    await upstream.list(target);
    time = 60_000;
    await upstream.list(target);
    expect(server.count('initialize')).toBe(1);
    time = 120_001;
    await upstream.list(target);
    expect(server.count('initialize')).toBe(2);
    await vi.waitUntil(() => server.count('DELETE') === 1);
  });

  it('are not idle while a call is under way', async () => {
    let time = 0;
    const { server, upstream, target } = await start({ now: () => time });
    const gate = Promise.withResolvers<void>();
    server.behave({ call: () => gate.promise.then(() => ({ content: [] })) });
    const call = upstream.call(target, 'echo', {});
    await vi.waitUntil(() => server.executions() === 1);
    time = 120_000;
    await upstream.list(target);
    gate.resolve();
    await call;
    expect(server.count('initialize')).toBe(1);
  });

  it('are one per source', async () => {
    const { server, upstream, target } = await start();
    await upstream.list(target);
    await upstream.list({ ...target, data_source_id: 'ds_other' });
    expect(server.count('initialize')).toBe(2);
  });

  it('of an older revision are never used again', async () => {
    const { server, upstream, target } = await start();
    await upstream.list(target);
    await upstream.list({ ...target, revision: '2' });
    expect(server.count('initialize')).toBe(2);
  });

  it('of an older revision finish what is under way', async () => {
    const { server, upstream, target } = await start();
    const gate = Promise.withResolvers<void>();
    server.behave({ call: () => gate.promise.then(() => ({ content: [] })) });
    const call = upstream.call(target, 'echo', {});
    await vi.waitUntil(() => server.executions() === 1);
    await upstream.list({ ...target, revision: '2' });
    gate.resolve();
    expect((await call).isError).toBe(false);
    await vi.waitUntil(() => server.count('DELETE') === 1);
  });

  it('are gone when their source is forgotten, and what is under way ends', async () => {
    const { server, upstream, target } = await start();
    server.behave({ hang: ['tools/call'] });
    const failure = failureOf(upstream.call(target, 'echo', {}));
    await vi.waitUntil(() => server.count('tools/call') === 1);
    await upstream.forget(target.data_source_id);
    expect((await failure).failure).toBe('connection_lost');
    await upstream.list(target);
    expect(server.count('initialize')).toBe(2);
    expect(server.count('DELETE')).toBe(0);
  });

  it('are gone also where an answer has begun and not ended', async () => {
    const { server, upstream, target } = await start();
    const open = new ReadableStream({
      start: (sink) => sink.enqueue(new TextEncoder().encode(': wait\n\n')),
    });
    const headers = { 'content-type': 'text/event-stream' };
    server.behave({
      answer: (_request, { method }) => (method === 'tools/call' ? new Response(open, { headers }) : null),
    });
    const failure = failureOf(upstream.call(target, 'echo', {}, { deadline_ms: 20_000 }));
    await vi.waitUntil(() => server.count('tools/call') === 1);
    await upstream.forget(target.data_source_id);
    expect((await failure).failure).toBe('connection_lost');
  });

  it('are not opened again for a listing that was under way', async () => {
    const { server, upstream, target } = await start();
    await upstream.list(target);
    server.behave({ hang: ['tools/list'] });
    const failure = failureOf(upstream.list(target));
    await vi.waitUntil(() => server.count('tools/list') === 2);
    await upstream.forget(target.data_source_id);
    expect((await failure).message).toBe(closedByUs);
    expect(server.count('initialize')).toBe(1);
  });

  it('end even while they are being opened', async () => {
    const { server, upstream, target } = await start();
    server.behave({ hang: ['initialize'] });
    const failure = failureOf(upstream.list(target));
    await vi.waitUntil(() => server.count('initialize') === 1);
    await upstream.forget(target.data_source_id);
    expect((await failure).message).toBe(closedByUs);
  });

  it('that could not be opened are tried again by the next request', async () => {
    const { server, upstream, target } = await start();
    server.behave({ answer: () => new Response(null, { status: 503 }) });
    expect((await failureOf(upstream.list(target))).failure).toBe('server_error');
    server.behave({ answer: () => null });
    expect((await upstream.list(target)).tools).toHaveLength(1);
  });

  it('open once for all who wait, and one who leaves takes nobody along', async () => {
    const { server, upstream, target } = await start();
    const gate = Promise.withResolvers<null>();
    server.behave({ answer: () => gate.promise });
    const stop = new AbortController();
    const left = failureOf(upstream.list(target, { signal: stop.signal }));
    const stayed = upstream.list(target);
    await vi.waitUntil(() => server.count('initialize') === 1);
    stop.abort();
    expect((await left).message).toBe('The request was cancelled.');
    gate.resolve(null);
    expect((await stayed).tools).toHaveLength(1);
    expect(server.count('initialize')).toBe(1);
  });
});
