import type { Entry, Store } from './port.ts';

type Both<One, Other> = [Entry<One> | null, Entry<Other> | null];

/** Two rows in one wait, or at once where the store has them. */
export const getBoth = <One, Other>(
  store: Pick<Store, 'get'>,
  oneKey: string,
  otherKey: string,
): Both<One, Other> | Promise<Both<One, Other>> => {
  const one = store.get<One>(oneKey);
  const other = store.get<Other>(otherKey);
  return one instanceof Promise || other instanceof Promise ? Promise.all([one, other]) : [one, other];
};
