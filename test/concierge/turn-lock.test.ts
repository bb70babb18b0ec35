import { afterEach, describe, expect, it, vi } from 'vitest';
import { takeTurn } from '../../src/concierge/turn-lock.ts';
import { ConciergeError } from '../../src/errors.ts';
import { createSilentLog } from '../../src/log.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';

const names = { lock: '{us_1}/turn-lock/ss_1', conversation: '{us_1}/session/sb_1/ss_1' };
const said = (value: unknown) => ({ key: names.conversation, value });
const gone = new ConciergeError('unavailable', 'No answer.');
const conflict = { code: 'conflict' };
const alive: { release(): Promise<void> }[] = [];
afterEach(async () => {
  for (const lock of alive.splice(0)) await lock.release();
});

const setUp = () => {
  const clock = { ms: 0 };
  const store = createMemoryStore({ now: () => clock.ms });
  /** Commits that happen and whose answer is lost. */
  const answers = { lost: false };
  const deaf: Store = {
    ...store,
    commit: async (changes, options) => {
      const version = await store.commit(changes, options);
      if (answers.lost) throw gone;
      return version;
    },
  };
  const take = async (run_id: string, from: Store = deaf) => {
    const lock = await takeTurn({ store: from, log: createSilentLog() }, names, run_id);
    alive.push(lock);
    return lock;
  };
  const conversation = async () => (await store.get(names.conversation))?.value ?? null;
  return { clock, store, answers, take, conversation };
};

describe('the hold of a turn', () => {
  it('lets the turn commit as often as it likes, and the next one in with the last commit', async () => {
    const { take, conversation } = setUp();
    const first = await take('rn_1');
    await Promise.all([first.commit([said(1)]), first.commit([said(2)])]);
    await first.commit([said(3), first.end]);
    await (await take('rn_2')).commit([said(4)]);
    expect(await conversation()).toBe(4);
  });

  it('is renewed while it lasts, so that another turn is refused however long that is', async () => {
    const { clock, take } = setUp();
    await take('rn_1');
    clock.ms += 2500;
    await expect(take('rn_2')).rejects.toMatchObject(conflict);
    clock.ms += 2500;
    await expect(take('rn_2')).rejects.toMatchObject(conflict);
  });

  it('ends by itself when nothing is heard of its process', async () => {
    const { clock, take } = setUp();
    await (await take('rn_1')).expire();
    const waiting = take('rn_2');
    clock.ms += 3000;
    await (await waiting).commit([said('rn_2')]);
  });

  it('refuses a turn that came while it was there, when it ends with something said', async () => {
    const { store, take } = setUp();
    const first = await take('rn_1');
    const looked = vi.spyOn(store, 'get');
    const second = expect(take('rn_2', store)).rejects.toMatchObject(conflict);
    await vi.waitFor(() => expect(looked.mock.calls.length).toBeGreaterThan(2));
    await first.commit([said('rn_1'), first.end]);
    await second;
  });

  it('lets a turn that was taken over save nothing more, and tells it so', async () => {
    const { store, take, conversation } = setUp();
    const first = await take('rn_1');
    await store.commit([{ key: names.lock, value: 'rn_2' }]);
    await expect(first.commit([said('rn_1')])).rejects.toMatchObject(conflict);
    expect(first.lost.aborted).toBe(true);
    expect(await conversation()).toBeNull();
    await first.release();
    expect((await store.get(names.lock))?.value).toBe('rn_2');
  });

  it('is kept through commits whose answer was lost, and through a time without the store', async () => {
    const { clock, answers, take, conversation } = setUp();
    const lock = await take('rn_1');
    answers.lost = true;
    await expect(lock.commit([said(1)])).rejects.toBe(gone);
    answers.lost = false;
    await lock.commit([said(2)]);
    clock.ms += 10_000;
    await lock.commit([said(3)]);
    expect(await conversation()).toBe(3);
  });
});
