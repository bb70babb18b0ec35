import type { FlowState } from '../../src/concierge/events.ts';
import type { Expectation } from './conversation.ts';

/** What one turn did, as a client sees it. */
export type Seen = {
  /** 200, or that of a refusal before any frame. */
  status: number;
  text: string;
  toolsCalled: string[];
  /** Null when nothing has shown one yet. */
  state: FlowState | null;
  /** What is wrong with the frames themselves, whatever was expected. */
  malformed: string[];
};

/** A source as a conversation file speaks of it. */
export type SeenSource = {
  name: string;
  status: string;
  sandbox: string;
  auth_kind: string;
  base_url: string;
};

const show = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

const differs = (what: string, expected: unknown, seen: unknown): string[] =>
  show(expected) === show(seen) ? [] : [`${what}: expected ${show(expected)}, saw ${show(seen)}`];

const judgeState = (expected: Expectation, state: FlowState | null): string[] => {
  const problems: string[] = [];
  for (const key of ['flow', 'awaiting', 'secret_input'] as const)
    if (key in expected) problems.push(...differs(key, expected[key], state?.[key]));
  const slots: Record<string, unknown> = { ...state?.slots };
  for (const [slot, value] of Object.entries(expected.slots ?? {}))
    problems.push(...differs(`slots.${slot}`, value, slots[slot] ?? null));
  return problems;
};

const judgeText = ({ says = [], never_says = [] }: Expectation, text: string): string[] => {
  const said = text.toLowerCase();
  const missing = says.filter(
    (entry) => !entry.split('|').some((either) => said.includes(either.toLowerCase())),
  );
  const present = never_says.filter((entry) => said.includes(entry.toLowerCase()));
  return [
    ...missing.map((entry) => `does not say ${show(entry)}`),
    ...present.map((entry) => `says ${show(entry)}`),
  ];
};

const judgeSources = (expected: NonNullable<Expectation['sources']>, sources: SeenSource[]): string[] =>
  expected.flatMap(({ name, exists, ...fields }) => {
    const named = sources.filter((source) => source.name === name);
    if (exists === false) return named.length === 0 ? [] : [`there is a source ${show(name)}`];
    const wanted = Object.entries(fields);
    const found = named.some((source) =>
      wanted.every(([field, value]) => source[field as keyof SeenSource] === value),
    );
    return found ? [] : [`no source ${show({ name, ...fields })}; there are ${show(sources)}`];
  });

/** What is wrong with a turn, in words; empty when it is as expected. */
export const judge = (expected: Expectation, seen: Seen, sources: SeenSource[]): string[] => [
  ...seen.malformed,
  ...judgeState(expected, seen.state),
  ...(expected.tools_called === undefined
    ? []
    : differs('tools_called', expected.tools_called, seen.toolsCalled)),
  ...judgeText(expected, seen.text),
  ...judgeSources(expected.sources ?? [], sources),
];
