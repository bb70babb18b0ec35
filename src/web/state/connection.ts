import { signal } from '@preact/signals';

export type Connection = 'online' | 'lost' | 'back';

export const connection = signal<Connection>('online');

/** Told when the server answers again after it was gone. */
const onReturn = new Set<() => void>();
export const whenBack = (listener: () => void): void => void onReturn.add(listener);

const longestWaitMs = 3000;
const shownMs = 4000;
let isAsking = false;

const answers = async (): Promise<boolean> => {
  try {
    return (await globalThis.fetch('/healthz', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Says that the server is gone, and asks until it is back: first soon, then every 3 s. */
export const lost = async (): Promise<void> => {
  connection.value = 'lost';
  if (isAsking) return;
  isAsking = true;
  for (let wait = 250; !(await answers()); wait = Math.min(wait * 2, longestWaitMs)) await pause(wait);
  isAsking = false;
  connection.value = 'back';
  for (const listener of onReturn) listener();
  setTimeout(() => {
    if (connection.value === 'back') connection.value = 'online';
  }, shownMs);
};

export const isOnline = (): void => {
  if (connection.value === 'lost' && !isAsking) connection.value = 'online';
};
