import { describe } from 'vitest';
import { executablePath } from './browser.ts';

const isSkipped = executablePath === undefined && !process.env.CI;
if (isSkipped)
  console.warn('Chromium is not installed (or name it in CHROMIUM): the page is not tested here.');

/** A `describe` for what needs a browser: skipped where there is none, failing in CI. */
export const describeInBrowser = isSkipped ? describe.skip : describe;
