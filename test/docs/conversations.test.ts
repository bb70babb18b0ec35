import { expect, it } from 'vitest';
import { conversationsDocument, readPeople } from './conversations.ts';
import { readDocument } from './documents.ts';

it('docs/conversations.md shows conversations as they run (else `node test/docs/update-conversations.ts`)', {
  timeout: 120_000,
}, async () => {
  expect(readDocument('docs/conversations.md')).toBe(await conversationsDocument());
});

it('are twenty, of five people, four of each', () => {
  const people = readPeople();
  expect(people.map(({ scripts }) => scripts.length)).toEqual([4, 4, 4, 4, 4]);
  for (const { scripts } of people) for (const { acts } of scripts) expect(acts.length).toBeGreaterThan(1);
});
