import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { EgressAnswer, EgressRequest, ExchangeLimits } from '../../src/egress/port.ts';
import { isOnWorkerd, itOnNode } from '../workerd/runtime.ts';
import { encodings, failureOf, guard, limits, serve, serveSocket } from './servers.ts';

const post = (
  url: string,
  changes: Partial<EgressRequest> = {},
  held: ExchangeLimits = limits,
): Promise<EgressAnswer> =>
  guard().request(url, { method: 'POST', headers: {}, body: '{}', ...changes }, held);

describe('the second door', () => {
  it('sends method, headers and body, and gives the answer back', async () => {
    const origin = await serve(async (request, response) => {
      const body = await Array.fromAsync(request).then((parts) => Buffer.concat(parts).toString());
      response.writeHead(201, { 'mcp-session-id': 's1' });
      response.end(JSON.stringify([request.method, request.url, request.headers['x-api-key'], body]));
    });
    const answer = await post(`${origin}/mcp?a=1`, { headers: { 'x-api-key': 'k' }, body: '{"a":1}' });
    expect([answer.status, answer.header('mcp-session-id'), answer.header('etag')]).toEqual([
      201,
      's1',
      null,
    ]);
    expect(JSON.parse(await answer.text())).toEqual(['POST', '/mcp?a=1', 'k', '{"a":1}']);
  });

  it('carries no cookies and asks for encodings it can read', async () => {
    const origin = await serve(({ headers }, response) =>
      response.end(JSON.stringify([headers.cookie ?? null, headers['accept-encoding']])),
    );
    const answer = await post(origin, { headers: { cookie: 'a=1', 'accept-encoding': 'zstd' } });
    expect(JSON.parse(await answer.text())).toEqual([null, encodings]);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ...(isOnWorkerd ? [] : [['deflate', deflateSync] as const]),
  ] as const)('reads %s, and counts what comes out of it', async (encoding, compress) => {
    const origin = await serve((_, response) => {
      response.setHeader('content-encoding', encoding);
      response.end(compress('a'.repeat(50_000)));
    });
    expect(await (await post(origin)).text()).toHaveLength(50_000);
    const short = await post(origin, {}, { ...limits, max_bytes: 49_999 });
    expect((await failureOf(short.text())).cause_code).toBe('too_large');
  });

  it.each([
    ['an encoding nobody asked for', 'compress', 'x'],
    ['one that is not what it says', 'gzip', 'not gzip'],
  ])('fails at %s', async (_what, encoding, bytes) => {
    const origin = await serve((_, response) => {
      response.setHeader('content-encoding', encoding);
      response.end(bytes);
    });
    const read = post(origin).then((answer) => answer.text());
    expect((await failureOf(read)).cause_code).toBe('server_error');
  });

  it('refuses what the URL rule refuses, in its words, each time, and sends nothing', async () => {
    const egress = guard({ policy: { mode: 'public', allow: [] } });
    for (const _ of [1, 2]) {
      const refused = egress.request('http://127.0.0.1:1/mcp', { method: 'POST', headers: {} }, limits);
      const verdict = egress.judge('http://127.0.0.1:1/mcp');
      expect(await failureOf(refused)).toMatchObject({
        cause_code: 'address_refused',
        message: verdict.ok ? '' : verdict.refusal.detail,
      });
    }
  });

  itOnNode('a Worker does not see to which address a name leads')(
    'goes to judged addresses only',
    async () => {
      const egress = guard({ resolve: async () => ['127.0.0.1', '169.254.169.254'] });
      const refused = egress.request('https://mcp.acme.test/', { method: 'POST', headers: {} }, limits);
      expect((await failureOf(refused)).cause_code).toBe('address_refused');
    },
  );

  it('does not follow a redirect, and says where it leads', async () => {
    const paths: unknown[] = [];
    const origin = await serve(({ url }, response) => {
      paths.push(url);
      response.writeHead(307, { location: '/login?token=abc' }).end();
    });
    expect(await failureOf(post(`${origin}/mcp`))).toMatchObject({
      cause_code: 'redirect',
      location: `${origin}/login`,
    });
    expect(paths).toEqual(['/mcp']);
  });

  it.each(['before its headers', 'within its body'])('ends an answer that stops %s', async (when) => {
    const origin = await serve((_, response) => {
      if (when === 'within its body') response.write('begun');
    });
    const read = post(origin, {}, { ...limits, deadline_ms: 60 }).then((answer) => answer.text());
    expect((await failureOf(read)).cause_code).toBe('timed_out');
  });

  it('ends with the reason of the caller who aborts', async () => {
    let asked = 0;
    const origin = await serve(() => void asked++);
    const stop = new AbortController();
    const pending = post(origin, { signal: stop.signal });
    await vi.waitUntil(() => asked === 1, { timeout: 20_000 });
    const reason = new Error('enough');
    stop.abort(reason);
    await expect(pending).rejects.toBe(reason);
  });

  it('closes the connection of an answer that is cancelled or broken off', async () => {
    const open = new Set<unknown>();
    const origin = await serve((_, response) => {
      open.add(response);
      response.on('close', () => open.delete(response));
      response.write('on and on');
    });
    (await post(origin)).cancel();
    for await (const _ of (await post(origin)).chunks()) break;
    await vi.waitUntil(() => open.size === 0, { timeout: 20_000 });
  });

  it('reports garbage as server_error and a cut as connection_lost', async () => {
    const garbage = await serveSocket((socket) => socket.end('nonsense\r\n\r\n'));
    const cause = isOnWorkerd ? 'connection_lost' : 'server_error';
    expect((await failureOf(post(garbage))).cause_code).toBe(cause);
    const cut = await serveSocket((socket) => socket.once('data', () => socket.destroy()));
    expect((await failureOf(post(cut))).cause_code).toBe('connection_lost');
  });

  it('gives the status of an answer that goes wrong right behind its head', async () => {
    const head = 'HTTP/1.1 500 Internal Server Error\r\ntransfer-encoding: chunked\r\n\r\n';
    const origin = await serveSocket((socket) =>
      socket.once('data', () => socket.end(`${head}no length\r\n`)),
    );
    const answer = await post(origin);
    expect(answer.status).toBe(500);
    expect((await failureOf(answer.text())).cause_code).toBe(
      isOnWorkerd ? 'connection_lost' : 'server_error',
    );
  });
});
