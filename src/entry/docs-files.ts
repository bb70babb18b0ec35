/** For Node only. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ReadDocsFile } from '../http/docs-routes.ts';

/** Reads the files of the page at `/docs` from the installed package. */
export const readDocsFile: ReadDocsFile = (file) =>
  readFile(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${file}`)), 'utf8');
