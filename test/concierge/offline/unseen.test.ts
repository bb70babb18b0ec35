import { describe, expect, it } from 'vitest';
import { understand } from '../../../src/concierge/offline/interpreter.ts';
import { redact } from '../../../src/concierge/redact.ts';
import { isRight, type Row, rows, type Said } from './unseen-rows.ts';
import { unseenViews } from './unseen-views.ts';

const outcome = ({ say, when, secret }: Row): unknown => {
  const view = unseenViews[when]!;
  const { text, kind, credential } = redact(say, view);
  if (secret !== undefined && (credential?.reveal() !== secret || text.includes(secret)))
    return `secret missed, ${kind}: ${text}`;
  return kind === 'answer' || kind === 'doubtful' ? kind : understand(text, view);
};
const check = (row: Row) => {
  const got = outcome(row);
  expect(isRight(row, got) ? 'right' : got).toBe('right');
};

/** Commands that may change something: none may come of a message that does not ask for it. */
const dangerous = /^(?:affirm|revoke|register|accept|pause|resume|update|choose (?:confirm|discard))$/;
const commandsOf = (list: unknown): string[] =>
  Array.isArray(list)
    ? list.map(({ command, option }: Said) =>
        /^(?:confirm|discard)$/.test(String(option)) ? `${command} ${option}` : String(command),
      )
    : [String(list)];
const misread = (row: Row): string[] => {
  const wanted = new Set(row.accept.flatMap(commandsOf));
  return commandsOf(outcome(row)).filter((command) => dangerous.test(command) && !wanted.has(command));
};

/** What was wanted and what was read instead, the most frequent first, and the share of each batch. */
const confusion = (): string => {
  const wrong = rows.filter((row) => !isRight(row, outcome(row)));
  const pairs = Map.groupBy(
    wrong,
    (row) => `${commandsOf(row.accept[0]).join('+')} read as ${commandsOf(outcome(row)).join('+')}`,
  );
  const shares = [...Map.groupBy(rows, ({ batch }) => batch)].map(([batch, all]) => {
    const right = all.length - wrong.filter((row) => row.batch === batch).length;
    return `batch ${batch}: ${right} of ${all.length} (${((100 * right) / all.length).toFixed(1)} %)`;
  });
  const lines = [...pairs].map(([pair, all]) => `${String(all.length).padStart(3)} ${pair}`);
  return [...shares, ...lines.sort().reverse()].join('\n');
};

describe('utterances written before the rules were read', () => {
  it.each(rows.filter(({ missed }) => !missed))('$when: $say', check);

  it.fails.each(rows.filter(({ missed }) => missed))('$when: $say, not yet', check);

  it('never come to an agreement, a removal or a change that was not asked for', () => {
    console.info(confusion());
    expect(rows.filter((row) => misread(row).length > 0).map(({ say }) => say)).toEqual([]);
  });
});
