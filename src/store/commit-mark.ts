/** For Node only. */
import { openSync, readSync, statSync } from 'node:fs';

/** The first copy of the header of the index of the WAL, which every commit writes anew (sqlite.org/walformat.html). */
const headerWords = 12;
const headerBytes = headerWords * Uint32Array.BYTES_PER_ELEMENT;
const knownVersion = 3_007_000;

/**
 * By file, and never closed: to close any descriptor of a file takes all locks on it from the process (POSIX),
 * SQLite's own too.
 */
const descriptors = new Map<string, number>();

const descriptorOf = (path: string): number => {
  const { dev, ino } = statSync(path);
  const id = `${dev}:${ino}`;
  const descriptor = descriptors.get(id) ?? openSync(path, 'r');
  descriptors.set(id, descriptor);
  return descriptor;
};

/** A glance that tells when nobody can have committed, at a tenth of what it costs to ask SQLite. */
export interface CommitMark {
  /** False only when nobody has committed, in whatever process, since it was asked last. */
  hasMoved(): boolean;
  /** To be called after each commit of our own: only where that shows is the mark believed. */
  prove(): void;
}

const never: CommitMark = { hasMoved: () => true, prove: () => undefined };

/**
 * The mark of the database at `path`, which is open and in WAL mode. SQLite writes it by a shared mapping and it is
 * read as a file, which is one and the same on a local disk of Linux or macOS.
 */
export const createCommitMark = (path: string): CommitMark => {
  if (process.platform === 'win32') return never;
  let descriptor: number;
  try {
    descriptor = descriptorOf(`${path}-shm`);
  } catch {
    // Without the file SQLite is asked each time, as it was before there was a mark.
    return never;
  }
  let [seen, before] = [new Uint32Array(headerWords), new Uint32Array(headerWords)];
  let isProven = false;
  let isLost = false;
  let isOwed = true;

  /** Whether it differs from what was read before. */
  const read = (): boolean => {
    [seen, before] = [before, seen];
    if (readSync(descriptor, seen, 0, headerBytes, 0) !== headerBytes) isLost = true;
    return seen.some((word, at) => word !== before[at]);
  };
  read();

  return {
    hasMoved() {
      if (!isProven || isLost) return true;
      const hasMoved = read() || isOwed || isLost;
      isOwed = false;
      return hasMoved;
    },
    prove() {
      // What others committed meanwhile is in it too.
      isOwed = true;
      isLost ||= !read() || seen[0] !== knownVersion;
      isProven = true;
    },
  };
};
