import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCommitMark } from '../../src/store/commit-mark.ts';

let folder: string;
let path: string;
let database: DatabaseSync;

const open = (): DatabaseSync => {
  const opened = new DatabaseSync(path);
  opened.exec('PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS entry (value)');
  return opened;
};
const commit = (on: DatabaseSync): void => on.exec('INSERT INTO entry VALUES (1)');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'concierge-mark-'));
  path = join(folder, 'concierge.db');
  database = open();
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const provenMark = () => {
  const mark = createCommitMark(path);
  commit(database);
  mark.prove();
  mark.hasMoved();
  return mark;
};

// Windows keeps no such file that can be read.
describe.skipIf(process.platform === 'win32')('the mark of a commit', () => {
  it('stands while nobody commits, whoever reads', () => {
    const mark = provenMark();
    database.prepare('SELECT * FROM entry').all();
    expect([mark.hasMoved(), mark.hasMoved()]).toEqual([false, false]);
  });

  it('moves once with each commit, of this connection or another', () => {
    const mark = provenMark();
    const other = open();
    for (const who of [database, other, other]) {
      commit(who);
      expect([mark.hasMoved(), mark.hasMoved()]).toEqual([true, false]);
    }
    other.close();
  });

  it('has moved for who asks after a commit that only proved it', () => {
    const mark = provenMark();
    commit(database);
    mark.prove();
    expect([mark.hasMoved(), mark.hasMoved()]).toEqual([true, false]);
  });

  it('moves through a checkpoint that empties the log', () => {
    const mark = provenMark();
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    mark.hasMoved();
    commit(database);
    expect(mark.hasMoved()).toBe(true);
  });

  it('is not believed before a commit has shown', () => {
    const mark = createCommitMark(path);
    expect([mark.hasMoved(), mark.hasMoved()]).toEqual([true, true]);
  });

  it('is never believed again once a commit has not shown', () => {
    const mark = provenMark();
    mark.prove();
    expect([mark.hasMoved(), mark.hasMoved()]).toEqual([true, true]);
    commit(database);
    mark.prove();
    expect([mark.hasMoved(), mark.hasMoved()]).toEqual([true, true]);
  });

  it('takes no lock from a connection, however many marks there are', () => {
    const other = open();
    other.exec('BEGIN IMMEDIATE');
    for (let count = 0; count < 3; count++) createCommitMark(path).hasMoved();
    expect(() => database.exec('BEGIN IMMEDIATE')).toThrow('locked');
    other.exec('ROLLBACK');
    other.close();
  });

  it('is not believed where there is no such file', () => {
    const mark = createCommitMark(join(folder, 'none.db'));
    mark.prove();
    expect(mark.hasMoved()).toBe(true);
  });
});
