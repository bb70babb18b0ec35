import { open, seal } from './envelope.ts';
import { fingerprint, isFingerprintOf } from './fingerprint.ts';
import type { KeyRing } from './key-ring.ts';
import type { Vault } from './port.ts';

export const createVault = (ring: KeyRing): Vault => ({
  seal: (secret, place) => seal(ring, secret, place),
  open: (sealed, place) => open(ring, sealed, place),
  isCurrent: ({ key_id }) => key_id === ring.sealing.id,
  canOpen: ({ key_id }) => ring.byId.has(key_id),
  fingerprint: (text) => fingerprint(ring, text),
  isFingerprintOf: (made, text) => isFingerprintOf(ring, made, text),
});
