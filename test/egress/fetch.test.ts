import { createServer } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isOnWorkerd, itOnNode } from '../workerd/runtime.ts';
import { encodings, failureOf, guard, limits, serve, serveSocket } from './servers.ts';

describe('the guarded fetch', () => {
  it('sends method, headers and body, and gives the answer back', async () => {
    const origin = await serve(async (request, response) => {
      const body = await Array.fromAsync(request).then((parts) => Buffer.concat(parts).toString());
      response.writeHead(201, { 'mcp-session-id': 's1', 'content-type': 'application/json' });
      response.end(JSON.stringify({ method: request.method, key: request.headers['x-api-key'], body }));
    });
    const init = { method: 'POST', headers: { 'X-Api-Key': 'k' }, body: '{"a":1}' };
    const response = await guard().fetch(limits)(`${origin}/mcp`, init);
    expect([response.status, response.headers.get('mcp-session-id')]).toEqual([201, 's1']);
    expect(await response.json()).toEqual({ method: 'POST', key: 'k', body: '{"a":1}' });
  });

  it('takes a URL and a Request as well as a string', async () => {
    const origin = await serve((request, response) => response.end(`${request.method} ${request.url}`));
    const fetch = guard().fetch(limits);
    expect(await (await fetch(new URL('/a', origin))).text()).toBe('GET /a');
    const request = new Request(`${origin}/b`, { method: 'POST', body: 'x' });
    expect(await (await fetch(request)).text()).toBe('POST /b');
  });

  it('carries no cookies in either direction and no foreign encodings', async () => {
    const origin = await serve((request, response) => {
      response.setHeader('set-cookie', 'a=1');
      response.end(JSON.stringify([request.headers.cookie ?? null, request.headers['accept-encoding']]));
    });
    const fetch = guard().fetch(limits);
    await (await fetch(origin)).text();
    const response = await fetch(origin, { headers: { cookie: 'b=2', 'accept-encoding': 'zstd, compress' } });
    expect(response.headers.has('set-cookie')).toBe(false);
    expect(await response.json()).toEqual([null, encodings]);
  });

  it('gives answers without a body', async () => {
    const origin = await serve((_, response) => response.writeHead(202).end());
    const response = await guard().fetch(limits)(origin, { method: 'POST', body: '{}' });
    expect([response.status, await response.text()]).toEqual([202, '']);
    const empty = await serve((_, answer) => answer.writeHead(204).end());
    expect((await guard().fetch(limits)(empty)).body).toBeNull();
  });

  it('refuses what the URL rule refuses, in its words, and sends nothing', async () => {
    let requests = 0;
    const origin = await serve((_, response) => response.end(String(++requests)));
    const failure = await failureOf(guard({ policy: { mode: 'public', allow: [] } }).fetch(limits)(origin));
    expect(failure.cause_code).toBe('address_refused');
    expect(failure.message).toMatch(/^Plain http to this machine is not allowed/);
    expect(requests).toBe(0);
  });

  itOnNode('a Worker does not choose its connections')('uses a connection again', async () => {
    const ports = new Set<number | undefined>();
    const origin = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('ok');
    });
    const fetch = guard().fetch(limits);
    for (const _ of [1, 2, 3, 4, 5, 6]) await (await fetch(origin)).text();
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it('sends a request once, even when the server asks for it again', async () => {
    let requests = 0;
    const origin = await serve((_, response) => {
      requests++;
      response.writeHead(421).end();
    });
    const sent = guard().fetch(limits)(origin, { method: 'POST', body: '{}' });
    if (isOnWorkerd) expect((await sent).status).toBe(421);
    else expect((await failureOf(sent)).cause_code).toBe('connection_lost');
    expect(requests).toBe(1);
  });

  itOnNode('a Worker has no environment')('ignores the proxies that the environment names', async () => {
    process.env.NODE_USE_ENV_PROXY = '1';
    process.env.HTTP_PROXY = process.env.http_proxy = 'http://127.0.0.1:1';
    const origin = await serve((_, response) => response.end('direct'));
    expect(await (await guard().fetch(limits)(origin)).text()).toBe('direct');
    for (const name of ['NODE_USE_ENV_PROXY', 'HTTP_PROXY', 'http_proxy']) delete process.env[name];
  });
});

describe('a redirect', () => {
  it.each([
    [301, '/login?token=abc', '/login'],
    [302, 'https://sso.example.com/start?x=1#y', 'https://sso.example.com/start'],
    [303, 'https://joe:secret@sso.example.com/', 'https://sso.example.com/'],
    [307, 'http://sso.example.com/', null],
    [308, 'http://169.254.169.254/latest', null],
    [302, 'https://[broken', null],
    [302, 'javascript:alert(1)', null],
    [300, undefined, null],
    [304, undefined, null],
  ] as const)('%d to %s is an error that names %s', async (status, target, shown) => {
    const paths: (string | undefined)[] = [];
    const origin = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(status, target === undefined ? {} : { location: target }).end();
    });
    const failure = await failureOf(guard().fetch(limits)(`${origin}/mcp`));
    expect(failure.cause_code).toBe('redirect');
    expect(failure.location).toBe(shown?.startsWith('/') ? origin + shown : shown);
    expect(paths).toEqual(['/mcp']);
  });
});

const tenMillion = Buffer.alloc(10_000_000);

describe('the byte limit', () => {
  it.each([
    ['gzip', gzipSync(tenMillion), 'too_large'],
    ['br', brotliCompressSync(tenMillion), 'too_large'],
    ['identity', tenMillion, 'too_large'],
    // A Worker does not read these, and refuses what nobody asked for.
    ['deflate', deflateSync(tenMillion), isOnWorkerd ? 'server_error' : 'too_large'],
    ['zstd', zstdCompressSync(tenMillion), isOnWorkerd ? 'server_error' : 'too_large'],
    ['gzip, gzip', gzipSync(gzipSync(tenMillion)), isOnWorkerd ? 'server_error' : 'too_large'],
  ])('cuts a bomb in %s', async (encoding, bytes, cause) => {
    const origin = await serve((_, response) => {
      response.setHeader('content-encoding', encoding);
      response.end(bytes);
    });
    const read = async () => (await guard().fetch({ ...limits, max_bytes: 100_000 })(origin)).arrayBuffer();
    expect((await failureOf(read())).cause_code).toBe(cause);
  });

  it('lets through exactly as many decompressed bytes as allowed', async () => {
    const origin = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync('a'.repeat(5_000)));
    });
    const fetchUpTo = (max_bytes: number) => guard().fetch({ ...limits, max_bytes })(origin);
    expect((await (await fetchUpTo(5_000)).text()).length).toBe(5_000);
    expect((await failureOf((await fetchUpTo(4_999)).text())).cause_code).toBe('too_large');
  });

  it('cuts an endless event stream and closes its connection', async () => {
    const closed = Promise.withResolvers<void>();
    const origin = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const more = (): boolean => response.write(`data: ${'x'.repeat(1_000)}\n\n`);
      const timer = setInterval(more, 1);
      response.on('close', () => {
        clearInterval(timer);
        closed.resolve();
      });
    });
    const response = await guard().fetch({ ...limits, max_bytes: 20_000 })(origin);
    expect((await failureOf(response.text())).cause_code).toBe('too_large');
    await closed.promise;
  });

  it('holds for headers: more than 16 KiB are refused', async () => {
    const origin = await serve((_, response) => response.setHeader('x-big', 'x'.repeat(20_000)).end());
    expect((await failureOf(guard().fetch(limits)(origin))).cause_code).toBe('too_large');
  });
});

const soon = { deadline_ms: 150, max_bytes: 1_000 };

describe('the deadline', () => {
  it('covers headers that never come', async () => {
    const origin = await serve(() => undefined);
    expect((await failureOf(guard().fetch(soon)(origin))).cause_code).toBe('timed_out');
  });

  it('covers a body that never ends', async () => {
    const origin = await serve((_, response) => {
      response.write('the beginning');
    });
    const response = await guard().fetch({ ...soon, deadline_ms: 600 })(origin);
    expect((await failureOf(response.text())).cause_code).toBe('timed_out');
  });

  it('covers a server that accepts and says nothing', async () => {
    const origin = await serveSocket(() => undefined);
    expect((await failureOf(guard().fetch(soon)(origin))).cause_code).toBe('timed_out');
  });

  it('frees the connection of an answer that nobody reads', async () => {
    const closed = Promise.withResolvers<void>();
    const origin = await serve((_, response) => {
      response.on('close', () => closed.resolve()).write('the beginning');
    });
    await guard().fetch({ ...soon, deadline_ms: 600 })(origin);
    await closed.promise;
  });
});

describe("the caller's own abort", () => {
  const reason = new Error('the user left');

  it.each(['before', 'while waiting', 'while reading'])(
    'is the reason of the failure: abort %s',
    async (moment) => {
      const caller = new AbortController();
      if (moment === 'before') caller.abort(reason);
      const origin = await serve((_, response) => {
        if (moment === 'while reading') response.write('the beginning');
        else caller.abort(reason);
      });
      const read = async () => {
        const response = await guard().fetch(limits)(origin, { signal: caller.signal });
        const text = response.text();
        caller.abort(reason);
        return text;
      };
      await expect(read()).rejects.toBe(reason);
    },
  );

  it('does nothing once the answer is read', async () => {
    const caller = new AbortController();
    const origin = await serve((_, response) => response.end('ok'));
    const response = await guard().fetch(limits)(origin, { signal: caller.signal });
    expect(await response.text()).toBe('ok');
    caller.abort(reason);
  });

  it('closes the connection of an answer that the caller cancels', async () => {
    const closed = Promise.withResolvers<void>();
    const origin = await serve((_, response) => {
      response.on('close', () => closed.resolve()).write('the beginning');
    });
    await (await guard().fetch(limits)(origin)).body?.cancel();
    await closed.promise;
  });
});

describe('a failure of the network', () => {
  it('is connection_refused where nothing listens', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const address = probe.address();
    await new Promise((resolve) => probe.close(resolve));
    if (address === null || typeof address === 'string') throw new Error('no port');
    const failure = await failureOf(guard().fetch(limits)(`http://127.0.0.1:${address.port}`));
    // The runtime of a Worker tells only that there is no connection.
    expect(failure.cause_code).toBe(isOnWorkerd ? 'connection_lost' : 'connection_refused');
    expect(failure.message).not.toMatch(/127\.0\.0\.1/);
  });

  it.each([
    ['a reset at once', 'connection_lost', ''],
    ['a reset within the body', 'connection_lost', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc'],
    ['what is not HTTP', isOnWorkerd ? 'connection_lost' : 'server_error', '220 mail.example.com ESMTP\r\n'],
    ['a switch of protocols nobody asked for', 'server_error', 'HTTP/1.1 101 Switch\r\n\r\n'],
    ['a broken compression', 'server_error', 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\nnot gzip'],
    ['a status that does not exist', 'server_error', 'HTTP/1.1 999 What\r\ncontent-length: 0\r\n\r\n'],
  ])('%s is %s', async (_, cause, text) => {
    const origin = await serveSocket((socket) => {
      socket.once('data', () => (text === '' ? socket.resetAndDestroy() : socket.end(text)));
    });
    const read = async () => (await guard().fetch(limits)(origin)).text();
    expect((await failureOf(read())).cause_code).toBe(cause);
  });

  it('is connection_lost once the guard is closed', async () => {
    const egress = guard();
    const origin = await serve(() => void egress.close());
    expect((await failureOf(egress.fetch(limits)(origin))).cause_code).toBe('connection_lost');
    expect((await failureOf(egress.fetch(limits)(origin))).cause_code).toBe('connection_lost');
  });
});
