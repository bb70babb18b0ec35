import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConciergeError } from '../../src/errors.ts';
import { listAll } from '../../src/store/list-all.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';
import { type MessagesApi, startMessagesApi } from '../fixtures/messages-api.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { isOnWorkerd, itOnNode } from '../workerd/runtime.ts';
import { type Ask, asker, createTestApp, type TestApp } from './test-app.ts';

const list = '/api/v1/storage/sandboxes';
const dayMs = 24 * 60 * 60 * 1000;
const token = 'pin-4711';
let fixtures: FixtureServers;
let model: MessagesApi;
let test: TestApp;
let ask: Ask;
let sandbox: string;
/** What the keys of the account's rows begin with. */
let account: string;
let clock: number;
/** Set to lose the next answer between what it is about and its own record, as a crash does. */
let losesAnswer: boolean;

const losingAnswers = (store: Store): Store => ({
  ...store,
  commit: async (changes, options) => {
    if (losesAnswer && changes.some(({ value }) => (value as { answer?: object } | undefined)?.answer)) {
      losesAnswer = false;
      throw new ConciergeError('unavailable', 'The store is gone.');
    }
    return store.commit(changes, options);
  },
});

beforeAll(async () => {
  [fixtures, model] = [await startFixtureServers(), await startMessagesApi()];
});
afterAll(async () => {
  await Promise.all([fixtures.close(), model.close()]);
});
beforeEach(async () => {
  [clock, losesAnswer] = [Date.now(), false];
  const env = { ANTHROPIC_BASE_URL: model.url };
  const store = losingAnswers(createMemoryStore({ now: () => clock }));
  test = await createTestApp(isOnWorkerd ? { env } : { env, store, now: () => new Date(clock) });
  ask = asker(test, await test.newAccount());
  const [{ sandbox_id, owner_id }] = (await ask('GET', list)).json.sandboxes;
  [sandbox, account] = [`${list}/${sandbox_id}`, `{${owner_id}}/`];
  await ask('POST', `${sandbox}/agents`, { slug: 'support', name: 'Support', system_prompt: 'Help.' });
});

const keyed = (path: string, body: object, key = 'deploy-7', by = ask) =>
  by('POST', path.replace('…', sandbox), body, { 'idempotency-key': key });

const source = () => ({
  name: 'Tickets',
  base_url: fixtures.url('bearer'),
  auth_kind: 'bearer',
  token: fixtures.token.good,
});
const spare = { slug: 'spare', name: 'Spare', system_prompt: 'Help.' };
const routes: [path: string, kind: string, status: number, body: () => object][] = [
  [list, 'sandbox', 201, () => ({ name: 'staging' })],
  ['…/sources/user-mcp', 'source', 201, source],
  ['…/agents', 'agent', 201, () => spare],
  ['…/agents/support/test', 'run', 200, () => ({ event_payload: { ticket: 7 } })],
  ['…/agents/support/invoke-async', 'run', 202, () => ({ message: 'go' })],
  ['…/concierge/test', 'session', 200, () => ({ message: 'hello' })],
];
const made = async (kind: string): Promise<number> =>
  (await listAll(test.store, account)).filter(({ key }) => key.split('/')[1] === kind).length;

describe('a request with an Idempotency-Key', () => {
  it.each(routes)('to %s is answered the same again and makes one %s', async (path, kind, status, body) => {
    const before = await made(kind);
    const first = await keyed(path, body());
    const again = await keyed(path.replace('/api/v1', ''), body());
    expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([status, null]);
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([
      status,
      first.text,
      first.headers.get('etag'),
    ]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await made(kind)).toBe(before + 1);
  });

  it.each(routes)(
    'to %s makes one %s when it comes three times at once',
    async (path, kind, status, body) => {
      const before = await made(kind);
      const answers = await Promise.all([1, 2, 3].map(() => keyed(path, body())));
      expect(answers.map((answer) => answer.status)).toEqual([status, status, status]);
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(await made(kind)).toBe(before + 1);
    },
  );

  itOnNode('the store of a Worker loses nothing on purpose').each(routes.slice(0, 5))(
    'to %s finds the %s whose answer a crash lost',
    async (path, kind, status, body) => {
      const before = await made(kind);
      losesAnswer = true;
      expect((await keyed(path, body())).status).toBe(503);
      clock += 10_000;
      expect((await keyed(path, body())).status).toBe(status);
      expect(await made(kind)).toBe(before + 1);
    },
  );

  it('is refused when the key came with another body, or to another route', async () => {
    await keyed(list, { name: 'staging' });
    for (const other of [keyed(list, { name: 'other' }), keyed('…/agents', { name: 'staging' })])
      expect((await other).json).toMatchObject({ error: 'conflict', detail: expect.stringContaining('Key') });
    expect((await ask('GET', list)).json.count).toBe(2);
  });

  it('that was refused may be corrected under the same key', async () => {
    expect((await keyed(list, { name: '' })).status).toBe(400);
    expect((await keyed(list, { name: 'staging' })).status).toBe(201);
  });

  itOnNode('a Worker takes no clock')('is a new one after 24 hours', async () => {
    const { sandbox_id } = (await keyed(list, { name: 'staging' })).json;
    await ask('DELETE', `${list}/${sandbox_id}`);
    clock += dayMs - 1;
    expect((await keyed(list, { name: 'staging' })).json.sandbox_id).toBe(sandbox_id);
    clock += 1;
    expect((await keyed(list, { name: 'staging' })).json.sandbox_id).not.toBe(sandbox_id);
  });

  it('leaves nothing of it behind when its sandbox is deleted', async () => {
    await keyed('…/agents', spare);
    await ask('DELETE', sandbox);
    expect((await keyed('…/agents', spare)).status).toBe(404);
    expect(JSON.stringify(await listAll(test.store, account))).not.toContain('Spare');
  });

  it('is nobody else’s', async () => {
    await keyed(list, { name: 'staging' });
    const stranger = asker(test, await test.newAccount());
    expect((await keyed(list, { name: 'mine' }, 'deploy-7', stranger)).status).toBe(201);
  });

  it('leaves neither its secret nor a digest that tells it in the store', async () => {
    await keyed('…/sources/user-mcp', { ...source(), token });
    const stored = JSON.stringify(await listAll(test.store, account));
    expect(stored).toContain('"fingerprint"');
    expect(stored).not.toContain(token);
  });

  it.each(['', 'x'.repeat(201), 'clé'])('is refused with the key %j', async (key) => {
    const { status, json } = await keyed(list, { name: 'staging' }, key);
    expect([status, json.detail]).toEqual([400, expect.stringContaining('Idempotency-Key')]);
  });

  it('makes an API key each time: its text is shown once and kept nowhere', async () => {
    const [one, two] = [
      await keyed('/api/v1/api-keys', { name: 'ci' }),
      await keyed('/api/v1/api-keys', { name: 'ci' }),
    ];
    expect(one.json.key).not.toBe(two.json.key);
  });
});
