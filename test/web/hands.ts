import type { Page } from 'playwright-core';

/** Signs in with an API key, as one does away from one's own machine. */
export const signIn = async (page: Page, origin: string, key: string): Promise<void> => {
  await page.goto(origin);
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
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
