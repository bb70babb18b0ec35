import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createKeyCheck } from '../../src/accounts/authenticate-key.ts';
import { createAccount } from '../../src/accounts/create-account.ts';
import { createKeyUseRecorder } from '../../src/accounts/key-uses.ts';
import { listApiKeys } from '../../src/accounts/list-api-keys.ts';
import { revokeApiKey } from '../../src/accounts/revoke-api-key.ts';
import type { Caller } from '../../src/domain/account.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';

const start = Date.parse('2026-01-01T00:00:00.000Z');
let time: number;
let store: Store;
let commits: number;
let caller: Caller;
let key: string;
let failures: unknown[];

const now = (): Date => new Date(time);
const view = async () => (await listApiKeys({ store, now }, caller))[0];

const opened = (over: Store = store) => {
  const uses = createKeyUseRecorder({ store: over, now, onError: (error) => failures.push(error) });
  onTestFinished(uses.close);
  return { uses, check: createKeyCheck({ store: over, now, onUse: uses.record }) };
};

beforeEach(async () => {
  [time, commits, failures] = [start, 0, []];
  const memory = createMemoryStore();
  store = {
    ...memory,
    commit: (...given) => {
      commits++;
      return memory.commit(...given);
    },
  };
  const { user_id, api_key } = await createAccount({ store, now });
  [caller, key, commits] = [{ user_id }, api_key.reveal(), 0];
});

describe('when a key was last used', () => {
  it('is not said of one that never was', async () => {
    expect(await view()).not.toHaveProperty('last_used_at');
  });

  it('is kept to the minute, in one write however often it is used', async () => {
    const { uses, check } = opened();
    for (let request = 0; request < 50; request++) await check(key);
    await uses.close();
    expect([(await view())?.last_used_at, commits]).toEqual(['2026-01-01T00:00:00.000Z', 1]);
    time += 59_999;
    await check(key);
    time += 1;
    await check(key);
    await uses.close();
    expect([(await view())?.last_used_at, commits]).toEqual(['2026-01-01T00:01:00.000Z', 2]);
  });

  it('is not waited for by the request, nor does its failure refuse it', async () => {
    const broken = new Error('disk full');
    const { uses, check } = opened({ ...store, commit: () => Promise.reject(broken) });
    expect(await check(key)).toEqual(caller);
    await uses.close();
    expect(failures).toEqual([broken]);
  });

  it('does not bring a revoked key back', async () => {
    const { promise: revoked, resolve } = Promise.withResolvers<void>();
    const slow: Store = { ...store, commit: (...given) => revoked.then(() => store.commit(...given)) };
    const { uses, check } = opened(slow);
    await check(key);
    await revokeApiKey({ store, now }, caller, (await view())!.id);
    resolve();
    await uses.close();
    expect([await check(key), await listApiKeys({ store, now }, caller), failures]).toEqual([null, [], []]);
  });
});
