import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const places = [
  ...['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'],
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
export const executablePath = process.env.CHROMIUM ?? places.find((place) => existsSync(place));
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** What a page did that it may not: each in a line. */
export type Watched = { page: Page; context: BrowserContext; wrongs: string[]; addresses: string[] };

/** A page of its own; whatever leaves its origin, breaks its policy, throws or logs an error in it is kept in `wrongs`. */
export const openPage = async (
  browser: Browser,
  origin: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Watched> => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const wrongs: string[] = [];
  const addresses: string[] = [];
  page.on('pageerror', (error) => wrongs.push(`threw: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) wrongs.push(`policy: ${message.text()}`);
    // A refused request is logged by the browser itself, at the address of the request.
    else if (message.type() === 'error' && !/^Failed to load resource/.test(message.text()))
      wrongs.push(`logged: ${message.text()}`);
  });
  page.on('request', (request) => {
    addresses.push(request.url());
    if (!/^data:/.test(request.url()) && new URL(request.url()).origin !== origin)
      wrongs.push(`asked ${request.url()}`);
  });
  return { page, context, wrongs, addresses };
};
