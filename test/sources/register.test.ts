import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Credential } from '../../src/domain/credential.ts';
import { createId } from '../../src/domain/id.ts';
import { ConciergeError } from '../../src/errors.ts';
import { presentRegistration } from '../../src/sources/present.ts';
import { type RegisterInput, registerSource } from '../../src/sources/register.ts';
import type { Store } from '../../src/store/port.ts';
import { caller, createWorld, everythingIn, keysIn, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

describe('registering a source', () => {
  it('stores it, checks it and makes it active', async () => {
    const sandbox_id = await world.newSandbox();
    const source = await world.registerBearer(sandbox_id);
    expect(source).toMatchObject({
      status: 'active',
      name: 'Acme',
      namespace: 'acme',
      has_credential: true,
      health_error: null,
      rate_cap_per_minute: 60,
      allowed_tools: null,
    });
    expect(source.health?.tool_count).toBeGreaterThan(0);
    expect(Object.keys(source.consented_tools)).toHaveLength(source.health!.tool_count);
    expect(Object.values(source.consented_tools)[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['open', 'modern', 'legacy', 'header'] as const)('works with the server %s', async (name) => {
    const sandbox_id = await world.newSandbox();
    const header = {
      auth_kind: 'header_token' as const,
      auth_header: 'X-Api-Key',
      token: new Credential(world.servers.token.good),
    };
    const source = await world.register({
      sandbox_id,
      base_url: world.servers.url(name),
      ...(name === 'header' ? header : {}),
    });
    expect(source).toMatchObject({ status: 'active', health_cause: null });
  });

  it.each([
    ['down', 'connection_refused'],
    ['html', 'web_page'],
    ['empty', 'no_tools'],
    ['bearer', 'unauthorized'],
  ] as const)('keeps a source whose server is "%s" in error with the cause', async (name, cause) => {
    const sandbox_id = await world.newSandbox();
    const source = await world.register({ sandbox_id, base_url: world.servers.url(name) });
    expect(source).toMatchObject({ status: 'error', health_cause: cause, health: null });
    expect(source.health_error).not.toBe('not checked yet');
    expect(presentRegistration(source).health_error).toBe(source.health_error);
  });

  it('drops `Bearer` and quotes that were pasted around a bearer token', async () => {
    const sandbox_id = await world.newSandbox();
    const token = new Credential(` "Bearer ${world.servers.token.good}" `);
    expect(await world.registerBearer(sandbox_id, { token })).toMatchObject({ status: 'active' });
  });

  it('records the registration', async () => {
    const sandbox_id = await world.newSandbox();
    const { data_source_id } = await world.register({ sandbox_id });
    const records = (await world.store.list(`{${caller.user_id}}/audit/`)).entries;
    expect(JSON.stringify(records)).toContain(`source.register`);
    expect(JSON.stringify(records)).toContain(data_source_id);
  });
});

const bad: [string, string, Record<string, unknown>, RegExp][] = [
  ['an empty name', 'name', { name: '  ' }, /at least one character/],
  ['a missing name', 'name', { name: undefined }, /1 to 64/],
  ['a long name', 'name', { name: 'x'.repeat(65) }, /64/],
  ['an invisible name', 'name', { name: 'a\u200bb' }, /visible/],
  ['no URL', 'base_url', { base_url: undefined }, /https:/],
  ['text as URL', 'base_url', { base_url: 'acme' }, /./],
  ['a URL with a user', 'base_url', { base_url: 'https://a:b@acme.com/mcp' }, /./],
  ['plain http', 'base_url', { base_url: 'http://mcp.acme.com/mcp' }, /https/],
  ['the metadata address', 'base_url', { base_url: 'https://169.254.169.254/mcp' }, /./],
  ['an unknown scheme', 'auth_kind', { auth_kind: 'oauth' }, /`none`, `bearer`, `header_token`/],
  ['no scheme', 'auth_kind', { auth_kind: undefined }, /`none`/],
  ['a token with none', 'token', { token: new Credential('abc') }, /refused/],
  ['no token with bearer', 'token', { auth_kind: 'bearer' }, /required/],
  ['an empty token', 'token', { auth_kind: 'bearer', token: new Credential(' ') }, /empty/],
  ['a long token', 'token', { auth_kind: 'bearer', token: new Credential('x'.repeat(8193)) }, /8 KiB/],
  ['no header', 'auth_header', { auth_kind: 'header_token', token: new Credential('abc') }, /required/],
  ['a header with none', 'auth_header', { auth_header: 'X-Api-Key' }, /`header_token`/],
  [
    'a reserved header',
    'auth_header',
    { auth_kind: 'header_token', auth_header: 'Host', token: new Credential('abc') },
    /protocol/,
  ],
  ['a wrong namespace', 'app_namespace', { app_namespace: 'Acme Docs' }, /a-z/],
  ['an empty tool name', 'allowed_tools.1', { allowed_tools: ['a', ''] }, /1 to 128/],
  ['too many tools', 'allowed_tools', { allowed_tools: Array(2001).fill('a') }, /2000/],
  ['tools as text', 'allowed_tools', { allowed_tools: 'a' }, /list/],
  ['a rate cap of 0', 'rate_cap_per_minute', { rate_cap_per_minute: 0 }, /1 to 600/],
  ['a rate cap over the maximum', 'rate_cap_per_minute', { rate_cap_per_minute: 601 }, /1 to 600/],
  ['half a call', 'rate_cap_per_minute', { rate_cap_per_minute: 1.5 }, /1 to 600/],
  ['a webhook cap', 'webhook_rate_cap_per_minute', { webhook_rate_cap_per_minute: 6001 }, /6000/],
  ['ingest calls as text', 'ingest_tool_calls.0', { ingest_tool_calls: ['a'] }, /objects/],
  ['an empty idempotency key', 'idempotency_key', { idempotency_key: '' }, /1 to 200/],
];

describe('what a registration refuses', () => {
  it.each(bad)('%s names `%s` and stores nothing', async (_, field, input, sentence) => {
    const sandbox_id = await world.newSandbox();
    const before = await everythingIn(world.store);
    const error = await world.register({ sandbox_id, ...(input as Partial<RegisterInput>) }).catch((e) => e);
    expect(error).toBeInstanceOf(ConciergeError);
    expect(error).toMatchObject({ code: 'validation', data: { field } });
    expect(error.message).toMatch(sentence);
    expect(await everythingIn(world.store)).toBe(before);
  });

  it('a bad token, without repeating it', async () => {
    const sandbox_id = await world.newSandbox();
    const error = await world
      .registerBearer(sandbox_id, { token: new Credential('hush-hush\u0007') })
      .catch((e) => e);
    expect(error).toMatchObject({ code: 'validation', data: { field: 'token' } });
    expect(`${error.message}${JSON.stringify(error)}${error.stack}`).not.toContain('hush');
  });

  it.each([
    ['unknown', createId('sandbox')],
    ['malformed', '../x'],
  ])('a sandbox that is %s', async (_, sandbox_id) => {
    await expect(world.register({ sandbox_id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it("another account's sandbox", async () => {
    const sandbox_id = await world.newSandbox();
    const other = { user_id: createId('account') };
    const input = { sandbox_id, name: 'A', base_url: world.servers.url('open'), auth_kind: 'none' as const };
    await expect(registerSource(world.deps, other, input)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each(['suspended', 'archived'] as const)('a sandbox that is %s', async (status) => {
    const sandbox_id = await world.newSandbox(status);
    await expect(world.register({ sandbox_id })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('a 101st source, also when two race for the last place', async () => {
    const sandbox_id = await world.newSandbox();
    const input = { sandbox_id, base_url: world.servers.url('down') };
    const names = Array.from({ length: 99 }, (_, index) => `s${index}`);
    for (const name of names) await world.register({ ...input, name });
    const race = await Promise.allSettled(['x', 'y'].map((name) => world.register({ ...input, name })));
    expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(world.register({ ...input, name: 'z' })).rejects.toThrow(/100 data sources/);
    expect(await keysIn(world.store, 'source', sandbox_id)).toHaveLength(100);
  });
});

describe('labels and namespaces', () => {
  it('a label is taken whatever its case', async () => {
    const sandbox_id = await world.newSandbox();
    await world.register({ sandbox_id, name: 'Acme' });
    await expect(world.register({ sandbox_id, name: ' aCME ' })).rejects.toMatchObject({
      code: 'conflict',
      data: { field: 'name' },
    });
  });

  it('labels with one slug get namespaces of their own', async () => {
    const sandbox_id = await world.newSandbox();
    const sources = [];
    for (const name of ['A b', 'a-b', 'A.B']) sources.push(await world.register({ sandbox_id, name }));
    expect(sources.map(({ namespace }) => namespace)).toEqual(['a-b', 'a-b-2', 'a-b-3']);
  });

  it('a namespace set by hand that is taken is a conflict', async () => {
    const sandbox_id = await world.newSandbox();
    await world.register({ sandbox_id, name: 'Acme' });
    const second = world.register({ sandbox_id, name: 'Other', app_namespace: 'acme' });
    await expect(second).rejects.toMatchObject({ code: 'conflict', data: { field: 'app_namespace' } });
    expect(await keysIn(world.store, 'label', sandbox_id)).toEqual(['acme']);
  });

  it('of two that race for one label one wins, and nothing of the other is left', async () => {
    const sandbox_id = await world.newSandbox();
    const race = await Promise.allSettled([1, 2].map(() => world.registerBearer(sandbox_id)));
    expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = race.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(lost.reason).toMatchObject({ code: 'conflict', data: { field: 'name' } });
    for (const kind of ['source', 'secret', 'label', 'namespace']) {
      expect(await keysIn(world.store, kind, sandbox_id), kind).toHaveLength(1);
    }
  });
});

/** A store whose process dies right after its first commit. */
const dyingAfterFirstCommit = (store: Store): Store => {
  let dead = false;
  const alive = (): void => {
    if (dead) throw new ConciergeError('unavailable', 'The store is gone.');
  };
  return {
    ...store,
    get: async (key) => {
      alive();
      return store.get(key);
    },
    commit: async (changes, options) => {
      alive();
      dead = true;
      return store.commit(changes, options);
    },
  };
};

describe('one idempotency key', () => {
  it('gives one source, however many send it at once', async () => {
    const sandbox_id = await world.newSandbox();
    const idempotency_key = createId('session');
    const sources = await Promise.all(
      [1, 2, 3].map(() => world.registerBearer(sandbox_id, { idempotency_key })),
    );
    expect(new Set(sources.map(({ data_source_id }) => data_source_id)).size).toBe(1);
    expect(sources.map(({ status }) => status)).toEqual(['active', 'active', 'active']);
    expect(await keysIn(world.store, 'source', sandbox_id)).toHaveLength(1);
  });

  it('finishes, after a crash between row and check, the source it had made', async () => {
    const sandbox_id = await world.newSandbox();
    const input: RegisterInput = {
      sandbox_id,
      name: 'Acme',
      base_url: world.servers.url('bearer'),
      auth_kind: 'bearer',
      token: new Credential(world.servers.token.good),
      idempotency_key: createId('session'),
    };
    const dying = { ...world.deps, store: dyingAfterFirstCommit(world.store) };
    await expect(registerSource(dying, caller, input)).rejects.toMatchObject({ code: 'unavailable' });
    const [left] = await keysIn(world.store, 'source', sandbox_id);
    const source = await registerSource(world.deps, caller, { ...input, token: undefined });
    expect(source).toMatchObject({ data_source_id: left, status: 'active' });
    expect(await keysIn(world.store, 'source', sandbox_id)).toEqual([left]);
  });

  it('is refused in another sandbox', async () => {
    const [one, two] = [await world.newSandbox(), await world.newSandbox()];
    const idempotency_key = createId('session');
    await world.register({ sandbox_id: one, idempotency_key });
    const again = world.register({ sandbox_id: two, idempotency_key });
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
  });
});

it('no token is in any stored row, projection or error', async () => {
  const sandbox_id = await world.newSandbox();
  const { good, bad } = world.servers.token;
  const source = await world.registerBearer(sandbox_id);
  const refused = await world.registerBearer(sandbox_id, { name: 'B', token: new Credential(bad) });
  const taken = await world.registerBearer(sandbox_id).catch((error) => error);
  expect(refused.status).toBe('error');
  const seen = [await everythingIn(world.store), source, refused, presentRegistration(refused)];
  const text = JSON.stringify([...seen, taken, taken.message, taken.stack]);
  for (const token of [good, bad]) {
    expect(text).not.toContain(token);
    expect(text).not.toContain(btoa(token));
  }
});
