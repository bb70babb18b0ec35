import type { Change } from './port.ts';

const accountOf = (key: string): string => key.slice(0, key.indexOf('}') + 1);

/** Refuses a commit that a Redis Cluster could not make atomic, so that the mistake shows on every adapter. */
export const assertOneAccount = (changes: readonly Change[]): void => {
  const accounts = new Set(changes.map(({ key }) => accountOf(key)));
  if (accounts.has('') || accounts.size > 1)
    throw new Error(`A commit touches keys of one account: ${changes.map(({ key }) => key).join(', ')}`);
};
