import { readFileSync } from 'node:fs';
import { meaning, type Said, sameMeaning } from './meaning.ts';
import { unseenViews } from './unseen-views.ts';

export type { Said };
/** What counts as right: command lists, or what the redaction alone comes to. Several readings may be right. */
export type Row = {
  batch: number;
  who: string;
  when: string;
  say: string;
  secret?: string;
  /** Known not to be understood: a test fails when it is, so that the mark goes. */
  missed?: true;
  accept: (Said[] | 'answer' | 'doubtful')[];
};
export const rows: Row[] = readFileSync(new URL('./unseen.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

export const plain = (command: Said, { when }: Row): unknown[] => meaning(command, unseenViews[when]!);

/** True when what was understood is one of the readings that count as right. */
export const isRight = (row: Row, got: unknown): boolean =>
  row.accept.some((wanted) =>
    Array.isArray(wanted) && Array.isArray(got)
      ? sameMeaning(wanted, got, unseenViews[row.when]!)
      : wanted === got,
  );
