import type { Page } from 'playwright-core';

/** Signs in with an API key on the page that asks for one. */
export const signInHere = async (page: Page, key: string): Promise<void> => {
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

/** Signs in with an API key, as one does away from one's own machine. */
export const signIn = async (page: Page, origin: string, key: string): Promise<void> => {
  await page.goto(origin);
  await signInHere(page, key);
  await page.getByRole('heading', { name: 'Conversation' }).waitFor();
};

/** What a person does in the conversation; each waits until the turn has ended. */
export const createTalker = (page: Page) => {
  const log = page.getByRole('log');
  const settled = async (): Promise<void> => {
    await log.locator('[aria-busy=true]').waitFor({ state: 'detached' });
  };
  const after = async (act: () => Promise<void>): Promise<void> => {
    const turns = page.waitForResponse((response) =>
      /\/concierge\/(chat|sessions\/\w+\/(reply|credential))$/.test(response.url()),
    );
    await act();
    await turns;
    await settled();
  };
  return {
    log,
    settled,
    say: (text: string) =>
      after(async () => {
        await page.getByLabel('Message').fill(text);
        await page.getByLabel('Message').press('Enter');
      }),
    choose: (label: string) => after(() => page.getByRole('button', { name: label, exact: true }).click()),
    /** The masked field. */
    give: (label: string, credential: string) =>
      after(async () => {
        await page.getByLabel(label).fill(credential);
        await page.getByLabel(label).press('Enter');
      }),
  };
};

/** What an MCP client without a way to ask its user is given when it wants to register a server: the path of a link. */
export const linkFor = async (origin: string, key: string, given: object): Promise<string> => {
  const params = { name: 'add_user_mcp_source', arguments: given };
  const response = await fetch(`${origin}/mcp/concierge`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  });
  return /\/links\/lk_\w+/.exec(await response.text())![0];
};

/** Out of sight, the page asks for nothing by itself; returns it to sight. */
export const putOutOfSight = async (page: Page): Promise<() => Promise<void>> => {
  await page.evaluate(() =>
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }),
  );
  return () => page.evaluate(() => void Reflect.deleteProperty(document, 'visibilityState'));
};
