import { ConciergeError } from '../../src/errors.ts';
import type { Change, Store } from '../../src/store/port.ts';

/** A store whose commits fail while `broken` says so. */
export const breakable = () => {
  let broken: ((changes: Change[]) => boolean) | null = null;
  const secret = 'disk /dev/sda1 said no';
  const wrap = (store: Store): Store => ({
    ...store,
    commit: async (changes, options) => {
      if (broken?.(changes)) throw new ConciergeError('unavailable', secret);
      return store.commit(changes, options);
    },
  });
  const breakWhen = (when: typeof broken): void => {
    broken = when;
  };
  return { wrap, breakWhen, secret };
};
/** Commits that write a key of that kind. */
export const touches = (kind: string) => (changes: Change[]) =>
  changes.some(({ key }) => key.includes(`}/${kind}/`));
