import { toHex } from './bytes.ts';
import type { KeyRing, MasterKey } from './key-ring.ts';

const encoder = new TextEncoder();

const macOf = async ({ fingerprinting }: MasterKey, text: string): Promise<string> =>
  toHex(new Uint8Array(await crypto.subtle.sign('HMAC', fingerprinting, encoder.encode(text))));

/** `<key id>.<hex>`: an HMAC, so that a short secret in the text cannot be found by trying them all. */
export const fingerprint = async ({ sealing }: KeyRing, text: string): Promise<string> =>
  `${sealing.id}.${await macOf(sealing, text)}`;

/** False also for a fingerprint whose master key is gone. */
export const isFingerprintOf = async (ring: KeyRing, made: string, text: string): Promise<boolean> => {
  const key = ring.byId.get(made.slice(0, made.indexOf('.')));
  return key !== undefined && made === `${key.id}.${await macOf(key, text)}`;
};
