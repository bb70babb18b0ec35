import { beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './test-app.ts';

const list = '/api/v1/storage/sandboxes';
const site = 'https://app.example';
let test: TestApp;
let open: TestApp;
let key: string;
let sandbox: string;

beforeAll(async () => {
  test = await createTestApp();
  open = await createTestApp({ env: { CONCIERGE_CORS_ORIGINS: site } });
  key = await test.newAccount();
  sandbox = (await (await send('GET', list)).json()).sandboxes[0].sandbox_id;
});

const send = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
  test.app.fetch(
    new Request(`http://127.0.0.1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );

describe('whatever is answered', () => {
  const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
  const acceptsAll = { accept: 'application/json, text/event-stream' };
  /** What names its length and no page takes the short way to the gateway. */
  const program = { ...acceptsAll, 'content-length': String(JSON.stringify(ping).length) };
  const withoutKey = { ...program, authorization: '' };
  it.each<[what: string, status: number, answer: () => Response | Promise<Response>]>([
    ['a list', 200, () => send('GET', list)],
    ['nothing there', 404, () => send('GET', '/nothing')],
    ['no key', 401, () => send('GET', list, { authorization: '' })],
    ['a refused body', 400, () => send('POST', list, {}, { nothing: 1 })],
    ['a stream', 200, () => send('POST', `${list}/${sandbox}/concierge/chat`, {}, { message: 'hello' })],
    ['a foreign page', 403, () => send('POST', `/mcp/${sandbox}`, { origin: 'https://evil.example' }, ping)],
    ['no key', 401, () => send('POST', `/mcp/${sandbox}`, { authorization: '' }, ping)],
    ['a message', 200, () => send('POST', `/mcp/${sandbox}`, acceptsAll, ping)],
    ['a program’s message', 200, () => send('POST', `/mcp/${sandbox}`, program, ping)],
    ['a program without key', 401, () => send('POST', `/mcp/${sandbox}`, withoutKey, ping)],
    ['the welcome', 200, () => send('GET', '/')],
    ['the figures', 200, () => send('GET', '/metrics')],
    ['the document', 200, () => send('GET', '/openapi.json')],
    ['the docs', 200, () => send('GET', '/docs')],
    ['a file of the docs', 200, () => send('GET', '/docs/start.js')],
    ['no file of the docs', 404, () => send('GET', '/docs/other.js')],
    ['a preflight', 204, () => preflight(open, { origin: site })],
  ])('may not be sniffed, framed or read by another site: %s', async (_what, status, answer) => {
    const response = await answer();
    await response.text();
    const { headers } = response;
    expect(response.status).toBe(status);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'$/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toMatch(/^(no-store|no-store, no-transform|max-age=3600)$/);
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  });
});

const preflight = ({ app }: TestApp, headers: Record<string, string>) =>
  app.fetch(
    new Request(`http://127.0.0.1${list}`, {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'PATCH', ...headers },
    }),
  );

describe('a page of another site', () => {
  const wanted = ['authorization', 'content-type', 'if-match', 'idempotency-key'];

  it('that is named may send a key, a version and an idempotency key, and read what they answer', async () => {
    const { headers } = await preflight(open, {
      origin: site,
      'access-control-request-headers': wanted.join(','),
    });
    expect(headers.get('access-control-allow-origin')).toBe(site);
    expect(headers.get('access-control-allow-methods')).toBe('GET,POST,PATCH,DELETE');
    expect(headers.get('access-control-allow-headers')?.toLowerCase().split(/, ?/)).toEqual(wanted);
    const answer = await open.app.fetch(
      new Request(`http://127.0.0.1${list}`, { headers: { origin: site } }),
    );
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([401, site]);
    expect(answer.headers.get('access-control-expose-headers')).toMatch(
      /Retry-After,ETag,Idempotent-Replayed/,
    );
  });

  it('never sends cookies or passwords of the browser', async () => {
    const { headers } = await preflight(open, { origin: site });
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  it.each(['https://evil.example', 'https://app.example.evil.example', 'http://app.example', 'null'])(
    'that is not named, as %s, may do nothing',
    async (origin) => {
      for (const app of [open, test])
        expect((await preflight(app, { origin })).headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('may do nothing by default', async () => {
    const { headers } = await preflight(test, { origin: site });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});
