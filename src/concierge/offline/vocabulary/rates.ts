import { type Count, countAt, countsIn, wordsOfCounts } from './counts.ts';

/** Seconds that a unit of time takes. */
const units: [RegExp, number][] = [
  [/^(?:s|secs?|seconds?)$/, 1],
  [/^(?:m|mins?|minutes?)$/, 60],
  [/^(?:h|hrs?|hours?)$/, 3600],
  [/^(?:d|days?)$/, 86_400],
  [/^weeks?$/, 604_800],
  [/^months?$/, 2_592_000],
];
const secondsOf = (word: string | undefined): number | undefined =>
  units.find(([unit]) => unit.test(word ?? ''))?.[1];
const isPlural = (word: string | undefined): boolean => /s$/.test(word ?? '') && word !== 's';

const counted = /^(?:tool|api|mcp|x|calls?|requests?|times?|invocations?|reqs?|hits?|queries|of|them)$/;
/** What leads to a unit of time; "per" and "every" lead to nothing else. */
const within = /^(?:per|a|an|every|each|in|within|,|for)$/;
const binds = /^(?:per|every)$/;

type Window = { seconds: number; to: number } | 'unknown' | null;

/** "every 30 seconds", "a minute", "per 2s": the time in which so many may come; 'unknown' when it is one, but none we know. */
const windowAt = (words: string[], from: number): Window => {
  let at = from;
  const [led] = [words[at] ?? ''];
  if (/^rp[sm]$/.test(led)) return { seconds: led === 'rps' ? 1 : 60, to: at + 1 };
  while (within.test(words[at] ?? '')) at += 1;
  const glued = /^(?<count>\d+)(?<unit>[a-z]+)$/.exec(words[at] ?? '')?.groups;
  const ofGlued = at > from ? secondsOf(glued?.unit) : undefined;
  if (ofGlued !== undefined) return { seconds: ofGlued * Number(glued!.count), to: at + 1 };
  const count = at > from ? countAt(words, at) : null;
  const unit = secondsOf(words[count?.to ?? at]);
  if (unit === undefined) return words.slice(from, at).some((word) => binds.test(word)) ? 'unknown' : null;
  // "for 2 hours" is how long, and not in which time.
  if (count !== null && words[from] === 'for' && !words.slice(from, at).some((word) => binds.test(word)))
    return null;
  return { seconds: unit * (count?.value ?? 1), to: (count?.to ?? at) + 1 };
};

type Rate = { perMinute: number; from: number; to: number };
const rateOf = (words: string[], { value, from, to }: Count): Rate | null => {
  let at = to;
  while (counted.test(words[at] ?? '')) at += 1;
  const window = windowAt(words, at);
  if (window === 'unknown') return { perMinute: Number.NaN, from, to: at };
  // "for 2 hours", "the next 30 minutes"
  const isDuration = at === to && window?.to === at + 1 && isPlural(words[at]);
  if (isDuration && /^(?:for|next|last|in|after|within|every|per|these)$/.test(words[from - 1] ?? ''))
    return null;
  if (/^(?:tools?|servers?|sources?|agents?|users?|people|persons?|customers?|seats?)$/.test(words[at] ?? ''))
    return null;
  return { perMinute: (value * 60) / (window?.seconds ?? 60), from, to: window?.to ?? at };
};

/** A number behind these is the one that is not meant. */
const denied = /(?:^| )(?:(?:and|but|,) )?(?:not|instead of|rather than|from)(?: (?:at|to|by|just|only))?$/;
/** What is said behind these replaces what was said before. */
const replaces =
  /(?:^| )(?:no|sorry|wait|actually|i meant?|rather|make (?:it|that)|or rather|oops|better)(?: ,)?(?: (?:at|to))?$/;

/**
 * Calls a minute as a clause says them; null when it says none. Not a whole number, or not a number at all, when what it
 * says cannot be taken: so many an hour that are no whole number a minute, or two counts of which either may be meant.
 */
export const rateIn = (norm: string): number | null => {
  const words = wordsOfCounts(
    norm.replace(/(?<=^| )an? (?=(?:call|request) (?:per|every|each|an?|in) )/g, 'one '),
  );
  const rates: Rate[] = [];
  for (const count of countsIn(words)) {
    const isTaken = count.from < (rates.at(-1)?.to ?? 0);
    const rate = isTaken ? null : rateOf(words, count);
    if (rate === null) continue;
    if (replaces.test(words.slice(0, rate.from).join(' '))) rates.length = 0;
    rates.push(rate);
  }
  const meant = rates.filter(({ from }) => !denied.test(words.slice(0, from).join(' ')));
  const said = new Set(meant.map(({ perMinute }) => perMinute));
  // "not at 10": which it shall be instead is not said.
  if (said.size > 1 || (meant.length === 0 && rates.length > 0)) return Number.NaN;
  const [rate] = said;
  return rate === undefined || rate <= 0 ? null : rate;
};
