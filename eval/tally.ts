import type { Usage } from '../src/concierge/events.ts';
import prices from './prices.json' with { type: 'json' };

/** One turn of a conversation, or one utterance, as it went once. */
export type Judged = {
  category: string;
  /** The same for every repetition. */
  id: string;
  say: string;
  problems: string[];
  /** Commands, or the tools they call, that were expected and that came; null where the file does not say. */
  commands: { wanted: string[]; got: string[] } | null;
  /** Null for what no interpreter hears: a button or a credential. */
  ms: number | null;
  usage: Usage;
};

/** The figures of one category; shares are from 0 to 1, times in ms, cost in US dollars. */
export type Figures = {
  turns: number;
  right: number;
  precision: number | null;
  recall: number | null;
  p50_ms: number | null;
  p95_ms: number | null;
  tokens_in: number;
  tokens_out: number;
  /** Null when the price of the model is not known. */
  cost: number | null;
};

const percentile = (times: number[], part: number): number | null =>
  times.toSorted((one, other) => one - other)[Math.ceil(times.length * part) - 1] ?? null;

const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** How many entries two lists have in common; one that stands twice counts twice. */
export const inCommon = (wanted: readonly string[], got: readonly string[]): number => {
  const left = [...wanted];
  return got.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
};

const costOf = (model: string, { tokens_in, tokens_out }: Usage): number | null => {
  if (tokens_in + tokens_out === 0) return 0;
  const price = Object.entries(prices.models).find(([name]) => name === model)?.[1];
  return price ? (tokens_in * price.input + tokens_out * price.output) / 1_000_000 : null;
};

/** Sums up turns; `model` decides the price. */
export const figuresOf = (judged: readonly Judged[], model: string): Figures => {
  const said = judged.flatMap(({ commands }) => (commands ? [commands] : []));
  const matched = sum(said.map(({ wanted, got }) => inCommon(wanted, got)));
  const times = judged.flatMap(({ ms }) => (ms === null ? [] : [ms]));
  const usage = {
    tokens_in: sum(judged.map((one) => one.usage.tokens_in)),
    tokens_out: sum(judged.map((one) => one.usage.tokens_out)),
  };
  return {
    turns: judged.length,
    right: judged.filter(({ problems }) => problems.length === 0).length,
    precision: share(matched, sum(said.map(({ got }) => got.length))),
    recall: share(matched, sum(said.map(({ wanted }) => wanted.length))),
    p50_ms: percentile(times, 0.5),
    p95_ms: percentile(times, 0.95),
    ...usage,
    cost: costOf(model, usage),
  };
};
