import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    setupFiles: ['test/http/answers-are-documented.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
  },
});
