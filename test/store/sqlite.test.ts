import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import type { Change } from '../../src/store/port.ts';
import { createSqliteStore } from '../../src/store/sqlite.ts';
import { describeStore } from '../contracts/store.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'concierge-store-'));
  folders.push(folder);
  return folder;
};

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describeStore('SQLite store', async () => {
  let time = 1_000;
  return {
    store: createSqliteStore({ path: join(newFolder(), 'concierge.db'), now: () => time }),
    passTime: async (ms) => {
      time += ms;
    },
  };
});

/** Mulberry32: the same numbers on every run. */
const seededRandom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

const bytesOnDisk = (path: string): string =>
  ['', '-wal'].map((end) => readFileSync(path + end, 'latin1')).join('');

describe('the file of the SQLite store', () => {
  it('keeps what was committed when it is opened again', async () => {
    const path = join(newFolder(), 'concierge.db');
    const first = createSqliteStore({ path });
    const version = await first.commit([{ key: '{us_1}/k', value: { a: 1 } }]);
    await first.close();
    const second = createSqliteStore({ path });
    expect(await second.get('{us_1}/k')).toEqual({ key: '{us_1}/k', value: { a: 1 }, version });
    expect(await second.commit([{ key: '{us_1}/k', value: 2 }])).toBeGreaterThan(version);
    await second.close();
  });

  it('is readable by its owner only, log included, in a folder that is too', async () => {
    const folder = join(newFolder(), 'a', 'b');
    const path = join(folder, 'concierge.db');
    const store = createSqliteStore({ path });
    await store.commit([{ key: '{us_1}/k', value: 1 }]);
    const mode = (file: string) => statSync(file).mode & 0o777;
    expect([folder, path, `${path}-wal`, `${path}-shm`].map(mode)).toEqual([0o700, 0o600, 0o600, 0o600]);
    await store.close();
  });

  it('has no trace of deleted secrets after an erasing commit, whatever was written around them', async () => {
    const path = join(newFolder(), 'concierge.db');
    const store = createSqliteStore({ path });
    const random = seededRandom(1);
    const live = new Map<string, string>();
    const change = (n: number): Change => {
      const keys = [...live.keys()];
      const known = keys[Math.floor(random() * keys.length)] ?? '';
      const key = random() < 0.55 || known === '' ? `{us_1}/secret/sb/${Math.floor(random() * 1e9)}` : known;
      if (key === known && random() < 0.7) {
        live.delete(key);
        return { key, value: undefined };
      }
      const mark = `<${n}>`;
      live.set(key, mark);
      return { key, value: mark.repeat(60 + Math.floor(random() * (key === known ? 400 : 60))) };
    };
    for (let n = 0; n < 4_000; n += 5) await store.commit([0, 1, 2, 3, 4].map((i) => change(n + i)));
    await store.commit([{ key: '{us_1}/secret/sb/other', value: undefined }], { erase: true });
    const marks = new Set(bytesOnDisk(path).match(/<\d+>/g));
    expect([...marks].toSorted()).toEqual([...live.values()].toSorted());
    await store.close();
  });

  it('forgets expired secrets for good when it is opened later', async () => {
    const path = join(newFolder(), 'concierge.db');
    let time = 1_000;
    const key = '{us_1}/staged-secret/ss_1';
    const first = createSqliteStore({ path, now: () => time });
    await first.commit([{ key, value: 'sealed-for-a-while', ttl_ms: 10 }]);
    time += 10;
    const second = createSqliteStore({ path, now: () => time });
    expect(bytesOnDisk(path)).not.toContain('sealed-for-a-while');
    await Promise.all([first.close(), second.close()]);
  });
});

describe('a SQLite store that cannot work', () => {
  it.each([
    ['is no database', 'not a database, but long enough to have a header of one hundred bytes'.repeat(3)],
    ['lies in no folder', null],
  ])('says so when its file %s', (_, text) => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, text ?? '');
    const path = text === null ? join(file, 'concierge.db') : file;
    expect(() => createSqliteStore({ path })).toThrow(
      expect.objectContaining({ code: 'unavailable', message: expect.stringContaining(path) }),
    );
  });

  it('refuses a file of a newer version', async () => {
    const path = join(newFolder(), 'concierge.db');
    await createSqliteStore({ path }).close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => createSqliteStore({ path })).toThrow(/another version/);
  });

  it('is unavailable after it was closed, and closing twice is fine', async () => {
    const store = createSqliteStore({ path: join(newFolder(), 'concierge.db') });
    await store.close();
    await store.close();
    await expect(store.get('{us_1}/k')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.commit([{ key: '{us_1}/k', value: 1 }])).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('is unavailable while another process keeps the lock, still reads, and works again after', async () => {
    const path = join(newFolder(), 'concierge.db');
    const store = createSqliteStore({ path });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const commit = () => store.commit([{ key: '{us_1}/k', value: 1 }]);
    await expect(commit()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await store.get('{us_1}/k')).toBeNull();
    other.exec('ROLLBACK');
    other.close();
    await expect(commit()).resolves.toBeGreaterThan(0);
    await store.close();
  });
});
