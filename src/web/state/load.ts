import { type Signal, signal } from '@preact/signals';
import { sentenceOf } from './api.ts';

/** Something the server tells, as it is known now. */
export type Loaded<T> = {
  /** Null until it first came. */
  data: Signal<T | null>;
  /** Why the last attempt failed. */
  error: Signal<string | null>;
  /** Asks again; a later answer never gives way to an earlier one. Never throws. */
  reload: () => Promise<void>;
  clear: () => void;
};

/** `ask` resolves with null when there is nothing to ask about. */
export const load = <T>(ask: () => Promise<T | null>): Loaded<T> => {
  const data = signal<T | null>(null);
  const error = signal<string | null>(null);
  let newest = 0;
  return {
    data,
    error,
    reload: async () => {
      const mine = ++newest;
      try {
        const answer = await ask();
        if (mine !== newest) return;
        data.value = answer;
        error.value = null;
      } catch (failure) {
        if (mine === newest) error.value = sentenceOf(failure);
      }
    },
    clear: () => {
      newest++;
      data.value = null;
      error.value = null;
    },
  };
};
