import type { Store } from './port.ts';

/** A store that is opened when it is first used; what opening throws, each use throws. */
export const createLazyStore = (open: () => Promise<Store>): Store => {
  let opening: Promise<Store> | null = null;
  const opened = (): Promise<Store> => {
    opening ??= open();
    return opening;
  };
  return {
    get: async (key) => (await opened()).get(key),
    list: async (prefix, options) => (await opened()).list(prefix, options),
    commit: async (changes, options) => (await opened()).commit(changes, options),
    close: async () => {
      // One that could not be opened has nothing to close; whoever used it was told.
      await opening?.then(
        (store) => store.close(),
        () => undefined,
      );
    },
  };
};
