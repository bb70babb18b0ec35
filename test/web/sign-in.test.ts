import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer } from '../entry/start-server.ts';
import { freePort } from '../fixtures/redis-server.ts';
import { launchBrowser, openPage, type Watched } from './browser.ts';
import { browserTimeout, describeInBrowser } from './describe-in-browser.ts';
import { createTalker } from './hands.ts';

let browser: Browser;
let dataDir: string;
let port: number;
let server: ReturnType<typeof startServer>;

const start = () => startServer({ CONCIERGE_DATA_DIR: dataDir, PORT: String(port) });
const linkOf = async (of: typeof server): Promise<string> =>
  (await of.printed(/(http:\/\/127\.0\.0\.1:\d+\/sign-in#code=[\w-]{43})/))[1]!;

describeInBrowser('a server of one’s own', () => {
  let visit: Watched;

  beforeAll(async () => {
    [browser, dataDir, port] = [
      await launchBrowser(),
      await mkdtemp(join(tmpdir(), 'concierge-web-')),
      await freePort(),
    ];
    server = start();
  }, browserTimeout);
  afterAll(async () => {
    await browser.close();
    server.kill('SIGKILL');
    await server.ended;
    await rm(dataDir, { recursive: true });
  });

  it('is entered by the link that it prints, once; who is in stays so', async () => {
    const link = await linkOf(server);
    const { origin, hash } = new URL(link);
    visit = await openPage(browser, origin);
    await visit.page.goto(link);
    await visit.page.getByRole('heading', { name: 'Conversation' }).waitFor();
    expect(new URL(visit.page.url()).hash).toBe('');
    expect(await visit.page.evaluate(() => document.cookie)).toBe('');
    expect(visit.addresses.join()).not.toContain(hash.slice('#code='.length));
    const second = await openPage(browser, origin);
    await second.page.goto(link);
    await second.page.getByText('This link was used already').waitFor();
    const refusal = visit.page.waitForResponse((response) => response.status() === 401);
    await Promise.all([refusal, visit.page.goto(link)]);
    await visit.page.getByRole('heading', { name: 'Conversation' }).waitFor();
    expect([...visit.wrongs, ...second.wrongs]).toEqual([]);
  });

  it('may go away and come back: the page says so and goes on with the same talk', async () => {
    const { page } = visit;
    const { say, log } = createTalker(page);
    await say('add http://127.0.0.1:39999/mcp, no auth');
    server.kill('SIGTERM');
    await server.ended;
    await page.getByText('The server cannot be reached. Trying again').waitFor();
    server = start();
    await page.getByText('Connected again.').waitFor({ timeout: 45_000 });
    await say('call it Nightly');
    await log.getByText('Please check what I will register').waitFor();
    await log.getByText('add http://127.0.0.1:39999/mcp').waitFor();
    await page.reload();
    await log.getByText('Please check what I will register').waitFor();
  });

  it('is left by signing out, and wants a key then', async () => {
    const { page, wrongs } = visit;
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('API key').waitFor();
    await page.reload();
    await page.getByLabel('API key').fill('olk_wrong_wrong_wrong_wrong');
    await page.keyboard.press('Enter');
    await page.getByText('No account has this API key').waitFor();
    expect(await page.getByLabel('API key').inputValue()).toBe('');
    expect(wrongs).toEqual([]);
  });
});
