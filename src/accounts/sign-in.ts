import { auditChange } from '../audit/record.ts';
import type { Caller } from '../domain/account.ts';
import type { Credential } from '../domain/credential.ts';
import { ConciergeError } from '../errors.ts';
import { ownerOfKey } from './authenticate-key.ts';
import type { AccountsDeps } from './deps.ts';
import { keyDigest } from './key-digest.ts';
import { beginPageSession, type SessionOrigin } from './page-session.ts';
import { takeSignInCode } from './sign-in-code.ts';

/** What one signs in with: the code of a link, or an API key. */
export type SignInWith = { by: 'code' | 'api_key'; secret: Credential };

export type SignedIn = { caller: Caller; token: Credential };

const refused = (): ConciergeError =>
  new ConciergeError(
    'unauthorized',
    'That does not sign you in. A link works once, for 10 minutes: start the server again for a new one, or paste an API key.',
  );

const originOf = async (deps: AccountsDeps, { by, secret }: SignInWith): Promise<SessionOrigin | null> => {
  if (by === 'code') {
    const caller = await takeSignInCode(deps, secret.reveal());
    return caller && { caller, key_hash: null };
  }
  const key_hash = keyDigest(secret.reveal());
  const owner = await ownerOfKey(deps, key_hash);
  return owner && { caller: { user_id: owner.user_id }, key_hash };
};

/**
 * Begins a session of the page. Errors: `unauthorized`, one and the same for a code or key that is unknown, used,
 * expired or revoked.
 */
export const signIn = async (deps: AccountsDeps, proof: SignInWith): Promise<SignedIn> => {
  const origin = await originOf(deps, proof);
  if (origin === null) throw refused();
  const { caller } = origin;
  const { user_id } = caller;
  const record = { caller, action: 'page.sign_in', subject: user_id, detail: { by: proof.by } } as const;
  await deps.store.commit([auditChange({ ...record, at: deps.now() })]);
  return { caller, token: await beginPageSession(deps, origin) };
};
