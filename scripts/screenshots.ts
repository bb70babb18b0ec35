// Draws the main states of the page with real servers behind it: `npm run screenshots` writes docs/screenshots/*.png.
import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { startFixtureServers } from '../test/fixtures/servers.ts';
import { startTestServer } from '../test/http/test-server.ts';
import { launchBrowser, openPage } from '../test/web/browser.ts';
import { createTalker, linkFor, signIn } from '../test/web/hands.ts';

const folder = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const maxBytes = 150_000;

const shoot = async (page: Page, name: string): Promise<void> => {
  const path = `${folder}${name}.png`;
  await page.screenshot({ path });
  const { size } = statSync(path);
  if (size > maxBytes) throw new Error(`${name}.png has ${size} bytes, more than ${maxBytes}.`);
};

const desktop = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' } as const;

mkdirSync(folder, { recursive: true });
const [fixtures, server, browser] = await Promise.all([
  startFixtureServers(),
  startTestServer(),
  launchBrowser(),
]);
const key = await server.newAccount();
const { page } = await openPage(browser, server.origin, desktop);
const { say, choose, settled } = createTalker(page);

await page.goto(server.origin);
await page.getByLabel('API key').waitFor();
await shoot(page, 'sign-in');
await signIn(page, server.origin, key);
await page.getByText('No source yet').waitFor();
await shoot(page, 'start');

await say(`add my MCP server at ${fixtures.url('bearer')}, it uses a bearer token`);
await page.getByLabel('Bearer token').fill(fixtures.token.good);
await shoot(page, 'credential');
await page.getByRole('button', { name: 'Seal it' }).click();
await settled();
await say('call it Ticket desk');
await shoot(page, 'confirmation');
await choose('Register it');
await page.getByRole('article', { name: 'Ticket desk' }).getByText('3 tools').waitFor();
for (let checks = 0; checks < 5; checks++) {
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByRole('button', { name: 'Test', exact: true }).waitFor();
}
await say(`add ${fixtures.url('open')}, no auth, call it Handbook`);
await choose('Register it');
await say(`add ${fixtures.url('down')}, no auth, call it Billing`);
await choose('Register it');
await page.getByRole('article', { name: 'Billing' }).waitFor();
await shoot(page, 'sources');

await page.getByRole('button', { name: 'New', exact: true }).click();
await page.getByRole('tab', { name: 'Agent' }).click();
await page.getByRole('button', { name: 'Create an agent' }).click();
await page.getByLabel('Name', { exact: true }).fill('Support agent');
await page.getByLabel('Slug').fill('support');
await page.getByLabel('Instructions').fill('You help our customers.');
await page.getByRole('button', { name: 'Create', exact: true }).click();
await page.getByText('Can call 6 tools now').waitFor();
await say('what tools does my support agent have right now?');
await shoot(page, 'agent');

await page.getByRole('tab', { name: 'Tools' }).click();
await page.getByRole('button', { name: 'ticket-desk__create_ticket Opens' }).click();
await page.locator('#argument_title').fill('The printer is on fire');
await page.getByRole('button', { name: 'Call as support' }).click();
await page.getByText('opened "The printer is on fire"').waitFor();
await page.getByRole('tabpanel').evaluate((panel) => panel.scrollTo(0, 0));
await shoot(page, 'tools');

await page.emulateMedia({ colorScheme: 'dark' });
await page.getByRole('tab', { name: 'Sources' }).click();
await say('revoke the ticket desk');
await shoot(page, 'dark');
await page.emulateMedia({ colorScheme: 'light' });
await page.setViewportSize({ width: 360, height: 740 });
await page.getByRole('tab', { name: 'Talk' }).click();
await shoot(page, 'phone-talk');
await page.getByRole('tab', { name: 'Sources' }).click();
await shoot(page, 'phone-sources');

const given = { base_url: fixtures.url('modern'), auth_kind: 'none', name: 'Weather' };
const link = await linkFor(server.origin, key, given);
await page.setViewportSize(desktop.viewport);
await page.goto(server.origin + link);
await page.getByRole('heading', { name: /Weather/ }).waitFor();
await shoot(page, 'link');

await browser.close();
await server.close();
await fixtures.close();
