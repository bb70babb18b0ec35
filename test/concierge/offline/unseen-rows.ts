import { readFileSync } from 'node:fs';
import { unseenViews } from './unseen-views.ts';

export type Said = Record<string, unknown>;
/** What counts as right: command lists, or what the redaction alone comes to. Several readings may be right. */
export type Row = {
  batch: number;
  who: string;
  when: string;
  say: string;
  secret?: string;
  /** Known not to be understood yet. */
  open?: true;
  accept: (Said[] | 'answer' | 'doubtful')[];
};
export const rows: Row[] = readFileSync(new URL('./unseen.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** Sources, agents and sandboxes are named as the user names them: "my support agent" is Support. */
const named = (value: string): string =>
  value
    .toLowerCase()
    .replace(/^(?:the|my|our) /, '')
    .replace(/ (?:agent|bot|server|source|one)$/, '');
/** What the processor makes of it: a value equal to the present one is dropped, choosing Cancel is cancelling. */
export const plain = (command: Said, { when }: Row): unknown[] =>
  Object.entries(command.option === 'cancel' ? { command: 'cancel' } : command)
    .filter(([key, value]) => command.command !== 'set' || unseenViews[when]!.slots[key as 'name'] !== value)
    .map(([key, value]) =>
      ['source', 'agent', 'auth_header'].includes(key) ? [key, named(String(value))] : [key, value],
    )
    .sort();

/** True when what was understood is one of the readings that count as right. */
export const isRight = (row: Row, got: unknown): boolean =>
  row.accept.some((wanted) =>
    Array.isArray(wanted) && Array.isArray(got)
      ? JSON.stringify(wanted.map((one) => plain(one, row))) ===
        JSON.stringify(got.map((one) => plain(one, row)))
      : wanted === got,
  );
