import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

it.each([
  ['resume Docs', 'Docs should not be paused'],
  ['resume Docs', "don't you dare pause Docs"],
  ['resume Docs', 'under no circumstances rename Docs to Zed'],
  ['resume Docs', "don't revoke it"],
  ['cap Docs at 9', "I won't pause Docs"],
  ['rename Backup to Zed', 'no, do not pause Zed'],
])('behind "%s", "%s" is told that nothing was changed, and not to undo', async (done, said) => {
  const talk = await withSources(stage, 'Docs', 'Backup');
  await sayAll(talk, 'pause Docs', done);
  const { text, tools } = await talk.say(said);
  expect(text).toContain('Nothing was changed');
  expect(text).not.toContain('undo');
  expect(tools).toEqual([]);
});

it.each([
  ['rename Docs to Zed', 'no, do not rename Zed'],
  ['pause Docs', 'Docs should not be paused'],
  ['cap Docs at 9', 'no, do not limit Docs'],
])('behind "%s", "%s" is told how that is taken back', async (done, said) => {
  const talk = await withSources(stage, 'Docs', 'Backup');
  expect(await sayAll(talk, done, said)).toMatch(/done already.+`undo`/);
});
