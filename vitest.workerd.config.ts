import { defineConfig } from 'vitest/config';
import { compileCache } from './test/compile-cache.ts';

/** What talks to a server, a second time: against workerd, on a Redis. */
const suites = [
  'test/egress/{fetch,request}.test.ts',
  'test/http/*.test.ts',
  'test/gateway/*.test.ts',
  'test/conversations/conversations.test.ts',
  'test/workerd/*.test.ts',
];

/** Those that cannot apply or would say nothing new, and why; single tests say so where they stand. */
const notOnWorkerd = {
  'test/http/bad-input.test.ts':
    'hundreds of requests that are refused by what they say, before the runtime matters',
  'test/http/bad-variants.test.ts': 'as bad-input',
  'test/http/broken-off.test.ts': 'there the platform has the connection',
  'test/http/figures.test.ts': 'a Worker keeps no figures',
  'test/http/keys.test.ts': 'moves the clock in every test',
  'test/http/openapi.test.ts': 'judges a document, not a server',
  'test/http/own-door.test.ts': 'the door that is only in the same process',
  'test/http/page.test.ts': 'gives the app files of its own, which are not those of the bundle',
  'test/http/sign-in.test.ts': 'moves the clock in every test',
  'test/http/sse.test.ts': 'takes one function apart',
  'test/http/validate.test.ts': 'takes one function apart',
  'test/gateway/respond.test.ts': 'takes one function apart',
};

export default defineConfig({
  test: {
    env: compileCache,
    globalSetup: ['test/workerd/start.ts'],
    setupFiles: ['test/http/answers-are-documented.ts'],
    include: suites,
    exclude: Object.keys(notOnWorkerd),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
