/** For Node only. */
import { createReadStream } from 'node:fs';
import { access, open, rename } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { ConciergeError } from '../../errors.ts';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Writes lines into a new file that only its owner may read; it has its name when it is whole. Gives back what the lines
 * end with. Errors: `conflict` when there is a file of that name.
 */
export const writeNewFile = async <T>(path: string, lines: AsyncGenerator<string, T>): Promise<T> => {
  if (await exists(path)) throw new ConciergeError('conflict', `There is a file ${path} already.`);
  const draft = `${path}.part`;
  const file = await open(draft, 'w', 0o600);
  try {
    let next = await lines.next();
    for (; !next.done; next = await lines.next()) await file.appendFile(`${next.value}\n`);
    await file.sync();
    await rename(draft, path);
    return next.value;
  } finally {
    await file.close();
  }
};

/** The lines of a file, from its beginning each time. Errors: `not_found`. */
export const linesOf = async (path: string): Promise<() => AsyncIterable<string>> => {
  if (!(await exists(path))) throw new ConciergeError('not_found', `There is no file ${path}.`);
  return () =>
    createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
};
