import { fileURLToPath } from 'node:url';

/** For tests and the processes that they start: what Node compiled once is kept, so that the next starts in half the time. */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)),
};
