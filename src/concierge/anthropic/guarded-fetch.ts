import type { Credential } from '../../domain/credential.ts';
import { holdsSecret } from '../../domain/scrub.ts';

/** Our own keys are secrets wherever they come from. */
const ownKey = /\bolk_[A-Za-z0-9_-]{16,}/;

export type GuardedFetch = {
  fetch: typeof globalThis.fetch;
  /** True once a request was held back. */
  heldBack(): boolean;
};

/**
 * Sends what holds none of the secrets, nor any API key of ours, in whatever encoding; the rest is never sent
 * (rule S2). Redaction comes first; this is the last door.
 */
export const createGuardedFetch = (secrets: readonly Credential[]): GuardedFetch => {
  const known = secrets.map((secret) => secret.reveal());
  let heldBack = false;
  return {
    fetch: async (url, init) => {
      const body = init?.body ?? '';
      if (typeof body !== 'string' || ownKey.test(body) || holdsSecret(body, known)) {
        heldBack = true;
        throw new Error('The request holds a secret.');
      }
      return globalThis.fetch(url, init);
    },
    heldBack: () => heldBack,
  };
};
