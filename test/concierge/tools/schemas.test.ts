import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { conciergeTools } from '../../../src/concierge/tools/index.ts';

const committed = fileURLToPath(new URL('./schemas.snap', import.meta.url));
const schemas = Object.values(conciergeTools).map(({ name, description, read_only, input }) => ({
  name,
  description,
  read_only,
  input: z.toJSONSchema(input),
}));

describe("the Concierge's own tools", () => {
  it('take what `schemas.snap` says, so that a change of them is seen', async () => {
    await expect(`${JSON.stringify(schemas, null, 2)}\n`).toMatchFileSnapshot(committed);
  });

  it('take no credential and nothing that is not named', () => {
    for (const { input } of schemas) expect(input.additionalProperties).toBe(false);
    const fields = schemas.flatMap(({ input }) => Object.keys(input.properties ?? {}));
    expect(fields).toContain('source');
    expect(fields.filter((field) => /token|secret|credential|password|value/.test(field))).toEqual([]);
  });

  it('are called by the names that the registry gives them', () => {
    expect(schemas.map(({ name }) => name)).toEqual(Object.keys(conciergeTools));
  });
});
