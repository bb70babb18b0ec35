import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isConciergeError } from '../../src/errors.ts';
import { check } from '../../src/http/validate.ts';

const schema = z.object({
  name: z.string().min(1).max(5),
  count: z.int().min(2).max(9).optional(),
  kind: z.enum(['a', 'b']).optional(),
  list: z.array(z.string()).max(2).optional(),
  inner: z.strictObject({ on: z.boolean() }).optional(),
  named: z.record(z.string(), z.unknown()).optional(),
  own: z.string('`own` has words of its own.').optional(),
});

const refusal = (value: unknown): { field: unknown; detail: string } => {
  try {
    check(schema, value);
  } catch (error) {
    if (isConciergeError(error, 'validation')) return { field: error.data.field, detail: error.message };
    throw error;
  }
  throw new Error('It was accepted.');
};

describe('checking a body', () => {
  it.each([
    [null, 'body', 'The body must be a JSON object.'],
    [[], 'body', 'The body must be a JSON object.'],
    [{}, 'name', '`name` is required.'],
    [{ name: 7 }, 'name', '`name` must be a string.'],
    [{ name: '' }, 'name', '`name` must not be empty.'],
    [{ name: 'secret' }, 'name', '`name` must be at most 5 characters.'],
    [{ name: 'a', count: 1 }, 'count', '`count` must be at least 2.'],
    [{ name: 'a', count: 2.5 }, 'count', '`count` must be a whole number.'],
    [{ name: 'a', kind: 'secret' }, 'kind', '`kind` must be one of: a, b.'],
    [{ name: 'a', list: ['a', 'b', 'c'] }, 'list', '`list` must be at most 2 entries.'],
    [{ name: 'a', list: ['a', 1] }, 'list.1', '`list.1` must be a string.'],
    [{ name: 'a', inner: 1 }, 'inner', '`inner` must be a JSON object.'],
    [{ name: 'a', named: [] }, 'named', '`named` must be a JSON object.'],
    [{ name: 'a', inner: { on: 1 } }, 'inner.on', '`inner.on` must be a boolean.'],
    [{ name: 'a', inner: { on: true, off: 1 } }, 'inner.off', '`inner.off` is not a field here.'],
    [
      { nane: 'a' },
      'nane',
      '`nane` is not a field here; allowed are: name, count, kind, list, inner, named, own.',
    ],
    [{ name: 'a', own: 1 }, 'own', '`own` has words of its own.'],
    [
      { name: 'a', nane: 'secret' },
      'nane',
      '`nane` is not a field here; allowed are: name, count, kind, list, inner, named, own.',
    ],
  ])('%j is refused at `%s`', (value, field, detail) => {
    expect(refusal(value)).toEqual({ field, detail });
  });

  it('does not take a field named like an object’s own parts', () => {
    expect(refusal(JSON.parse('{"name":"a","__proto__":{"x":1}}')).field).toBe('__proto__');
  });

  it('shows a long or invisible name of a field shortened and cleaned', () => {
    const { field } = refusal({ name: 'a', [`\u001b[31m\u202e${'x'.repeat(500)}`]: 1 });
    expect(field).toBe('x'.repeat(100));
  });
});
