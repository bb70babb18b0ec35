import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../src/store/sqlite.ts';

const script = join(import.meta.dirname, 'sqlite-child.ts');
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'concierge-store-'));
  path = join(folder, 'concierge.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = (verb: string, count = 0): ChildProcess =>
  spawn(process.execPath, [script, verb, path, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });

const exitCode = async (child: ChildProcess): Promise<unknown> => (await once(child, 'exit'))[0];

describe('several processes on one SQLite store', () => {
  it('open an empty folder at once, and count every increment once', async () => {
    const children = [1, 2, 3].map(() => start('increment', 60));
    expect(await Promise.all(children.map(exitCode))).toEqual([0, 0, 0]);
    const store = createSqliteStore({ path });
    expect((await store.get('{us_1}/counter'))?.value).toBe(180);
    await store.close();
  });

  it('lose nothing that was acknowledged before a kill -9', async () => {
    for (const stopAt of [1, 7, 30]) {
      const child = start('count-forever');
      let acknowledged = 0;
      for await (const line of createInterface({ input: child.stdout! })) {
        acknowledged = Number(line);
        if (acknowledged === stopAt) child.kill('SIGKILL');
      }
      const store = createSqliteStore({ path });
      const kept = (await store.get<number>('{us_1}/last'))!.value;
      expect(kept).toBeGreaterThanOrEqual(acknowledged);
      expect(kept).toBeLessThanOrEqual(acknowledged + 1);
      expect((await store.get(`{us_1}/secret/sb/${kept % 10}`))?.value).toBe(kept);
      await store.close();
    }
  });
});
