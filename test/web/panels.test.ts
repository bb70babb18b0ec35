import AxeBuilder from 'axe-core';
import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { browserTimeout, describeInBrowser } from './describe-in-browser.ts';
import { linkFor, putOutOfSight, signInHere } from './hands.ts';
import { type Setting, startSetting, type Visit } from './setting.ts';

let setting: Setting;
let visitor: Visit;

const open = (page: Page, tab: string) => page.getByRole('tab', { name: tab }).click();

/** Everything of a kind fails until the returned function is called. */
const breakDown = async (page: Page, path: RegExp): Promise<() => Promise<void>> => {
  const detail = 'The store cannot be reached right now. Try again in a moment.';
  const body = JSON.stringify({ error: 'unavailable', detail, request_id: 'r' });
  await page.route(path, (route) => route.fulfill({ status: 503, contentType: 'application/json', body }));
  const asked = new Set<Request>();
  page.on('request', (request) => void (path.test(request.url()) && asked.add(request)));
  const end = (request: Request): void => void asked.delete(request);
  page.on('requestfinished', end).on('requestfailed', end);
  return async () => {
    // What is asked still would be answered well, and the page right again by itself.
    await vi.waitUntil(() => asked.size === 0, { timeout: 20_000 });
    await page.unroute(path);
  };
};

const problemsOf = async (page: Page): Promise<string[]> => {
  const result: AxeBuilder.AxeResults = await page.evaluate('axe.run()');
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
};

/** How much longer and wider the page itself is than its window. */
const overflow = (page: Page): Promise<{ right: number; below: number }> =>
  page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return { right: scrollWidth - innerWidth, below: scrollHeight - innerHeight };
  });

describeInBrowser('the panels', () => {
  beforeAll(async () => {
    setting = await startSetting();
    // axe is put beside the page, as its policy lets nothing of another be loaded.
    visitor = await setting.visit({ bypassCSP: true, reducedMotion: 'reduce' });
    const { page, say, choose } = visitor;
    for (const [name, label] of [
      ['open', 'Handbook'],
      ['down', 'Billing'],
    ] as const) {
      await say(`add ${setting.fixtures.url(name)}, no auth, call it ${label}`);
      await choose('Register it');
    }
    await choose('Discard it');
    await say(`add ${setting.fixtures.url('legacy')}, no auth, call it Warehouse`);
    await choose('Register it');
    await open(page, 'Agent');
    await page.getByRole('button', { name: 'Create an agent' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Support');
    await page.getByLabel('Instructions').fill('Help.');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByText(/Can call \d tools now/).waitFor();
  }, browserTimeout);
  afterAll(() => setting.close());

  it('do to a source what their buttons say', async () => {
    const { page } = visitor;
    await open(page, 'Sources');
    const card = page.getByRole('article', { name: 'Handbook' });
    await card.getByRole('button', { name: 'Test' }).click();
    await card
      .getByRole('img', { name: /^The last 2 checks, oldest first: 2 passed in \d+( to \d+)? ms$/ })
      .waitFor();
    await card.getByRole('button', { name: 'Pause' }).click();
    await card.getByText('Paused').waitFor();
    await card.getByRole('button', { name: 'Resume' }).click();
    await card.getByText('Active').waitFor();
    await card.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('New label').fill('Warehouse');
    await page.keyboard.press('Enter');
    await page.getByText(/^Another source of this sandbox is called/).waitFor();
    expect(await page.getByLabel('New label').inputValue()).toBe('Warehouse');
    await page.getByLabel('New label').fill('Manual');
    await page.keyboard.press('Enter');
    const renamed = page.getByRole('article', { name: 'Manual' });
    await renamed.getByText('3 tools').click();
    await renamed.getByRole('button', { name: 'manual__get_page' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('manual__get_page');
  });

  it('show which of the last checks of a source failed', async () => {
    const { page } = visitor;
    await open(page, 'Sources');
    const card = page.getByRole('article', { name: 'Warehouse' });
    await page.route(/\/sources$/, async (route) => {
      const answer = await (await route.fetch()).json();
      for (const source of answer.sources)
        source.recent_checks = [null, null, 12].map((latency_ms) => ({ at: source.created_at, latency_ms }));
      await route.fulfill({ json: answer });
    });
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    const name = 'The last 3 checks, oldest first: 1 passed in 12 ms, 2 failed';
    await card.getByRole('img', { name }).waitFor();
    expect(await card.locator('rect.failed').count()).toBe(2);
    await page.unroute(/\/sources$/);
  });

  it('search the tools, and call one by a form made from its schema', async () => {
    const { page, wrongs } = visitor;
    await open(page, 'Tools');
    await page.getByLabel('Search tools').fill('pages words');
    await page.getByText('1 of', { exact: false }).waitFor();
    await page.getByRole('button', { name: /__search_docs Finds/ }).click();
    await page.getByRole('button', { name: 'Call as support' }).click();
    await page.getByText('This is required.').waitFor();
    await page.locator('#argument_query').fill('holidays');
    await page.locator('#argument_limit').fill('3');
    await page.getByRole('button', { name: 'Call as support' }).click();
    await page.getByText('3 pages about "holidays"').waitFor();
    await page.getByRole('button', { name: 'Input schema' }).click();
    await page.getByText('"maximum": 50').waitFor();
    await page.getByRole('tabpanel').getByRole('button', { name: 'Copy', exact: true }).last().click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('"maximum": 50');
    expect(wrongs).toEqual([]);
  });

  it('keep an open form when the window gets narrow, and wide again', async () => {
    const { page } = visitor;
    const isWhole = async (limit: string): Promise<void> => {
      expect(await page.locator('#argument_query').inputValue()).toBe('holidays');
      expect(await page.locator('#argument_limit').inputValue()).toBe(limit);
    };
    await open(page, 'Tools');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.locator('#argument_query').fill('holidays');
    await page.locator('#argument_limit').fill('7');
    await page.setViewportSize({ width: 600, height: 800 });
    await page.getByRole('tab', { name: 'Talk' }).waitFor();
    await isWhole('7');
    await page.locator('#argument_limit').fill('8');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('tab', { name: 'Talk' }).waitFor({ state: 'detached' });
    await isWhole('8');
  });

  it('begin the registration of another server', async () => {
    const { page, log, choose } = visitor;
    await open(page, 'Sources');
    await page.getByRole('button', { name: 'Add an MCP server' }).click();
    await log.getByText('What is the URL', { exact: false }).last().waitFor();
    await page.getByPlaceholder('Paste the URL of your server').waitFor();
    await choose('Cancel');
  });

  it('say why an agent misses tools', async () => {
    const { page } = visitor;
    await open(page, 'Sources');
    const card = page.getByRole('article', { name: 'Warehouse' });
    await card.getByRole('button', { name: 'Pause' }).click();
    await card.getByText('Paused').waitFor();
    await open(page, 'Agent');
    await page.getByText('It is paused', { exact: false }).waitFor();
    await page.getByText(/^http:\S+\/mcp\/sb_\w+\/support$/).waitFor();
  });

  it.each([
    ['Sources', /\/sources$/],
    ['Tools', /\/agents\/tools$/],
    ['Agent', /\/agents\/support\/tools$/],
  ])('%s shows an error with a way to try again, and what is known stays', async (tab, path) => {
    const { page } = visitor;
    await open(page, tab);
    const panel = page.getByRole('tabpanel');
    const before = await panel.locator('article, tbody tr, section').count();
    const mend = await breakDown(page, path);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await panel.getByText('The store cannot be reached right now', { exact: false }).waitFor();
    expect(await panel.locator('article, tbody tr, section').count()).toBe(before);
    const putInSight = await putOutOfSight(page);
    await mend();
    await panel.getByRole('button', { name: 'Try again' }).click();
    await panel.getByRole('alert').waitFor({ state: 'detached' });
    await putInSight();
  });

  it('the talk and the earlier conversations show an error too', async () => {
    const { page, say } = visitor;
    const mend = await breakDown(page, /\/concierge\//);
    await say('hello');
    await page.getByRole('log').getByText('The store cannot be reached', { exact: false }).waitFor();
    expect(await page.getByLabel('Message').inputValue()).toBe('hello');
    // The list asks as it opens; what it asks must fail too, or it would be right again by itself.
    const asked = page.waitForResponse(/\/concierge\/sessions$/);
    await page.getByRole('button', { name: 'Earlier' }).click();
    await asked;
    await page.getByRole('alert').getByText('The store cannot be reached', { exact: false }).waitFor();
    // Or it asks again by itself, and the button is gone.
    const putInSight = await putOutOfSight(page);
    await mend();
    await page.getByRole('button', { name: 'Try again' }).click();
    await putInSight();
    await page.getByRole('button', { name: /^add http.*just now/ }).click();
    await page.getByRole('log').getByText('Handbook is registered', { exact: false }).waitFor();
  });

  it('move nothing for who wants no motion', async () => {
    const { page } = visitor;
    const moves = () =>
      page.evaluate(() => {
        const all = [...document.querySelectorAll('button, summary, i, .icon')].map((of) =>
          getComputedStyle(of),
        );
        return all.filter((style) => /[1-9]/.test(style.transitionDuration)).length;
      });
    expect(await moves()).toBe(0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await moves()).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
  });

  it.each(['light', 'dark'] as const)('are accessible when %s', async (colorScheme) => {
    const { page, say, choose } = visitor;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(AxeBuilder.source);
    for (const tab of ['Sources', 'Tools', 'Agent']) {
      await open(page, tab);
      expect([tab, await problemsOf(page)]).toEqual([tab, []]);
    }
    await say('add https://mcp.acme.com/mcp with a bearer token');
    expect(await problemsOf(page)).toEqual([]);
    await choose('Cancel');
    await open(page, 'Sources');
    await page.getByRole('button', { name: 'Revoke' }).first().click();
    expect(await problemsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it.each(['light', 'dark'] as const)('and so are a link and signing in, when %s', async (colorScheme) => {
    const { page, context } = await setting.visit({ bypassCSP: true, reducedMotion: 'reduce', colorScheme });
    const { origin } = setting.server;
    const given = { base_url: setting.fixtures.url('bearer'), name: 'Desk' };
    const key = await setting.server.newAccount();
    await context.clearCookies();
    for (const auth_kind of ['none', 'bearer']) {
      await page.goto(origin + (await linkFor(origin, key, { ...given, auth_kind })));
      await signInHere(page, key);
      await page.getByRole('heading', { name: /Desk/ }).waitFor();
      await page.evaluate(AxeBuilder.source);
      expect([auth_kind, await problemsOf(page)]).toEqual([auth_kind, []]);
      expect(await overflow(page)).toEqual({ right: 0, below: 0 });
      await context.clearCookies();
    }
    await page.goto(origin);
    await page.getByLabel('API key').fill('olk_wrong_wrong_wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.evaluate(AxeBuilder.source);
    expect(await problemsOf(page)).toEqual([]);
  });

  it.each([
    [1280, 800, ['Sources', 'Tools', 'Agent']],
    [360, 740, ['Talk', 'Sources', 'Tools', 'Agent']],
  ])('fit a window of %i by %i: what is long scrolls, never the page', async (width, height, tabs) => {
    const { page, log } = visitor;
    await page.setViewportSize({ width, height });
    for (const tab of tabs) {
      await open(page, tab);
      expect([tab, await overflow(page)]).toEqual([tab, { right: 0, below: 0 }]);
    }
    await open(page, 'Tools');
    const [name, table] = await Promise.all(
      ['.catalog .row-button', '.catalog'].map((part) => page.locator(part).first().boundingBox()),
    );
    expect(name!.width).toBeGreaterThan(table!.width * 0.7);
    if (width < 1000) await open(page, 'Talk');
    expect(await log.evaluate((list) => list.scrollHeight - list.clientHeight)).toBeGreaterThan(height);
    await page.evaluate(() => scrollTo(0, 1000));
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('give a message back to its field when its turn failed', async () => {
    const { page, log, say } = visitor;
    await page.getByRole('button', { name: 'New', exact: true }).click();
    const frames = [
      ['run_started', { run_id: 'rn_1', session_id: 'ss_1' }],
      ['user_message', { text: 'list my sources' }],
      ['agent_error', { message: 'That did not work (run rn_1).', type: 'internal', run_id: 'rn_1' }],
    ].map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    await page.route(/\/concierge\/chat$/, (route) =>
      route.fulfill({ contentType: 'text/event-stream', body: frames.join('') }),
    );
    await say('list my sources');
    await log.getByRole('alert').waitFor();
    expect(await page.getByLabel('Message').inputValue()).toBe('list my sources');
  });
});
