import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScrubber } from '../../src/domain/scrub.ts';

const secret = 'tok/9f+2"\\8a?x=é'.replace('é', 'z');
const { text, json } = createScrubber([secret]);

describe('a scrubber', () => {
  it.each([
    ['as it is', `before ${secret} after`],
    ['JSON-escaped', JSON.stringify({ a: `x${secret}y` })],
    ['URL-encoded', `https://a.test/?t=${encodeURIComponent(secret)}`],
    ['in Base64', btoa(`Bearer ${secret}!`)],
    ['in Base64 of the URL alphabet', btoa(`u:${secret}`).replaceAll('+', '-').replaceAll('/', '_')],
  ])('takes out a secret %s', (_, given) => {
    expect(text(given)).toContain('[credential]');
    expect(text(given)).not.toContain(secret);
  });

  it('reaches every string and key of a JSON value and leaves the rest as it is', () => {
    const value = { a: [secret, 1, null, { [secret]: `x ${secret}` }], b: true };
    expect(json(value)).toEqual({
      a: ['[credential]', 1, null, { '[credential]': 'x [credential]' }],
      b: true,
    });
  });

  it('finds Base64 at every alignment', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~]{0,9}$/), fc.stringMatching(/^[ -~]{0,9}$/), (before, after) => {
        expect(text(btoa(before + secret + after))).toContain('[credential]');
      }),
    );
  });

  it('leaves text alone when the secret is too short to tell from it', () => {
    expect(createScrubber(['abc']).text('abcdef')).toBe('abcdef');
  });
});
