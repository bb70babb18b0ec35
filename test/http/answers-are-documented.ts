import { afterEach, expect } from 'vitest';
import { undocumented } from './undocumented.ts';

afterEach(() => {
  expect(undocumented.splice(0), 'Answers that are not as docs/openapi.json says').toEqual([]);
});
