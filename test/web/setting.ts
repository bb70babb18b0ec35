import type { Browser } from 'playwright-core';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { startTestServer, type TestServer } from '../http/test-server.ts';
import { launchBrowser, openPage } from './browser.ts';
import { createTalker, signIn } from './hands.ts';

export type Visit = Awaited<ReturnType<Setting['visit']>>;
export type Setting = Awaited<ReturnType<typeof startSetting>>;

/** The real server on the embedded store, real MCP servers, and a browser. */
export const startSetting = async () => {
  const [fixtures, server, browser]: [FixtureServers, TestServer, Browser] = await Promise.all([
    startFixtureServers(),
    startTestServer(),
    launchBrowser(),
  ]);

  return {
    fixtures,
    server,
    browser,
    /** Someone with an account of their own, signed in. */
    visit: async (options: Parameters<Browser['newContext']>[0] = {}) => {
      const key = await server.newAccount();
      const watched = await openPage(browser, server.origin, {
        permissions: ['clipboard-read', 'clipboard-write'],
        ...options,
      });
      await signIn(watched.page, server.origin, key);
      return { ...watched, key, ...createTalker(watched.page) };
    },
    close: async () => {
      await browser.close();
      await server.close();
      await fixtures.close();
    },
  };
};
