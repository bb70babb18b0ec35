import { validationError } from '../errors.ts';
import { type Bytes, fromBase64, toHex } from './bytes.ts';

/** A key-encryption key. The id is a short hash of it, the same on every machine. */
export type MasterKey = {
  id: string;
  key: CryptoKey;
  /** Derived from it, for HMACs: a key has one purpose (NIST SP 800-57, 5.2). */
  fingerprinting: CryptoKey;
};

/** The first key seals, all open. */
export type KeyRing = { sealing: MasterKey; byId: ReadonlyMap<string, MasterKey> };

const keyBytes = 32;
/** 32 bytes in base64 or base64url; the padding may be missing. */
const keyText = /^[A-Za-z0-9+/_-]{43}=?$/;

const badKey = (position: number): Error =>
  validationError(
    'CONCIERGE_MASTER_KEY',
    `CONCIERGE_MASTER_KEY: key ${position} is not 32 bytes of base64. Make one with \`openssl rand -base64 32\`; several are separated by commas.`,
  );

const bytesOf = (text: string, position: number): Bytes => {
  if (!keyText.test(text)) throw badKey(position);
  const bytes = fromBase64(text.replaceAll('-', '+').replaceAll('_', '/').slice(0, 43));
  if (bytes.length !== keyBytes) throw badKey(position);
  return bytes;
};

const fingerprintingKey = async (bytes: Bytes): Promise<CryptoKey> => {
  const hash = 'SHA-256';
  const info = new TextEncoder().encode('concierge fingerprint');
  const master = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash, salt: new Uint8Array(), info },
    master,
    { name: 'HMAC', hash },
    false,
    ['sign'],
  );
};

const masterKey = async (bytes: Bytes): Promise<MasterKey> => {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return {
    id: toHex(new Uint8Array(digest).slice(0, 8)),
    key: await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']),
    fingerprinting: await fingerprintingKey(bytes),
  };
};

/**
 * Reads `CONCIERGE_MASTER_KEY` (or a key file's text): 32 bytes each, base64, comma-separated.
 * Errors: `validation` naming the variable and the key's position, never the key.
 */
export const parseKeyRing = async (text: string): Promise<KeyRing> => {
  const parts = text.split(',').map((part) => part.trim());
  const all = await Promise.all(parts.map((part, index) => masterKey(bytesOf(part, index + 1))));
  return { sealing: all[0]!, byId: new Map(all.map((key) => [key.id, key])) };
};
