import type { Credential } from '../domain/credential.ts';

/** Where a secret belongs. Sealed for one place, it opens at no other. */
export type SecretPlace = {
  user_id: string;
  sandbox_id: string;
  /** The source (`ds_…`) or, while staged, the conversation (`ss_…`). */
  holder_id: string;
  field: 'credential';
};

/** A sealed secret as stored: plain JSON, every byte string base64. */
export type SealedSecret = {
  format: 1;
  /** Which master key wrapped the data key. */
  key_id: string;
  wrapped_key: string;
  wrap_nonce: string;
  nonce: string;
  ciphertext: string;
};

/**
 * AES-256-GCM envelopes: a new data key and nonce each time, wrapped by a master key; the associated data
 * binds the place, the field and the key id.
 * Errors: `open` throws `ConciergeError('internal')` for a tampered secret, a foreign place or an unknown key.
 */
export interface Vault {
  seal(secret: Credential, place: SecretPlace): Promise<SealedSecret>;
  open(sealed: SealedSecret, place: SecretPlace): Promise<Credential>;
  /** True when it is sealed with the key that seals now. */
  isCurrent(sealed: SealedSecret): boolean;
  /** True when its master key is here. */
  canOpen(sealed: SealedSecret): boolean;
  /** What tells a text from every other without showing anything of it. */
  fingerprint(text: string): Promise<string>;
  isFingerprintOf(fingerprint: string, text: string): Promise<boolean>;
}
