import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createUseRecorder, type UseBatch } from '../../src/audit/uses.ts';
import type { CredentialUse } from '../../src/domain/credential-use.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';

const useOf = (change: Partial<CredentialUse> = {}): CredentialUse => ({
  user_id: 'us_1',
  sandbox_id: 'sb_1',
  data_source_id: 'ds_1',
  kind: 'call',
  tool: 'search',
  agent: 'support',
  at: new Date('2026-01-02T03:04:05.000Z'),
  ...change,
});

const stored = async (store: Store, user_id = 'us_1'): Promise<UseBatch[]> =>
  (await store.list<UseBatch>(`{${user_id}}/credential-use/`)).entries.map(({ value }) => value);

/** A store whose commits fail while `down`. */
const createFlakyStore = () => {
  const store = createMemoryStore();
  const state = { down: true };
  const commit: Store['commit'] = async (changes) => {
    if (state.down) throw new Error('down');
    return store.commit(changes);
  };
  return { state, store: { ...store, commit } };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const now = () => new Date();

describe('the recorder of credential uses', () => {
  it('has written a use 200 ms after it happened, and not a row for each', async () => {
    const store = createMemoryStore();
    const recorder = createUseRecorder({ store, now });
    recorder.record(useOf());
    await vi.advanceTimersByTimeAsync(150);
    recorder.record(useOf({ at: new Date('2026-01-02T03:04:05.150Z') }));
    recorder.record(useOf({ kind: 'list', tool: null, agent: null }));
    await vi.advanceTimersByTimeAsync(50);
    const { user_id: _, at, ...call } = useOf();
    expect(await stored(store)).toEqual([
      {
        uses: [
          { ...call, at: [at.toISOString(), '2026-01-02T03:04:05.150Z'] },
          { ...call, kind: 'list', tool: null, agent: null, at: [at.toISOString()] },
        ],
      },
    ]);
  });

  it('keeps the accounts apart', async () => {
    const store = createMemoryStore();
    const recorder = createUseRecorder({ store, now });
    recorder.record(useOf());
    recorder.record(useOf({ user_id: 'us_2', data_source_id: 'ds_2' }));
    await recorder.close();
    expect(
      (await stored(store, 'us_2')).flatMap(({ uses }) => uses.map((use) => use.data_source_id)),
    ).toEqual(['ds_2']);
    expect(await stored(store)).toHaveLength(1);
  });

  it('writes what is pending when it is closed, and tells of a use that comes later', async () => {
    const store = createMemoryStore();
    const onError = vi.fn();
    const recorder = createUseRecorder({ store, now, onError });
    recorder.record(useOf());
    await recorder.close();
    expect(await stored(store)).toHaveLength(1);
    recorder.record(useOf());
    expect(onError).toHaveBeenCalledOnce();
  });

  it('tells of a batch that failed and writes it with the next one', async () => {
    const { state, store } = createFlakyStore();
    const onError = vi.fn();
    const recorder = createUseRecorder({ store, now, onError });
    recorder.record(useOf());
    await vi.advanceTimersByTimeAsync(200);
    expect(onError).toHaveBeenCalledOnce();
    expect(await stored(store)).toEqual([]);
    state.down = false;
    await vi.advanceTimersByTimeAsync(200);
    expect((await stored(store))[0]?.uses[0]?.at).toHaveLength(1);
  });

  it('gives up the oldest beyond its bound, and says how many', async () => {
    const { state, store } = createFlakyStore();
    const onError = vi.fn();
    const recorder = createUseRecorder({ store, now, onError, max_pending: 3 });
    for (let n = 0; n < 5; n++) recorder.record(useOf({ tool: `tool-${n}` }));
    state.down = false;
    await recorder.close();
    expect((await stored(store))[0]?.uses.map(({ tool }) => tool)).toEqual(['tool-2', 'tool-3', 'tool-4']);
    expect(onError.mock.calls.map(([error]) => String(error))).toEqual(
      Array(2).fill(expect.stringContaining('1 use')),
    );
  });
});
