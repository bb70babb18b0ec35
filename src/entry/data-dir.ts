/** For Node only. */
import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ConciergeError } from '../errors.ts';

const reasons: Record<string, string> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'it lies on a file system that is read-only',
  ENOTDIR: 'a part of that path is a file',
  EEXIST: 'there is a file of that name',
  ENOENT: 'no folder can be made there',
  ENOSPC: 'the disk is full',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

const isFolder = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
};

/** Upwards one folder at a time: Node's own recursive `mkdir` never ends under `/proc`. */
const ensureFolder = async (path: string): Promise<void> => {
  if (await isFolder(path)) return;
  if (path !== dirname(path)) await ensureFolder(dirname(path));
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (!(await isFolder(path))) throw error;
  }
};

/** Makes the data directory (0700) where it is missing. Errors: `precondition_failed`, saying why and what to do. */
export const ensureDataDir = async (dataDir: string): Promise<void> => {
  const path = resolve(dataDir);
  try {
    await ensureFolder(path);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = codeOf(error);
    throw new ConciergeError(
      'precondition_failed',
      `The data directory ${path} cannot be used: ${reasons[code] ?? 'the system refused'} (${code}). ` +
        'Set CONCIERGE_DATA_DIR to a folder that you may write to.',
      { cause: error },
    );
  }
};
