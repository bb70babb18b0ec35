import type { View } from '../../interpreter.ts';
import type { Said } from './said.ts';

/** An intent as the table of intents declares it. */
export type Intent = {
  /** A command, or a way to make one; `/` and what it is about. */
  name: string;
  about: string;
  needs: string[][];
  uses: string[];
  not: string[];
  acts: boolean;
  asks: boolean;
  steers: boolean;
  strange: number;
  states: string[];
  bonus: number;
};
export type Reading = { intent: Intent; score: number; strange: number };

const words = (list: string | undefined): string[] => (list ?? '').split(/\s+/).filter(Boolean);
const parsed = (line: string): Intent => {
  const [, head, needs, uses, not] = /^(.+?): (.+?)(?: \+ (.+?))?(?: - (.+))?$/.exec(line)!;
  const [named, ...marks] = words(head);
  const [name, about = ''] = named!.split('/');
  const markOf = (mark: string) => marks.find((one) => one.startsWith(`${mark}=`))?.slice(mark.length + 1);
  return {
    name: name!,
    about,
    needs: words(needs).map((group) => group.split('|')),
    uses: words(uses),
    not: words(not),
    acts: marks.includes('acts'),
    asks: marks.includes('asks'),
    steers: marks.includes('steers'),
    strange: Number(markOf('strange') ?? Number.POSITIVE_INFINITY),
    states: markOf('in')?.split(',') ?? [],
    bonus: Number(markOf('bonus') ?? 0),
  };
};
export const tabled = (table: string): Intent[] =>
  table
    .split('\n')
    .filter((line) => line !== '')
    .map(parsed);

/** How much a feature says; the others say 1. */
const weights = new Map([
  ...words('remove check pause resume rename rotate accept add why').map((name) => [name, 3] as const),
  ...words(
    'SOURCE AGENT TOOL URL NAME sacred destroys drop take_away put_off put_on discards per_minute a_run ran_badly',
  ).map((name) => [name, 2] as const),
  ...words('mine my may does later needs missing reveal happens only call keeps own fresh').map(
    (name) => [name, 0.3] as const,
  ),
]);
const weightOf = (feature: string): number => weights.get(feature) ?? 1;
const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/** What is to be agreed to, as it may be said again beside a yes or a no. */
const acted: Record<string, string[]> = {
  register: words('add registration bring server all safe'),
  revoke: words('remove drop take_away discards removal server SOURCE access'),
  update: words('change rotate rename server address fresh changing'),
  create_sandbox: words('add bring sandbox fresh'),
};
/** The open question, by the name that the table gives it. */
const stateOf = ({ awaiting, secret_input }: View): string =>
  awaiting === 'credential' && !secret_input ? 'doubt' : (awaiting ?? 'none');

/** What an intent accounts for of the clause, less what it does not; null when it is out of the question. */
const scoreOf = (intent: Intent, said: Said): Reading | null => {
  const { features, view, mood, asks, telling } = said;
  if (intent.states.length > 0 && !intent.states.includes(stateOf(view))) return null;
  if ((intent.acts && mood !== 'request') || (intent.asks && !asks)) return null;
  const act = acted[view.flow ?? 'register']!;
  const meant = (feature: string) =>
    feature === 'act' ? act : feature === 'do_act' ? act.slice(0, 3) : [feature];
  const needs = intent.needs.map((group) => group.flatMap(meant));
  if (!needs.every((group) => group.some((feature) => features.has(feature)))) return null;
  if (intent.not.some((feature) => features.has(feature))) return null;
  const own = new Set([...needs.flat(), ...intent.uses.flatMap(meant)]);
  const strange = telling.filter((of) => !of.some((feature) => own.has(feature)));
  if (strange.length > intent.strange) return null;
  const explained = [...features.keys()].filter((feature) => own.has(feature));
  const left = strange.map((of) => Math.max(0.5, ...of.map(weightOf)));
  return {
    intent,
    strange: strange.length,
    score: sum(explained.map(weightOf)) - sum(left) / 2 + intent.bonus,
  };
};

/** Every plausible reading of a clause, the best first. */
export const readingsOf = (said: Said, intents: readonly Intent[]): Reading[] =>
  intents.flatMap((intent) => scoreOf(intent, said) ?? []).sort((one, other) => other.score - one.score);
