/** For Node only. */
import { readFile } from 'node:fs/promises';
import type { ReadPageFile } from '../http/page-routes.ts';
import { packageRoot } from './package-root.ts';

const folder = new URL('dist/web/', packageRoot);

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** Reads the files of the built page, which `npm ci` and `npm run build` write. */
export const readPageFile: ReadPageFile = async (path) => {
  try {
    return await readFile(new URL(path, folder));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};
