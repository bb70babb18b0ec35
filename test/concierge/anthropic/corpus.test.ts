import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { judge } from '../../../src/concierge/anthropic/judge.ts';
import { type Command, commandSchema } from '../../../src/concierge/commands.ts';
import { views } from '../offline/views.ts';

type Row = { when: string; say: string; commands: Command[] };
const rows: Row[] = readFileSync(new URL('../offline/corpus.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const everything = commandSchema.options.map((option) => option.shape.command.value);
const { signal } = new AbortController();

it('takes what is right from a model, for every message that the offline interpreter is tested with', () => {
  const refused = rows
    .filter(({ commands }) => commands.length > 0)
    .flatMap(({ when, say, commands }) => {
      const message = { text: say, view: views[when]!, recent: [], allowed: everything, secrets: [], signal };
      const verdict = judge({ commands }, message, []);
      return 'refusals' in verdict ? [`${when}: ${say}: ${verdict.refusals.join(' ')}`] : [];
    });
  expect(rows.length).toBeGreaterThan(1000);
  expect(refused).toEqual([]);
});
