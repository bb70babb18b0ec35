import { expect, it } from 'vitest';
import { shortened } from '../../src/domain/text.ts';

it.each([
  ['register my server', 80, 'register my server'],
  ['register the ticket server', 15, 'register the…'],
  ['register the ticket server', 13, 'register the…'],
  ['https://mcp.acme.internal/mcp', 10, 'https://m…'],
  ['ab😀cd', 4, 'ab…'],
])('%j in %d characters is %j', (text, most, short) => {
  expect(shortened(text, most)).toBe(short);
  expect(shortened(text, most).length).toBeLessThanOrEqual(most);
});
