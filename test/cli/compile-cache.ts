import { fileURLToPath } from 'node:url';

/** For processes that tests start: what Node compiled once is kept, so that the next of them starts in half the time. */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url)),
};
