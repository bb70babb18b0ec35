import { type Figures, figuresOf, type Judged } from './tally.ts';

/** How often one turn was right, and what was wrong with it; of those that were wrong at least once. */
export type Wrong = {
  category: string;
  id: string;
  say: string;
  wrong: number;
  of: number;
  problems: string[];
};

/** What one evaluation found, as it is written beside the table. */
export type Report = {
  at: string;
  model: string;
  /** SHA-256 of everything under `prompts/`, the first 12 digits. */
  prompts: string;
  times: number;
  /** By category, in the order run, then `all`. */
  figures: Record<string, Figures>;
  /** How many turns the offline interpreter took instead of the model, by reason. */
  fallbacks: Record<string, number>;
  wrong: Wrong[];
};

/** Sums up what was judged. */
export const figuresByCategory = (judged: readonly Judged[], model: string): Record<string, Figures> => ({
  ...Object.fromEntries(
    [...Map.groupBy(judged, ({ category }) => category)].map(([name, own]) => [name, figuresOf(own, model)]),
  ),
  all: figuresOf(judged, model),
});

export const wrongOnes = (judged: readonly Judged[]): Wrong[] =>
  [...Map.groupBy(judged, ({ category, id }) => `${category} ${id}`).values()].flatMap((own) => {
    const wrong = own.filter(({ problems }) => problems.length > 0);
    const [{ category, id, say }] = own as [Judged];
    const problems = [...new Set(wrong.flatMap((one) => one.problems))];
    return wrong.length === 0 ? [] : [{ category, id, say, wrong: wrong.length, of: own.length, problems }];
  });

const percent = (value: number | null): string => (value === null ? '–' : `${(100 * value).toFixed(1)} %`);
const whole = (value: number | null): string => (value === null ? '–' : String(Math.round(value)));
const dollars = (value: number | null): string => (value === null ? 'unknown' : `$${value.toFixed(4)}`);

type Column = { name: string; show: (figures: Figures) => string };
const columns: readonly Column[] = [
  { name: 'turns', show: ({ turns }) => String(turns) },
  { name: 'right', show: ({ right, turns }) => percent(turns === 0 ? null : right / turns) },
  { name: 'precision', show: ({ precision }) => percent(precision) },
  { name: 'recall', show: ({ recall }) => percent(recall) },
  { name: 'p50 ms', show: ({ p50_ms }) => whole(p50_ms) },
  { name: 'p95 ms', show: ({ p95_ms }) => whole(p95_ms) },
  { name: 'tokens in', show: ({ tokens_in }) => String(tokens_in) },
  { name: 'tokens out', show: ({ tokens_out }) => String(tokens_out) },
  { name: 'cost', show: ({ cost }) => dollars(cost) },
];

const aligned = (rows: string[][]): string => {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows
    .map((row) =>
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[at]!))).join('  '),
    )
    .join('\n');
};

/** The table of a report, and how often the model was not followed. */
export const printReport = ({ figures, fallbacks, model, times, prompts }: Report): string => {
  const rows = Object.entries(figures).map(([name, own]) => [name, ...columns.map(({ show }) => show(own))]);
  const reasons = Object.entries(fallbacks).map(([reason, count]) => `  ${count} × ${reason}`);
  return [
    `${model}, prompts ${prompts}, ${times === 1 ? 'once' : `${times} times`} each`,
    '',
    aligned([['', ...columns.map(({ name }) => name)], ...rows]),
    ...(reasons.length > 0 ? ['', 'Turns that the offline interpreter took instead:', ...reasons] : []),
  ].join('\n');
};

const arrow = (before: string, after: string): string => (before === after ? after : `${before} → ${after}`);

/** What two reports have in common, side by side, and the turns that became better or worse. */
export const compareReports = (before: Report, after: Report): string => {
  const rows = Object.entries(after.figures).flatMap(([name, own]) => {
    const was = before.figures[name];
    return was ? [[name, ...columns.map(({ show }) => arrow(show(was), show(own)))]] : [];
  });
  const failing = ({ wrong }: Report) =>
    new Map(wrong.map((one) => [`${one.category} ${one.id}: ${one.say}`, one.wrong / one.of]));
  const [was, is] = [failing(before), failing(after)];
  const moved = [...new Set([...was.keys(), ...is.keys()])].flatMap((turn) => {
    const change = (is.get(turn) ?? 0) - (was.get(turn) ?? 0);
    return change === 0 ? [] : [`${change > 0 ? 'worse ' : 'better'} ${turn}`];
  });
  return [
    `${before.model}, prompts ${before.prompts} → ${after.model}, prompts ${after.prompts}`,
    '',
    aligned([['', ...columns.map(({ name }) => name)], ...rows]),
    ...(moved.length > 0 ? ['', ...moved.sort()] : []),
  ].join('\n');
};
