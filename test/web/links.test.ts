import { afterAll, beforeAll, expect, it } from 'vitest';
import { browserTimeout, describeInBrowser } from './describe-in-browser.ts';
import { linkFor } from './hands.ts';
import { type Setting, startSetting, type Visit } from './setting.ts';

let setting: Setting;
let visitor: Visit;

const linkToAdd = (given: object): Promise<string> => linkFor(setting.server.origin, visitor.key, given);

describeInBrowser('a link that a client gave', () => {
  beforeAll(async () => {
    setting = await startSetting();
    visitor = await setting.visit();
  }, browserTimeout);
  afterAll(() => setting.close());

  const open = async (path: string) => {
    await visitor.page.goto(setting.server.origin + path);
    return visitor.page;
  };

  it('asks for a yes, and does nothing after a no', async () => {
    const given = { base_url: setting.fixtures.url('open'), auth_kind: 'none', name: 'Handbook' };
    const page = await open(await linkToAdd(given));
    await page.getByRole('button', { name: 'No, do nothing' }).click();
    await page.getByText('Nothing was changed').waitFor();
    await open(await linkToAdd(given));
    await page.getByRole('heading', { name: /Handbook/ }).waitFor();
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await page.getByText('Done. You can close this page').waitFor();
    await page.getByRole('link', { name: 'Go to Concierge' }).click();
    await page.getByRole('article', { name: 'Handbook' }).getByText('Active').waitFor();
  });

  it('takes a credential in a masked field, and shows it nowhere', async () => {
    const { fixtures } = setting;
    const given = { base_url: fixtures.url('bearer'), auth_kind: 'bearer', name: 'Ticket desk' };
    const path = await linkToAdd(given);
    const page = await open(path);
    const field = page.getByLabel('Credential');
    expect(await field.getAttribute('type')).toBe('password');
    await field.fill(fixtures.token.good);
    await page.getByRole('button', { name: 'Seal it' }).click();
    await page.getByText('Done. You can close this page').waitFor();
    expect(await page.content()).not.toContain(fixtures.token.good);
    await page.reload();
    await page.getByText('Done. You can close this page').waitFor();
    expect(visitor.wrongs).toEqual([]);
  });

  it('says so when the credential is refused, and does not call it done', async () => {
    const { fixtures } = setting;
    const given = { base_url: fixtures.url('bearer'), auth_kind: 'bearer', name: 'Locked desk' };
    const page = await open(await linkToAdd(given));
    await page.getByText('Authentication: bearer token', { exact: true }).waitFor();
    await page.keyboard.type(fixtures.token.bad);
    await page.keyboard.press('Enter');
    await page.getByText('Your server refused the credential', { exact: false }).waitFor();
    await page.getByText('It is kept as it is', { exact: false }).waitFor();
    expect(await page.getByText('Done.', { exact: false }).count()).toBe(0);
    expect(await page.content()).not.toContain(fixtures.token.bad);
  });

  it('wants its owner: signed out one signs in first, and an unknown one is told', async () => {
    const page = await open('/links/lk_unknown');
    await page.getByRole('heading', { name: 'This link cannot be shown' }).waitFor();
    await visitor.context.clearCookies();
    await page.reload();
    await page.getByLabel('API key').fill(visitor.key);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'This link cannot be shown' }).waitFor();
  });
});
