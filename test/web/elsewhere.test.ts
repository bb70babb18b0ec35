import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { browserTimeout, describeInBrowser } from './describe-in-browser.ts';
import { createTalker, putOutOfSight } from './hands.ts';
import { type Setting, startSetting } from './setting.ts';

let setting: Setting;
let slow: CustomServer;

const worked = 'The last message is still being worked on.';

/** Someone who is asked for the yes to a server whose check hangs. */
const visitToRegister = async () => {
  const visit = await setting.visit();
  await visit.say(`add ${slow.url}, no auth, call it Slow`);
  const register = visit.page.getByRole('button', { name: 'Register it' });
  await register.waitFor();
  return { ...visit, register };
};

/** The same conversation in a second tab; the first notices nothing by itself. */
const openTwice = async () => {
  const first = await visitToRegister();
  await putOutOfSight(first.page);
  const page = await first.context.newPage();
  await page.goto(first.page.url());
  await page.getByRole('button', { name: 'Register it' }).waitFor();
  return { first, second: { page, ...createTalker(page) } };
};

describeInBrowser('a conversation that goes on elsewhere', () => {
  beforeAll(async () => {
    [setting, slow] = await Promise.all([startSetting(), startCustomServer({ hang: ['tools/list'] })]);
  }, browserTimeout);
  afterAll(async () => {
    await setting.close();
    await slow.close();
  });

  it('says so after the page was loaded again, and shows the answer when it is there', async () => {
    const { page, log, register } = await visitToRegister();
    await register.click();
    await log.getByText('Register and check').waitFor();
    await page.reload();
    await log.getByText(worked).waitFor();
    expect(await page.getByLabel('Message').isEditable()).toBe(false);
    slow.cut();
    await page.getByRole('article', { name: 'Slow' }).getByText('Failing').waitFor();
    await page.getByRole('button', { name: 'Discard it' }).click();
    await log.getByText(worked).waitFor({ state: 'detached' });
  });

  it('is what a turn becomes that is stopped after it began a change', async () => {
    const { page, log, register, wrongs } = await visitToRegister();
    await register.click();
    await log.getByText('Register and check').waitFor();
    await log.getByRole('button', { name: 'Stop' }).click();
    await log.getByText(worked).waitFor();
    expect(await log.getByRole('button', { name: 'Stop' }).count()).toBe(0);
    slow.cut();
    await page.getByRole('button', { name: 'Discard it' }).click();
    await log.getByText(worked).waitFor({ state: 'detached' });
    await log.getByText('is discarded').waitFor();
    expect(wrongs).toEqual([]);
  });

  it('shows the answer too after it was busy with what another tab said', async () => {
    const { first, second } = await openTwice();
    await second.page.getByRole('button', { name: 'Register it' }).click();
    await second.log.getByText('Register and check').waitFor();
    await first.page.getByLabel('Message').fill('hello?');
    await first.page.getByLabel('Message').press('Enter');
    await first.log.getByText('busy with another message', { exact: false }).waitFor();
    await first.log.getByText(worked).waitFor();
    slow.cut();
    await first.page.getByRole('button', { name: 'Discard it' }).waitFor();
    expect(await first.log.getByRole('alert').count()).toBe(0);
    expect(await first.page.getByLabel('Message').inputValue()).toBe('hello?');
  });

  it('shows what is asked now to who answers what was asked before', async () => {
    const { first, second } = await openTwice();
    await second.say('no, call it Quick');
    await first.register.click();
    await first.log.getByText('was answered elsewhere', { exact: false }).waitFor();
    await first.log.getByText('no, call it Quick').waitFor();
    await second.choose('Cancel');
    await first.register.click();
    await first.register.waitFor({ state: 'detached' });
  });

  it('shows what is asked now to who comes back', async () => {
    const { first, second } = await openTwice();
    await second.choose('Cancel');
    await first.page.evaluate(() => {
      Reflect.deleteProperty(document, 'visibilityState');
      dispatchEvent(new Event('focus'));
    });
    await first.register.waitFor({ state: 'detached' });
  });
});
