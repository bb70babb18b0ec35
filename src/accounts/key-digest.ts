/** On Workers by `nodejs_compat`. */
import { hash } from 'node:crypto';

/** SHA-256 of an API key, as 64 lower-case hex digits: what is stored of it. At once, where WebCrypto's waits for a thread. */
export const keyDigest = (key: string): string => hash('sha256', key);
