import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Command } from '../../../src/concierge/commands.ts';
import type { View } from '../../../src/concierge/interpreter.ts';
import { createOfflineInterpreter } from '../../../src/concierge/offline/interpreter.ts';
import { redact } from '../../../src/concierge/redact.ts';
import { sameMeaning } from './meaning.ts';
import { views } from './views.ts';

type Row = {
  when: string;
  sources?: string[];
  agents?: string[];
  sandboxes?: string[];
  say: string;
  wants: Command[];
};
const rows: Row[] = readFileSync(new URL('./placed.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const viewOf = ({ when, sources, agents, sandboxes }: Row): View => ({
  ...views[when]!,
  ...(sources && {
    sources: sources.map((name, at) => ({
      data_source_id: `ds_${at}`,
      name,
      namespace: name.toLowerCase().replaceAll(' ', '-'),
      status: 'active' as const,
    })),
  }),
  ...(agents && { agents: agents.map((slug) => ({ slug, name: `${slug} agent` })) }),
  ...(sandboxes && { sandboxes }),
});

const readThroughPort = async (text: string, view: View): Promise<Command[]> => {
  const { signal } = new AbortController();
  const message = { text: redact(text, view).text, view, recent: [], allowed: [], secrets: [], signal };
  const { value } = await createOfflineInterpreter().interpret(message).next();
  return (value as { commands: Command[] }).commands;
};

/** With the places of a message read: its sandbox, what "it" is, what is to be copied. */
it.each(rows)('$when: $say', async (row) => {
  const view = viewOf(row);
  const got = await readThroughPort(row.say, view);
  expect(sameMeaning(got, row.wants, view) ? row.wants : got).toEqual(row.wants);
});
