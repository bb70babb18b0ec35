import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { compileCache } from './test/compile-cache.ts';

export default defineConfig({
  // What is exported is built; in a clone its source is tested.
  resolve: { alias: { 'concierge/client': fileURLToPath(new URL('src/client/client.ts', import.meta.url)) } },
  test: {
    env: compileCache,
    setupFiles: ['test/http/answers-are-documented.ts'],
    include: ['test/**/*.test.ts'],
    // They need the runtime that vitest.workerd.config.ts starts.
    exclude: ['test/workerd/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // Half of a test here is waiting, so that two share two processors well; by itself Vitest leaves one free.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
