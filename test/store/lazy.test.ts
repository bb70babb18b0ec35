import { describe, expect, it } from 'vitest';
import { createLazyStore } from '../../src/store/lazy.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { describeStore } from '../contracts/store.ts';

describeStore('lazy store', async () => {
  let time = 1_000;
  return {
    store: createLazyStore(async () => createMemoryStore({ now: () => time })),
    passTime: async (ms) => {
      time += ms;
    },
  };
});

describe('a store that is opened when it is used', () => {
  it('is opened once, by the first use', async () => {
    let opened = 0;
    const lazy = createLazyStore(async () => {
      opened++;
      return createMemoryStore();
    });
    expect(opened).toBe(0);
    await Promise.all([lazy.get('{a}/x'), lazy.list('{a}/')]);
    expect(opened).toBe(1);
  });

  it('that was never used is closed without being opened', async () => {
    const lazy = createLazyStore(() => Promise.reject(new Error('opened')));
    await lazy.close();
  });

  it('tells each use why it could not be opened, and closes all the same', async () => {
    const lazy = createLazyStore(() => Promise.reject(new Error('no Redis')));
    for (const use of [() => lazy.get('{a}/x'), () => lazy.commit([])])
      await expect(use()).rejects.toThrow('no Redis');
    await lazy.close();
  });
});
