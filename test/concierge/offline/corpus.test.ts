import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Command, commandSchema } from '../../../src/concierge/commands.ts';
import { createOfflineInterpreter, understand } from '../../../src/concierge/offline/interpreter.ts';
import { sameMeaning } from './meaning.ts';
import { idle, views } from './views.ts';

type Row = { when: string; say: string; commands: Command[] };
const rows: Row[] = readFileSync(new URL('./corpus.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const isRight = (row: Row): boolean =>
  sameMeaning(understand(row.say, views[row.when]!), row.commands, views[row.when]!);

/** A line per command: how many of the rows that expect it are understood. */
const score = (): string => {
  const table = new Map<string, { right: number; total: number }>();
  for (const row of rows)
    for (const { command } of row.commands) {
      const entry = table.get(command) ?? { right: 0, total: 0 };
      table.set(command, { right: entry.right + Number(isRight(row)), total: entry.total + 1 });
    }
  return [...table]
    .map(([command, { right, total }]) => `${command.padEnd(14)} ${right}/${total}`)
    .join('\n');
};

describe('the offline interpreter', () => {
  it('knows the situations of every row', () => {
    expect(rows.filter(({ when }) => views[when] === undefined)).toEqual([]);
    expect(rows.length).toBeGreaterThan(350);
    console.info(score());
  });

  it.each(rows)('$when: $say', (row) => {
    expect(isRight(row) ? row.commands : understand(row.say, views[row.when]!)).toEqual(row.commands);
  });

  it('says only what the vocabulary allows', () => {
    const refused = rows
      .flatMap(({ when, say }) => understand(say, views[when]!))
      .filter((command) => !commandSchema.safeParse(command).success);
    expect(refused).toEqual([]);
  });

  it('gives the same answer through the port, at no cost and without a reading', async () => {
    const { signal } = new AbortController();
    const message = { text: 'revoke Library', view: idle, recent: [], allowed: [], secrets: [], signal };
    expect(await createOfflineInterpreter().interpret(message).next()).toEqual({
      done: true,
      value: {
        commands: [{ command: 'revoke', source: 'Library' }],
        usage: { tokens_in: 0, tokens_out: 0 },
        fallback: null,
      },
    });
  });
});
