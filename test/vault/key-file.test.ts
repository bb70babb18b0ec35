import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/port.ts';
import { assertVaultMatches } from '../../src/vault/assert-vault-matches.ts';
import { createVault } from '../../src/vault/create-vault.ts';
import { loadKeyFile, loadKeyRing } from '../../src/vault/key-file.ts';
import { parseKeyRing } from '../../src/vault/key-ring.ts';

let folder: string;
let store: Store;
const path = () => join(folder, 'data', 'master.key');
const load = () => loadKeyFile(store, join(folder, 'data'));
const assertMatches = async (key: string) => assertVaultMatches(store, createVault(await parseKeyRing(key)));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'concierge-key-'));
  store = createMemoryStore();
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the master key file', () => {
  it('is made once, readable by its owner only, and found again', async () => {
    const key = await load();
    await expect(parseKeyRing(key)).resolves.toBeDefined();
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
    expect(await load()).toBe(key);
    expect(readdirSync(join(folder, 'data'))).toEqual(['master.key']);
  });

  it('is one, however many callers make it at once', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, load));
    expect(new Set(keys).size).toBe(1);
    expect(readdirSync(join(folder, 'data'))).toEqual(['master.key']);
  });

  it.each([0o640, 0o604, 0o644])(
    'is refused with mode %o, and the message says what to run',
    async (mode) => {
      await load();
      chmodSync(path(), mode);
      await expect(load()).rejects.toMatchObject({
        code: 'precondition_failed',
        message: expect.stringContaining(`chmod 600 ${path()}`),
      });
    },
  );

  it.each([
    ['empty', '', /is empty/],
    ['no key', 'hunter2', /is not 32 bytes/],
  ])('is named when it is %s', async (_, written, said) => {
    await load();
    writeFileSync(path(), written);
    const { code, message } = await loadKeyRing(store, join(folder, 'data')).catch((error) => error);
    expect(code).toBe('precondition_failed');
    expect(message).toMatch(said);
    expect(message).toContain(path());
    expect(message).not.toMatch(/CONCIERGE_MASTER_KEY|hunter2/);
  });

  it('is named when a folder is in its place', async () => {
    mkdirSync(path(), { recursive: true, mode: 0o700 });
    await expect(load()).rejects.toMatchObject({
      code: 'precondition_failed',
      message: expect.stringContaining(`${path()} cannot be read`),
    });
  });

  it('is not made anew when the store was sealed with one that is gone', async () => {
    await assertMatches(await load());
    unlinkSync(path());
    await expect(load()).rejects.toMatchObject({
      code: 'precondition_failed',
      message: expect.stringMatching(/missing.*master\.key.*CONCIERGE_MASTER_KEY/),
    });
    expect(readdirSync(join(folder, 'data'))).toEqual([]);
  });
});

describe('the check of the master key at the start', () => {
  it('accepts the same key on every start, and the old one behind a new one', async () => {
    const [first, second] = [await load(), Buffer.alloc(32, 1).toString('base64')];
    await assertMatches(first);
    await assertMatches(first);
    await assertMatches(`${second},${first}`);
  });

  it('stops with the variable, the file and the way out when the key is another', async () => {
    await assertMatches(await load());
    const other = Buffer.alloc(32, 1).toString('base64');
    await expect(assertMatches(other)).rejects.toMatchObject({
      code: 'precondition_failed',
      message: expect.stringMatching(/not the one.*CONCIERGE_MASTER_KEY.*master\.key.*CONCIERGE_DATA_DIR/),
    });
  });

  it('lets one of two different keys win when both come first', async () => {
    const keys = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));
    const results = await Promise.allSettled(keys.map(assertMatches));
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('passes in two processes that start on an empty folder at once', async () => {
    const script = join(import.meta.dirname, 'start-child.ts');
    const run = async () => {
      const child = spawn(process.execPath, [script, join(folder, 'data')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      return text(child.stdout);
    };
    const outputs = await Promise.all([run(), run(), run()]);
    expect(outputs).toEqual(outputs.map(() => readFileSync(path(), 'utf8').trim()));
  });
});
