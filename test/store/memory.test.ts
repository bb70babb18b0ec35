import { createMemoryStore } from '../../src/store/memory.ts';
import { describeStore } from '../contracts/store.ts';

describeStore('memory store', async () => {
  let time = 1_000;
  return {
    store: createMemoryStore({ now: () => time }),
    passTime: async (ms) => {
      time += ms;
    },
  };
});
