import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCustomServer } from '../fixtures/custom-server.ts';
import { openPage } from './browser.ts';
import { browserTimeout, describeInBrowser } from './describe-in-browser.ts';
import { createTalker, signIn } from './hands.ts';
import { type Setting, startSetting, type Visit } from './setting.ts';

let setting: Setting;

/** All that the page shows, holds in fields, stores and put into addresses. */
const everythingIn = async ({ page, context, addresses }: Visit): Promise<string> => {
  const inPage = await page.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value),
      [{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state],
    ]),
  );
  return JSON.stringify([inPage, await context.storageState(), addresses]);
};

const createAgent = async (page: Page): Promise<void> => {
  await page.getByRole('tab', { name: 'Agent' }).click();
  await page.getByRole('button', { name: 'Create an agent' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Support agent');
  expect(await page.getByLabel('Slug').inputValue()).toBe('support-agent');
  await page.getByLabel('Slug').fill('support');
  await page.getByLabel('Instructions').fill('You help our customers.');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
};

/** Tab by tab until something of that name has the focus. */
const tabTo = async (page: Page, name: RegExp): Promise<void> => {
  for (let steps = 0; steps < 60; steps++) {
    const label = await page.evaluate(() => {
      const { activeElement: at } = document;
      return `${at?.getAttribute('aria-label') ?? ''} ${(at as HTMLInputElement)?.labels?.[0]?.textContent ?? ''} ${at?.textContent ?? ''}`;
    });
    if (name.test(label)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Nothing called ${name} can be reached by Tab.`);
};

describeInBrowser('the main job in the page', () => {
  beforeAll(async () => {
    setting = await startSetting();
  }, browserTimeout);
  afterAll(() => setting.close());

  it('begins when the page knows its sandbox: until then nothing can be said into the void', async () => {
    const { browser, server } = setting;
    const { page, wrongs } = await openPage(browser, server.origin);
    const { promise: known, resolve: tell } = Promise.withResolvers<void>();
    await page.route(/\/storage\/sandboxes$/, async (route) => {
      await known;
      await route.continue();
    });
    await signIn(page, server.origin, await server.newAccount());
    expect(await page.getByLabel('Message').isEditable()).toBe(false);
    expect(await page.getByRole('button', { name: 'Send' }).isEnabled()).toBe(false);
    tell();
    const { say, log } = createTalker(page);
    await say('list my sources');
    await log.getByText('No MCP server is registered').waitFor();
    expect(wrongs).toEqual([]);
  });

  it('is done with the mouse: from a server to its tools in the hands of an agent', async () => {
    const { fixtures, visit } = setting;
    const { page, say, give, choose, wrongs, ...rest } = await visit();
    await say(`add my MCP server at ${fixtures.url('bearer')}, it uses a bearer token`);
    await give('Bearer token', fixtures.token.good);
    await say('call it Ticket desk');
    await choose('Register it');
    const card = page.getByRole('article', { name: 'Ticket desk' });
    await card.getByText('Active').waitFor();
    await card.getByText('bearer token, sealed').waitFor();
    await createAgent(page);
    await page.getByText('Can call 3 tools now').waitFor();
    expect(await everythingIn({ page, wrongs, say, give, choose, ...rest })).not.toContain(
      fixtures.token.good,
    );
    expect(wrongs).toEqual([]);
  });

  it('is done with the keyboard alone', async () => {
    const { fixtures, visit } = setting;
    const { page, settled, wrongs } = await visit();
    const { keyboard } = page;
    const write = async (text: string): Promise<void> => {
      await keyboard.type(text);
      await Promise.all([page.waitForResponse(/\/concierge\//), keyboard.press('Enter')]);
      await settled();
    };
    await write(`add ${fixtures.url('bearer')} with a bearer token, call it Ticket desk`);
    await page.getByLabel('Bearer token').waitFor();
    await write(fixtures.token.good);
    await page.getByRole('button', { name: 'Register it' }).waitFor();
    await page.getByRole('log').focus();
    await tabTo(page, /Register it/);
    await keyboard.press('Enter');
    await page.getByRole('article', { name: 'Ticket desk' }).getByText('Active').waitFor();
    await tabTo(page, /^ *Sources/);
    await keyboard.press('ArrowRight');
    await tabTo(page, /ticket-desk__find_ticket ?Finds/);
    await keyboard.press('Enter');
    await page.getByText('Name to call', { exact: true }).waitFor();
    expect(wrongs).toEqual([]);
  });

  it('ends as it began: revoking asks first, and then the tools are gone', async () => {
    const { fixtures, visit } = setting;
    const { page, say, choose } = await visit();
    await say(`add ${fixtures.url('open')}, no auth, call it Handbook`);
    await choose('Register it');
    const card = page.getByRole('article', { name: 'Handbook' });
    await card.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog', { name: 'Revoke Handbook?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await card.getByText('Active').waitFor();
    await card.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke it' }).click();
    await page.getByText('1 revoked').waitFor();
    await page.getByRole('tab', { name: 'Tools' }).click();
    await page.getByText('No tool can be called yet').waitFor();
  });

  it('shows what was said at once, while its turn still runs, and no longer in the field', async () => {
    const slow = await startCustomServer();
    const { page, log, say, choose, settled } = await setting.visit();
    await say(`add ${slow.url}, no auth, call it Slow`);
    await choose('Register it');
    slow.behave({ hang: ['tools/list'] });
    await page.getByLabel('Message').fill('test the health of Slow');
    await page.getByLabel('Message').press('Enter');
    await log.getByText('test the health of Slow').waitFor();
    expect(await log.locator('[aria-busy=true]').count()).toBe(1);
    expect(await page.getByLabel('Message').inputValue()).toBe('');
    slow.behave({ hang: [] });
    slow.cut();
    await settled();
    expect(await log.getByText('test the health of Slow').count()).toBe(1);
    await slow.close();
  });

  it('lights the step that is at work, and marks a check that failed', async () => {
    const slow = await startCustomServer({ hang: ['tools/list'] });
    const { page, log, say, settled } = await setting.visit();
    await say(`add ${slow.url}, no auth, call it Slow`);
    await page.getByRole('button', { name: 'Register it' }).click();
    const present = page.getByRole('list', { name: 'Steps' }).locator('[aria-current=step]');
    await present.getByText('Register and check').waitFor();
    await log.getByText(/Register it$/).waitFor();
    slow.cut();
    await settled();
    await present.getByText('Repair').waitFor();
    await log.locator('.steps-taken .failed').getByText('Register and check').waitFor();
    await slow.close();
  });

  it('calls nothing right while it is repaired: a refused credential has no tick', async () => {
    const { fixtures, visit } = setting;
    const { page, say, give, choose } = await visit();
    await say(`add ${fixtures.url('bearer')} with a bearer token, call it Ticket desk`);
    await give('Bearer token', fixtures.token.bad);
    const steps = page.getByRole('list', { name: 'Steps' });
    expect(await steps.locator('.filled').filter({ hasText: 'sealed' }).count()).toBe(1);
    await choose('Register it');
    await steps.getByText('Repair').waitFor();
    await steps.getByText('•••• sealed').waitFor();
    expect(await steps.locator('.filled').count()).toBe(0);
  });

  it('shows what a message said without the secret in it, from the first moment', async () => {
    const { fixtures, visit } = setting;
    const visitor = await visit();
    const secret = 'q9Zr4tK1vXw8Lm2Np6Bs3Yd7';
    const seen: string[] = [];
    await visitor.page.exposeFunction('saw', (text: string) => void seen.push(text));
    await visitor.page.evaluate(() => {
      const { saw } = window as unknown as { saw: (text: string) => void };
      const look = () => saw(document.body.textContent);
      new MutationObserver(look).observe(document.body, {
        childList: true,
        subtree: true,
        characterData: true,
      });
    });
    await visitor.say(`add ${fixtures.url('bearer')} with bearer token ${secret}`);
    await visitor.page.getByText('[credential]').first().waitFor();
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.join()).not.toContain(secret);
    expect(await everythingIn(visitor)).not.toContain(secret);
  });
});
