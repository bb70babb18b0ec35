import { beforeEach, describe, expect, it } from 'vitest';
import { type Ask, asker, createTestApp, type TestApp } from './test-app.ts';

const keys = '/api/v1/api-keys';
const dayMs = 24 * 60 * 60 * 1000;
let clock: number;
let test: TestApp;
let first: string;
let ask: Ask;

beforeEach(async () => {
  clock = Date.parse('2026-01-01T00:00:00.000Z');
  test = await createTestApp({ now: () => new Date(clock) });
  first = await test.newAccount();
  ask = asker(test, first);
});

type Made = { id: string; key: string };
const made = async (body: object): Promise<Made> => (await ask('POST', keys, body)).json;

/** All that a client sees, but the request's own id. */
const seen = async (headers: Record<string, string>, path: string) => {
  const response = await test.app.fetch(new Request(`http://localhost${path}`, { headers }));
  const id = response.headers.get('x-request-id');
  const text = (await response.text()).replace(id ?? '', '');
  return [response.status, text, [...response.headers].filter(([name]) => name !== 'x-request-id')];
};

describe('an API key', () => {
  it('that is missing, unknown, expired or revoked gets one and the same 401', async () => {
    const expired = await made({ name: 'short', expires_in_days: 1 });
    const revoked = await made({ name: 'gone' });
    await ask('DELETE', `${keys}/${revoked.id}`);
    clock += dayMs;
    for (const path of [keys, '/storage/sandboxes', '/mcp/sb_1', '/api/v1/nothing']) {
      const missing = await seen({}, path);
      expect(missing[0]).toBe(401);
      for (const key of [expired.key, revoked.key, `olk_${'0'.repeat(43)}`, first.slice(0, -1)])
        expect(await seen({ authorization: `Bearer ${key}` }, path)).toEqual(missing);
    }
  });

  it('is dead at once when revoked, also by itself', async () => {
    const { id, key } = await made({ name: 'short' });
    const own = asker(test, key);
    expect((await own('GET', keys)).status).toBe(200);
    expect((await own('DELETE', `${keys}/${id}`)).json).toEqual({ revoked: true, id, name: 'short' });
    expect((await own('GET', keys)).status).toBe(401);
    expect((await ask('DELETE', `${keys}/${id}`)).status).toBe(404);
  });

  it('shows when it was last used and when it expires', async () => {
    const { key } = await made({ name: 'ci', expires_in_days: 1 });
    clock += 1000;
    await asker(test, key)('GET', keys);
    const [, shown] = (await ask('GET', keys)).json;
    expect(shown).toMatchObject({
      last_used_at: '2026-01-01T00:00:01.000Z',
      expires_at: '2026-01-02T00:00:00.000Z',
      is_expired: false,
    });
    clock += dayMs;
    expect((await ask('GET', keys)).json[1].is_expired).toBe(true);
  });
});
