import { Credential } from '../domain/credential.ts';
import { ConciergeError } from '../errors.ts';
import { type Bytes, fromBase64, randomBytes, toBase64 } from './bytes.ts';
import type { KeyRing, MasterKey } from './key-ring.ts';
import type { SealedSecret, SecretPlace } from './port.ts';

const dataKeyBytes = 32;
/** The nonce length that AES-GCM is defined for (NIST SP 800-38D, 8.2). */
const nonceBytes = 12;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** What is authenticated along: a secret or its key moved to another place, part or master key does not open. */
const associatedData = (part: 'key' | 'secret', place: SecretPlace, key_id: string): Bytes =>
  encoder.encode(
    JSON.stringify([
      'concierge',
      1,
      part,
      place.user_id,
      place.sandbox_id,
      place.holder_id,
      place.field,
      key_id,
    ]),
  );

const dataKey = (bytes: Bytes, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, [use]);

const encrypt = async (key: CryptoKey, iv: Bytes, additionalData: Bytes, data: Bytes): Promise<string> =>
  toBase64(new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, data)));

const decrypt = async (key: CryptoKey, iv: string, additionalData: Bytes, data: string): Promise<Bytes> =>
  new Uint8Array(
    await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: fromBase64(iv), additionalData },
      key,
      fromBase64(data),
    ),
  );

/** A new data key and new nonces each time; the data key is wrapped with the sealing master key. */
export const seal = async (ring: KeyRing, secret: Credential, place: SecretPlace): Promise<SealedSecret> => {
  const { id: key_id, key: wrapping } = ring.sealing;
  const [bytes, nonce, wrapNonce] = [dataKeyBytes, nonceBytes, nonceBytes].map(randomBytes) as [
    Bytes,
    Bytes,
    Bytes,
  ];
  const key = await dataKey(bytes, 'encrypt');
  const text = encoder.encode(secret.reveal());
  return {
    format: 1,
    key_id,
    wrapped_key: await encrypt(wrapping, wrapNonce, associatedData('key', place, key_id), bytes),
    wrap_nonce: toBase64(wrapNonce),
    nonce: toBase64(nonce),
    ciphertext: await encrypt(key, nonce, associatedData('secret', place, key_id), text),
  };
};

const openWith = async (master: MasterKey, sealed: SealedSecret, place: SecretPlace): Promise<Credential> => {
  const { key_id, wrapped_key, wrap_nonce, nonce, ciphertext } = sealed;
  const bytes = await decrypt(master.key, wrap_nonce, associatedData('key', place, key_id), wrapped_key);
  const key = await dataKey(bytes, 'decrypt');
  return new Credential(
    decoder.decode(await decrypt(key, nonce, associatedData('secret', place, key_id), ciphertext)),
  );
};

/** Errors: `internal` for an unknown format or master key, a foreign place, or anything changed. */
export const open = async (ring: KeyRing, sealed: SealedSecret, place: SecretPlace): Promise<Credential> => {
  const master = ring.byId.get(sealed.key_id);
  if (sealed.format !== 1 || master === undefined)
    throw new ConciergeError(
      'internal',
      'A stored credential was sealed with a master key that is not here.',
    );
  try {
    return await openWith(master, sealed, place);
  } catch (cause) {
    throw new ConciergeError('internal', 'A stored credential could not be opened.', { cause });
  }
};
