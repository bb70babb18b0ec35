/** For Node only. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { validationError } from '../errors.ts';
import { holdsSecret } from '../store/keys.ts';
import type { SealedSecret } from '../vault/port.ts';
import type { Moved } from './entries.ts';

const format = 1;
const firstLine = z.object({ concierge_export: z.literal(format), exported_at: z.string() });
const lastLine = z.object({
  entries: z.int(),
  sha256: z.string(),
  /** The ids of the master keys with which its credentials are sealed. */
  master_keys: z.array(z.string()),
});
const movedLine = z.object({ key: z.string().regex(/^\{[^{}/]+\}\//), value: z.unknown() });

export type ExportSummary = z.infer<typeof lastLine>;

export const firstLineOf = (at: Date): string =>
  JSON.stringify({ concierge_export: format, exported_at: at.toISOString() });
export const lineOf = ({ key, value }: Moved): string => JSON.stringify({ key, value });

/** Counts and hashes what goes into a file, or is found in a store. */
export const createTally = () => {
  const hash = createHash('sha256');
  const masterKeys = new Set<string>();
  let entries = 0;
  return {
    add: (moved: Moved): void => {
      entries++;
      hash.update(`${lineOf(moved)}\n`);
      if (holdsSecret(moved.key)) masterKeys.add((moved.value as SealedSecret).key_id);
    },
    /** Once, at the end. */
    summary: (): ExportSummary => ({
      entries,
      sha256: hash.digest('hex'),
      master_keys: [...masterKeys].sort(),
    }),
  };
};

const damaged = (): Error =>
  validationError('file', 'This is no whole export of Concierge: it was cut off or changed. Export again.');

const parsed = <T>(schema: z.ZodType<T>, line: string | undefined): T => {
  try {
    return schema.parse(JSON.parse(line ?? ''));
  } catch {
    throw damaged();
  }
};

/** The entries of a file, read to the end and compared with its last line. Errors: `validation` for a damaged one. */
export async function* readEntries(lines: AsyncIterable<string>): AsyncGenerator<Moved, ExportSummary> {
  const tally = createTally();
  let before: string | null = null;
  let isFirst = true;
  for await (const line of lines) {
    if (isFirst) parsed(firstLine, line);
    else {
      if (before !== null) {
        const moved = parsed(movedLine, before) as Moved;
        tally.add(moved);
        yield moved;
      }
      before = line;
    }
    isFirst = false;
  }
  const said = parsed(lastLine, before ?? undefined);
  const seen = tally.summary();
  if (said.entries !== seen.entries || said.sha256 !== seen.sha256) throw damaged();
  return seen;
}
