import { describe, it } from 'vitest';

/** True when the tests run against workerd: see vitest.workerd.config.ts. */
export const isOnWorkerd = process.env.CONCIERGE_TEST_WORKERD !== undefined;

/** What cannot apply to a Worker, for the reason given. */
export const itOnNode = (_reason: string) => (isOnWorkerd ? it.skip : it);
export const describeOnNode = (_reason: string) => (isOnWorkerd ? describe.skip : describe);
