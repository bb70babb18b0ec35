import { describe } from 'vitest';
import { executablePath } from './browser.ts';

/** A browser beside the other tests is slow on a small machine, in ms. */
export const browserTimeout = 90_000;

const isSkipped = executablePath === undefined && !process.env.CI;
if (isSkipped)
  console.warn('Chromium is not installed (or name it in CHROMIUM): the page is not tested here.');

/** A `describe` for what needs a browser: skipped where there is none, failing in CI. */
export const describeInBrowser = (name: string, tests: () => void): void => {
  (isSkipped ? describe.skip : describe)(name, { timeout: browserTimeout }, tests);
};
