import { beforeEach, describe, expect, it } from 'vitest';
import { createSignInCode } from '../../src/accounts/sign-in-code.ts';
import { type Ask, asker, createTestApp, type TestApp } from './test-app.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const list = '/api/v1/storage/sandboxes';
const origin = 'http://127.0.0.1:8787';
const ownPage = { 'sec-fetch-site': 'same-origin', origin };
let clock: number;
let test: TestApp;
let key: string;
let user_id: string;
let ask: Ask;

beforeEach(async () => {
  clock = Date.parse('2026-01-01T00:00:00.000Z');
  test = await createTestApp({ now: () => new Date(clock) });
  key = await test.newAccount();
  ask = asker(test, key);
  user_id = (await ask('GET', '/api/v1/users/me/profile')).json.user_id;
});

type Sent = { method?: string; path?: string; body?: object; headers?: Record<string, string>; at?: string };

const send = (sent: Sent, { app } = test): Promise<Response> => {
  const { method = 'GET', path = list, body, headers = {}, at = origin } = sent;
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return app.fetch(
    new Request(`${at}${path}`, {
      method,
      headers: { ...json, ...headers },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
};
const statusOf = async (sent: Sent): Promise<number> => {
  const response = await send(sent);
  await response.text();
  return response.status;
};

const signIn = (body: object, headers: Record<string, string> = ownPage, at = origin) =>
  send({ method: 'POST', path: '/api/v1/sign-in', body, headers, at });
const newCode = async (): Promise<string> =>
  (await createSignInCode({ store: test.store, now: () => new Date(clock) }, { user_id })).reveal();
const cookieIn = (response: Response): string => response.headers.get('set-cookie')!.split(';')[0]!;
const signedIn = async (body?: object): Promise<string> =>
  cookieIn(await signIn(body ?? { code: await newCode() }));

describe('signing in', () => {
  it('by a link gives a cookie that no script reads and no other site sends', async () => {
    const response = await signIn({ code: await newCode() });
    expect([response.status, await response.json()]).toMatchObject([200, { user_id }]);
    expect(response.headers.get('set-cookie')).toMatch(
      /^concierge_session_8787=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(await statusOf({ headers: { cookie: cookieIn(response) } })).toBe(200);
  });

  it('over TLS binds the cookie to the host', async () => {
    const at = 'https://concierge.example';
    test = await createTestApp({ env: { CONCIERGE_PUBLIC_URL: at }, store: test.store });
    for (const address of [at, 'http://concierge.example']) {
      const response = await signIn({ api_key: key }, { origin: at }, address);
      expect(response.headers.get('set-cookie')).toMatch(
        /^__Host-concierge_session=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      );
      const headers = { cookie: cookieIn(response) };
      expect((await send({ headers, at: address })).status).toBe(200);
    }
  });

  it('works once with a link, and for ten minutes', async () => {
    const [used, old] = [await newCode(), await newCode()];
    expect((await signIn({ code: used })).status).toBe(200);
    expect((await signIn({ code: used })).status).toBe(401);
    clock += 10 * minuteMs;
    expect((await signIn({ code: old })).status).toBe(401);
  });

  it('is refused in one and the same way, whatever is wrong', async () => {
    const revoked = (await ask('POST', '/api/v1/api-keys', { name: 'gone' })).json;
    await ask('DELETE', `/api/v1/api-keys/${revoked.id}`);
    const wrong = [{ code: 'x' }, { code: key }, { api_key: 'olk_x' }, { api_key: revoked.key }];
    const answers = await Promise.all(wrong.map(async (body) => (await signIn(body)).json()));
    expect(new Set(answers.map(({ error, detail }) => `${error} ${detail}`)).size).toBe(1);
    expect(answers[0].error).toBe('unauthorized');
  });

  it('wants one of both proofs', async () => {
    for (const body of [{}, { code: 'a', api_key: 'b' }, { code: 7 }, { api_key: '' }])
      expect((await signIn(body)).status).toBe(400);
  });

  it('is slowed down after many attempts', async () => {
    for (let attempt = 0; attempt < 60; attempt++) await signIn({ code: 'guess' });
    const response = await signIn({ code: await newCode() });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
  });

  it('stores nothing that lets anybody in', async () => {
    const code = await newCode();
    const token = (await signedIn({ api_key: key })).split('=')[1]!;
    const { entries } = await test.store.list('{system}/');
    for (const secret of [code, token, key]) expect(JSON.stringify(entries)).not.toContain(secret);
  });
});

describe('a session', () => {
  it('ends when it is signed out', async () => {
    const cookie = await signedIn();
    const out = { method: 'POST', path: '/api/v1/sign-out', headers: { ...ownPage, cookie } };
    const response = await send(out);
    expect([response.status, response.headers.get('set-cookie')]).toEqual([
      204,
      'concierge_session_8787=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict',
    ]);
    expect(await statusOf({ headers: { cookie } })).toBe(401);
    expect(await statusOf(out)).toBe(204);
  });

  it('ends after twelve hours without use, and after seven days in any case', async () => {
    const cookie = await signedIn();
    const other = await signedIn();
    for (let hours = 0; hours < 7 * 24 - 11; hours += 11) {
      expect([hours, await statusOf({ headers: { cookie } })]).toEqual([hours, 200]);
      clock += 11 * hourMs;
    }
    expect(await statusOf({ headers: { cookie: other } })).toBe(401);
    clock += 11 * hourMs;
    expect(await statusOf({ headers: { cookie } })).toBe(401);
  });

  it('ends with the API key it was made from', async () => {
    const made = (await ask('POST', '/api/v1/api-keys', { name: 'page', expires_in_days: 1 })).json;
    const brief = await signedIn({ api_key: made.key });
    const lasting = await signedIn({ api_key: key });
    clock += 10 * hourMs;
    expect(await statusOf({ headers: { cookie: brief } })).toBe(200);
    await ask('DELETE', `/api/v1/api-keys/${made.id}`);
    expect(await statusOf({ headers: { cookie: brief } })).toBe(401);
    expect(await statusOf({ headers: { cookie: lasting } })).toBe(200);
  });

  it('is of one account: what another has does not exist', async () => {
    const stranger = asker(test, await test.newAccount());
    const { sandbox_id } = (await stranger('GET', list)).json.sandboxes[0];
    const cookie = await signedIn();
    expect(await statusOf({ path: `${list}/${sandbox_id}`, headers: { cookie } })).toBe(404);
  });

  it('lets nobody in at the gateway, nor beside a key that does not', async () => {
    const cookie = await signedIn();
    const { sandbox_id } = (await ask('GET', list)).json.sandboxes[0];
    const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
    const path = `/mcp/${sandbox_id}`;
    expect(await statusOf({ method: 'POST', path, body: ping, headers: { ...ownPage, cookie } })).toBe(401);
    expect(await statusOf({ headers: { cookie, authorization: 'Bearer olk_wrong' } })).toBe(401);
  });
});

describe('a change with the cookie', () => {
  const create = (cookie: string, headers: Record<string, string>) =>
    statusOf({
      method: 'POST',
      path: '/storage/sandboxes',
      body: { name: crypto.randomUUID() },
      headers: { cookie, ...headers },
    });

  it.each<[from: string, headers: Record<string, string>, status: number]>([
    ['the page', ownPage, 201],
    ['the page in an older browser', { origin }, 201],
    ['another port of this machine', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }, 401],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 401],
    ['another site in an older browser', { origin: 'https://evil.example' }, 401],
    ['a sandboxed frame', { origin: 'null' }, 401],
    ['who knows where', {}, 401],
  ])('from %s is answered %#', async (_from, headers, status) => {
    expect(await create(await signedIn(), headers)).toBe(status);
  });

  it('from another site signs nobody in or out', async () => {
    const cookie = await signedIn();
    const headers = { 'sec-fetch-site': 'cross-site', cookie };
    expect((await signIn({ api_key: key }, headers)).status).toBe(401);
    expect(await statusOf({ method: 'POST', path: '/api/v1/sign-out', headers })).toBe(401);
    expect(await statusOf({ headers: { cookie } })).toBe(200);
  });
});
