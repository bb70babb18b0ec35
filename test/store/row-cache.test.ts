import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import { createSqliteStore } from '../../src/store/sqlite.ts';

const key = '{us_1}/sandbox/sb_1';
let folder: string;
let one: Store;
let other: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'concierge-rows-'));
  one = createSqliteStore({ path: join(folder, 'concierge.db') });
  other = createSqliteStore({ path: join(folder, 'concierge.db') });
});

afterEach(async () => {
  await Promise.all([one.close(), other.close()]);
  rmSync(folder, { recursive: true });
});

const read = async (store: Store): Promise<unknown> => (await store.get(key))?.value ?? null;

it.each([
  ['this connection', () => one],
  ['another connection', () => other],
])('reads what %s has just written, though it has read the row before', async (_who, writer) => {
  for (const value of ['first', 'second', undefined, 'third']) {
    await writer().commit([{ key, value }]);
    expect(await read(one)).toBe(value ?? null);
    expect(await read(other)).toBe(value ?? null);
  }
});

it('lets no reader change what others read', async () => {
  await one.commit([{ key, value: { name: 'mine', inner: { list: [1] } } }]);
  const first = await one.get<{ inner: { list: number[] } }>(key);
  expect(() => first!.value.inner.list.push(2)).toThrow(TypeError);
  expect(await read(one)).toEqual({ name: 'mine', inner: { list: [1] } });
});
