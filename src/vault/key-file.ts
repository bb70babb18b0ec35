/** For Node only. */
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ConciergeError, isConciergeError } from '../errors.ts';
import type { Store } from '../store/port.ts';
import { isVaultInUse } from './assert-vault-matches.ts';
import { randomBytes, toBase64, toHex } from './bytes.ts';
import { type KeyRing, parseKeyRing } from './key-ring.ts';

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

const stop = (message: string): ConciergeError => new ConciergeError('precondition_failed', message);

/** A key that others could read is refused, not repaired: they may have read it. Windows has no such bits. */
const assertPrivate = async (path: string): Promise<void> => {
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw stop(
      `Other users of this machine can read the master key ${path}. ` +
        `If none of them matters, run \`chmod 600 ${path}\`; otherwise replace the key.`,
    );
};

const readKeyFile = async (path: string): Promise<string | null> => {
  try {
    await assertPrivate(path);
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw stop(
      `The master key ${path} cannot be read (${error.message}). It must be a file that you own, with mode 600.`,
    );
  }
};

const writeDurably = async (path: string, text: string): Promise<void> => {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
};

const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
};

/** Linking a finished file is exclusive: of several processes one wins, and none reads a half-written key. */
const createKeyFile = async (dataDir: string, path: string): Promise<void> => {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${toHex(randomBytes(8))}`;
  await writeDurably(draft, `${toBase64(randomBytes(32))}\n`);
  try {
    await link(draft, path);
    await syncFolder(dataDir);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
};

/**
 * The text of `<dataDir>/master.key` for `parseKeyRing`; the file is made (mode 0600) when both it and the
 * store are new. Errors: `precondition_failed` when the store was sealed with a key that is gone, or when the
 * file is open to other users.
 */
export const loadKeyFile = async (store: Store, dataDir: string): Promise<string> => {
  const path = join(dataDir, 'master.key');
  const found = await readKeyFile(path);
  if (found !== null) return found;
  if (await isVaultInUse(store))
    throw stop(
      `The master key is missing: this store was sealed with one, but there is no ${path} and CONCIERGE_MASTER_KEY is not set. ` +
        'Put the file back from your backup or set the variable; without the key the stored credentials cannot be opened.',
    );
  await createKeyFile(dataDir, path);
  const made = await readKeyFile(path);
  if (made === null) throw stop(`The master key ${path} was removed while it was made. Start again.`);
  return made;
};

/**
 * The keys of `loadKeyFile`. Errors: its own, and `precondition_failed` naming the file when no key stands in it.
 */
export const loadKeyRing = async (store: Store, dataDir: string): Promise<KeyRing> => {
  const text = await loadKeyFile(store, dataDir);
  try {
    return await parseKeyRing(text);
  } catch (error) {
    if (!isConciergeError(error, 'validation')) throw error;
    throw stop(
      `The master key ${join(dataDir, 'master.key')} is ${text === '' ? 'empty' : 'not 32 bytes of base64'}. ` +
        'Put the file back from your backup. If nothing is stored yet, remove it and start again: another is made.',
    );
  }
};

/** Puts a list of keys into the file, all of it or nothing. */
const replaceKeyFile = async (dataDir: string, keys: string[]): Promise<void> => {
  const path = join(dataDir, 'master.key');
  const draft = `${path}.${toHex(randomBytes(8))}`;
  await writeDurably(draft, `${keys.join(',')}\n`);
  await rename(draft, path);
  await syncFolder(dataDir);
};

const keysIn = async (store: Store, dataDir: string): Promise<string[]> =>
  (await loadKeyFile(store, dataDir)).split(',').map((key) => key.trim());

/** Draws a key that seals from now on and puts it before those in the file. Errors: those of `loadKeyFile`. */
export const addKeyToFile = async (store: Store, dataDir: string): Promise<void> =>
  replaceKeyFile(dataDir, [toBase64(randomBytes(32)), ...(await keysIn(store, dataDir))]);

/** Leaves only the key that seals in the file; how many others were in it. Errors: those of `loadKeyFile`. */
export const dropOldKeys = async (store: Store, dataDir: string): Promise<number> => {
  const [sealing = '', ...others] = await keysIn(store, dataDir);
  if (others.length > 0) await replaceKeyFile(dataDir, [sealing]);
  return others.length;
};
