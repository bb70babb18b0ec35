import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../scripts/generate.ts';

describe('generated files', () => {
  it.each(generatedFiles())('%s is up to date (else run `npm run generate`)', (file, content) => {
    expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')).toBe(content);
  });
});
