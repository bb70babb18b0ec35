import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { View } from '../../../src/concierge/interpreter.ts';
import { understand } from '../../../src/concierge/offline/interpreter.ts';
import { redact } from '../../../src/concierge/redact.ts';
import type { Awaiting, FlowName, Slots } from '../../../src/domain/conversation.ts';
import { asked, idle } from './views.ts';

type Expect = { flow?: FlowName | null; awaiting?: Awaiting | null; slots?: Record<string, unknown> };
type Given = {
  sandboxes?: string[];
  agents?: { slug: string; name: string }[];
  sources?: { name: string }[];
};
type Conversation = { id: string; given?: Given; turns: { say?: string; expect: Expect }[] };

const folder = new URL('../../conversations/', import.meta.url);
const conversations: Conversation[] = readdirSync(folder)
  // Those leave out what a view without the server cannot know.
  .filter((file) => file.endsWith('.jsonl') && !file.startsWith('unseen'))
  .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').trim().split('\n'))
  .map((line) => JSON.parse(line));

const ports: Record<string, number> = {
  open: 4001,
  bearer: 4002,
  header: 4003,
  modern: 4004,
  legacy: 4005,
  down: 4006,
};
const spoken = (text: string): string =>
  text
    .replace(/\{server:(\w+)\}/g, (_, name: string) => `http://127.0.0.1:${ports[name]}/mcp`)
    .replace(/\{token:\w+\}/g, 'tk_9fK2mQ8xLw3ZpR7tVb1N');

/** What the turn's view would be, as far as the turns before it tell. */
const viewOf = (given: Given, before: Expect, slots: Slots): View => ({
  ...(before.awaiting ? asked(before.awaiting) : idle),
  ...(before.awaiting === 'source' && {
    options: (given.sources ?? []).map(({ name }, at) => ({ id: `source:ds_${at}`, label: name })),
  }),
  ...(before.awaiting === 'agent' && {
    options: (given.agents ?? []).map(({ slug, name }) => ({ id: `agent:${slug}`, label: name })),
  }),
  flow: before.flow ?? null,
  slots,
  sandboxes: given.sandboxes ?? ['default'],
  sources: (given.sources ?? []).map(({ name }, at) => ({
    data_source_id: `ds_${at}`,
    name,
    namespace: name.toLowerCase().replaceAll(' ', '-'),
    status: 'active',
  })),
  agents: given.agents ?? [],
});

/** The slots a turn newly fills, next to what was understood of it. */
const filledBy = function* ({ given = {}, turns }: Conversation) {
  let before: Expect = {};
  for (const { say, expect: wanted } of turns) {
    const slots = Object.fromEntries(
      Object.entries(wanted.slots ?? {})
        .filter(([, value]) => typeof value === 'string')
        .map(([slot, value]) => [slot, spoken(value as string)]),
    );
    const known = before.flow === 'register' ? ((before.slots ?? {}) as Slots) : {};
    if (say !== undefined) {
      const view = viewOf(given, before, known);
      yield { say, slots, known, understood: understand(redact(spoken(say), view).text, view) };
    }
    before = { ...before, ...wanted, slots: { ...known, ...slots } };
  }
};

describe('the conversations that every interpreter must pass', () => {
  it.each(conversations)('$id: what is said fills the slots that are expected', (conversation) => {
    for (const { say, slots, known, understood } of filledBy(conversation)) {
      // Of several servers the first is asked about.
      const [first] = understood.filter(({ command }) => command === 'register');
      const facts = understood.filter((one) => one.command === 'set' || one === first);
      const said: Record<string, unknown> = Object.assign({}, ...facts);
      const chosen = understood.some(({ command }) => command === 'choose');
      for (const [slot, value] of Object.entries(slots))
        if (known[slot as keyof Slots] !== value && !chosen)
          expect(said[slot], `${say} → ${slot}`).toBe(value);
    }
  });

  it('leaves only gibberish unclear, and what needs the message before it', () => {
    const unclear = conversations
      .flatMap((conversation) => [...filledBy(conversation)])
      .filter(({ understood }) => understood.some(({ command }) => command === 'unclear'));
    expect(unclear.map(({ say }) => say)).toEqual(['wqx plrf', 'trrk mnbv oop', 'And in default?']);
  });
});
