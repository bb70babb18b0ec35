import { signal } from '@preact/signals';

/** Whether someone is signed in; `unknown` until the server has said. */
export const session = signal<'unknown' | 'in' | 'out'>('unknown');

export const signedIn = (): void => {
  session.value = 'in';
};
export const signedOut = (): void => {
  session.value = 'out';
};
