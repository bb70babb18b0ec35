import { beforeAll, describe, expect, it } from 'vitest';
import { createHostCheck } from '../../src/http/host-check.ts';
import { describeOnNode, isOnWorkerd, itOnNode } from '../workerd/runtime.ts';
import { type Ask, asker, createTestApp, type TestApp } from './test-app.ts';

const list = '/api/v1/storage/sandboxes';
let test: TestApp;
let key: string;
let ask: Ask;

beforeAll(async () => {
  test = await createTestApp();
  key = await test.newAccount();
  ask = asker(test, key);
});

const send = (path: string, init: RequestInit = {}, origin = 'http://127.0.0.1:8787') =>
  test.app.fetch(new Request(origin + path, init));
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  send(list, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit);

describe('a key', () => {
  it.each([
    ['missing', {}],
    ['unknown', { authorization: 'Bearer olk_unknown0000000000000000' }],
    ['of another scheme', { authorization: 'Basic b2xrXzEyMw==' }],
    ['empty', { authorization: 'Bearer ' }],
  ])('that is %s gets the same 401 on every path below the prefixes', async (_what, headers) => {
    for (const path of [list, '/storage/sandboxes', '/api/v1/api-keys', '/api/v1/nothing']) {
      const response = await send(path, { headers: headers as Record<string, string> });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({
        error: 'unauthorized',
        detail: 'Send a valid API key: `Authorization: Bearer olk_…`.',
        request_id: response.headers.get('x-request-id'),
      });
    }
  });

  it('opens both prefixes', async () => {
    const answers = await Promise.all([ask('GET', list), ask('GET', '/storage/sandboxes')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.json).toEqual(answers[1]?.json);
  });
});

describe('a body', () => {
  it.each([
    ['not JSON', '{"name":'],
    ['a list', '[]'],
    ['a text', '"name"'],
    ['nested too deep', `{"metadata":${'['.repeat(101)}${']'.repeat(101)}}`],
    ['null', 'null'],
    ['empty', ''],
  ])('that is %s is refused with 400', async (_what, body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: 'validation',
      detail: expect.stringMatching(/^`body`: The body/),
    });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx'])(
    'of the type %s is refused',
    async (type) => {
      const response = await post('{"name":"a"}', { 'content-type': type });
      expect(response.status).toBe(400);
      expect((await response.json()).detail).toContain('application/json');
    },
  );

  it('in another encoding than UTF-8 is refused, not changed', async () => {
    const latin = Uint8Array.from(`{"name":"M\u00fcller"}`, (letter) => letter.charCodeAt(0));
    for (const again of [{}, { 'idempotency-key': 'latin' }]) {
      const response = await post(latin, again);
      expect(response.status).toBe(400);
      expect((await response.json()).detail).toBe('`body`: The body is not UTF-8.');
    }
  });

  it('is refused with what it holds where none is taken', async () => {
    const { sandbox_id } = (await ask('GET', list)).json.sandboxes[0];
    for (const [method, rest] of [
      ['POST', '/suspend'],
      ['DELETE', ''],
    ] as const) {
      const { status, json } = await ask(method, `${list}/${sandbox_id}${rest}`, { until: 'monday' });
      expect([status, json.detail]).toEqual([400, '`until` is not a field here.']);
    }
    expect((await ask('POST', `${list}/${sandbox_id}/suspend`, {})).status).toBe(200);
    expect((await ask('POST', `${list}/${sandbox_id}/reactivate`)).status).toBe(200);
  });

  it('over 256 KiB is refused with 413, also when its length is not announced', async () => {
    const big = `{"name":"${'x'.repeat(256 * 1024)}"}`;
    const chunked = new Blob([big]).stream();
    for (const response of [await post(big), await post(chunked)]) {
      expect(response.status).toBe(413);
      // Nobody reads the rest of it; a Worker's platform has the connection.
      expect(response.headers.get('connection')).toBe(isOnWorkerd ? null : 'close');
      expect((await response.json()).error).toBe('too_large');
    }
  });
});

describe('any answer', () => {
  it.each([
    ['/api/v1/storage/nothing', 'GET', /^There is nothing at this path\./],
    ['/api/v1/storage/sandboxes', 'PUT', /nothing at PUT of this path; it answers to GET, POST\.$/],
    [`/storage/sandboxes/sb_1/sources/ds_1`, 'POST', /it answers to GET, PATCH, DELETE\.$/],
    ['/nothing', 'GET', /^There is nothing at this path\./],
  ])('for %s by %s is 404 in the error shape when nothing is there', async (path, method, detail) => {
    const { status, json, headers } = await ask(method, path);
    expect(json.detail).toMatch(detail);
    expect([status, json.error, json.request_id]).toEqual([404, 'not_found', headers.get('x-request-id')]);
  });

  it('leaves one log line, with the route’s pattern and nothing that was sent', async () => {
    test.lines.length = 0;
    await ask('GET', `${list}/sb_secretpath?status=secretquery`);
    await ask('POST', list, { name: 7, secretfield: 'secretbody' });
    expect(test.lines).toHaveLength(2);
    expect(JSON.parse(test.lines[0]!)).toMatchObject({ method: 'GET', status: 404, message: 'request' });
    expect(JSON.parse(test.lines[0]!).route).toMatch(/sandboxes\/:sandbox_id$/);
    expect(test.lines.join()).not.toContain('secret');
    expect(test.lines.join()).not.toContain(key);
  });
});

describe('a server on loopback', () => {
  it.each(['http://127.0.0.1:8787', 'http://localhost:1', 'http://[::1]:8787'])(
    'answers to %s',
    async (origin) => {
      expect((await send('/healthz', {}, origin)).status).toBe(200);
    },
  );

  it('refuses a foreign name that points at it', async () => {
    const response = await send('/healthz', {}, 'http://rebound.example:8787');
    expect([response.status, (await response.json()).error]).toEqual([400, 'validation']);
  });

  it.each(['1.2.3.999:8787', '127.0.0.1:99999'])('refuses %s, which is no host', (host) => {
    expect(() => createHostCheck(null)(`http://${host}/healthz`)).toThrow(
      /^This server answers to 127\.0\.0\.1/,
    );
  });

  it('answers to its public name, and to any name when not on loopback', async () => {
    const named = await createTestApp({ env: { CONCIERGE_PUBLIC_URL: 'https://concierge.example' } });
    const open = await createTestApp({ env: { HOST: '0.0.0.0' } });
    const ask = (app: TestApp, origin: string) => app.app.fetch(new Request(`${origin}/healthz`));
    expect((await ask(named, 'https://concierge.example')).status).toBe(200);
    expect((await ask(named, 'https://other.example')).status).toBe(400);
    expect((await ask(open, 'http://any.example')).status).toBe(200);
  });
});

describe('without a key', () => {
  it('a person is told what this is', async () => {
    const response = await send('/');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('/api/v1/storage/sandboxes');
  });

  itOnNode('nobody tells a Worker to stop')(
    'the server says that it lives and is ready, and not ready once it is told to stop',
    async () => {
      const stopping = await createTestApp();
      const probe = async (path: string) =>
        (await stopping.app.fetch(new Request(`http://127.0.0.1${path}`))).status;
      expect([await probe('/healthz'), await probe('/readyz')]).toEqual([200, 200]);
      stopping.app.drain();
      expect([await probe('/healthz'), await probe('/readyz')]).toEqual([200, 503]);
    },
  );
});

describeOnNode('a Worker takes no clock')('limits', () => {
  const at = { ms: 0 };
  const limited = (env: Record<string, string>) => createTestApp({ env, now: () => new Date(at.ms) });

  it('hold the requests of one account, and say when to come again', async () => {
    const test = await limited({ CONCIERGE_REQUESTS_PER_SECOND: '2' });
    const [mine, other] = [asker(test, await test.newAccount()), asker(test, await test.newAccount())];
    expect((await mine('GET', list)).status).toBe(200);
    expect((await mine('GET', list)).status).toBe(200);
    const refused = await mine('GET', list);
    expect([refused.status, refused.json.error, refused.headers.get('retry-after')]).toEqual([
      429,
      'rate_limited',
      '1',
    ]);
    expect((await other('GET', list)).status).toBe(200);
    at.ms += 1000;
    expect((await mine('GET', list)).status).toBe(200);
  });

  it('hold registrations on their own', async () => {
    const test = await limited({ CONCIERGE_REGISTRATIONS_PER_MINUTE: '1' });
    const ask = asker(test, await test.newAccount());
    const { sandbox_id } = (await ask('GET', list)).json.sandboxes[0];
    const register = (name: string) =>
      ask('POST', `${list}/${sandbox_id}/sources/user-mcp`, {
        name,
        base_url: 'http://127.0.0.1:8800/mcp',
        auth_kind: 'none',
      });
    expect((await register('One')).status).toBe(201);
    const refused = await register('Two');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
  });
});
