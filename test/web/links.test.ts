import { afterAll, beforeAll, expect, it } from 'vitest';
import { browserTimeout, describeInBrowser } from './describe-in-browser.ts';
import { type Setting, startSetting, type Visit } from './setting.ts';

let setting: Setting;
let visitor: Visit;

/** What an MCP client without a way to ask its user is given: the path of a link. */
const linkFor = async (tool: string, given: object): Promise<string> => {
  const message = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: tool, arguments: given },
  };
  const response = await fetch(`${setting.server.origin}/mcp/concierge`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${visitor.key}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify(message),
  });
  return /\/links\/lk_\w+/.exec(await response.text())![0];
};

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
    const page = await open(await linkFor('add_user_mcp_source', given));
    await page.getByRole('button', { name: 'No, do nothing' }).click();
    await page.getByText('Nothing was done').waitFor();
    await open(await linkFor('add_user_mcp_source', given));
    await page.getByRole('heading', { name: /Handbook/ }).waitFor();
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await page.getByText('Done. You can close this page').waitFor();
    await page.getByRole('link', { name: 'Go to Concierge' }).click();
    await page.getByRole('article', { name: 'Handbook' }).getByText('Active').waitFor();
  });

  it('takes a credential in a masked field, and shows it nowhere', async () => {
    const { fixtures } = setting;
    const given = { base_url: fixtures.url('bearer'), auth_kind: 'bearer', name: 'Ticket desk' };
    const path = await linkFor('add_user_mcp_source', given);
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
