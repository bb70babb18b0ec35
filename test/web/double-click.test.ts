import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { browserTimeout, describeInBrowser } from './describe-in-browser.ts';
import { type Setting, startSetting } from './setting.ts';

let setting: Setting;

type Point = { x: number; y: number };

const middleOf = async (what: Locator): Promise<Point> => {
  const { x, y, width, height } = (await what.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
};

/** Puts a button where another was seen: how far a list is scrolled is chance. */
const putAt = (button: Locator, { x, y }: Point): Promise<void> =>
  button.evaluate(
    (element, at) => {
      Object.assign((element as HTMLElement).style, {
        ...{ position: 'fixed', left: `${at.x}px`, top: `${at.y}px` },
        ...{ translate: '-50% -50%', zIndex: '9' },
      });
    },
    { x, y },
  );

/**
 * Sends two presses a tenth of a second apart, by the times that they carry: how long the machine takes for them is
 * chance.
 */
const pressTwice = async (
  page: Page,
  press: (at: number, nth: number) => [method: string, params: object][],
) => {
  const cdp = await page.context().newCDPSession(page);
  const first = Date.now() / 1000;
  for (const nth of [1, 2])
    for (const [method, params] of press(first + nth / 10, nth))
      await cdp.send(method as 'Input.dispatchMouseEvent', params as never);
  await cdp.detach();
};
const clicks = (counts: boolean) => (page: Page, at: Point) =>
  pressTwice(page, (timestamp, nth) => {
    const press = { ...at, timestamp, button: 'left', clickCount: counts ? nth : 1 };
    return [
      ['Input.dispatchMouseEvent', { ...press, type: 'mousePressed' }],
      ['Input.dispatchMouseEvent', { ...press, type: 'mouseReleased' }],
    ];
  });

/** How a hand clicks twice: one that the browser counts, one that it does not, and a finger. */
const twice: Readonly<Record<string, (page: Page, at: Point) => Promise<void>>> = {
  counted: clicks(true),
  'not counted': clicks(false),
  touched: (page, at) =>
    pressTwice(page, (timestamp) => [
      ['Input.dispatchTouchEvent', { timestamp, type: 'touchStart', touchPoints: [at] }],
      ['Input.dispatchTouchEvent', { timestamp, type: 'touchEnd', touchPoints: [] }],
    ]),
};

const sizes = { phone: { width: 390, height: 780 }, desk: { width: 1280, height: 800 } };
const cases = Object.keys(twice).flatMap((way) =>
  Object.keys(sizes).map((size) => [way, size as keyof typeof sizes] as const),
);

describeInBrowser('a double click', () => {
  beforeAll(async () => {
    setting = await startSetting();
  }, browserTimeout);
  afterAll(() => setting.close());

  const visitCard = async (size: keyof typeof sizes) => {
    const visit = await setting.visit({ viewport: sizes[size], hasTouch: true });
    await visit.say(`add ${setting.fixtures.url('open')}, no auth, call it Handbook`);
    await visit.choose('Register it');
    await visit.page.getByRole('tab', { name: 'Sources' }).click();
    const card = visit.page.getByRole('article', { name: 'Handbook' });
    return { ...visit, card, dialog: visit.page.getByRole('dialog') };
  };

  it.each(cases)(
    'neither closes nor answers the dialog that it opened, when %s on a %s',
    async (way, size) => {
      const { page, card, dialog } = await visitCard(size);
      const revoke = card.getByRole('button', { name: 'Revoke' });
      const beside = { x: 40, y: 40 };
      await putAt(revoke, beside);
      await twice[way]!(page, beside);
      expect(await dialog.count()).toBe(1);
      await dialog.getByRole('button', { name: 'Keep it' }).click();
      await dialog.waitFor({ state: 'detached' });

      const remove = card.getByRole('button', { name: 'Delete' });
      await remove.press('Enter');
      const answer = dialog.getByRole('button', { name: 'Delete it' });
      const at = await middleOf(answer);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await putAt(remove, at);
      await twice[way]!(page, at);
      expect(await dialog.count()).toBe(1);
      await answer.press('Enter');
      await card.waitFor({ state: 'detached' });
    },
  );

  it('on an answer in the talk does not answer the next question too', async () => {
    const { page, say, settled } = await visitCard('desk');
    await say(`add ${setting.fixtures.url('legacy')}, no auth, call it Warehouse`);
    await page.getByRole('button', { name: 'Register it' }).click();
    await settled();
    await say('revoke a source');
    await page.getByRole('group', { name: 'Answers' }).getByRole('button', { name: 'Handbook' }).click();
    const yes = page.getByRole('group', { name: 'Answers' }).getByRole('button', { name: /^Revoke it/ });
    await yes.hover();
    await page.mouse.down({ clickCount: 2 });
    await page.mouse.up({ clickCount: 2 });
    expect(await yes.isEnabled()).toBe(true);
    await yes.press('Enter');
    await page.getByText('1 revoked').waitFor();
  });
});
