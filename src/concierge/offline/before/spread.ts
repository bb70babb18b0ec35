import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { sourcesCalled } from '../sources-called.ts';
import { withStrangers } from '../tokens/name-list.ts';
import { type Phrase, phraseOf, tokenise } from '../tokens/phrase.ts';
import { tagKnown } from '../tokens/references.ts';
import { everywhere, pattern } from '../vocabulary/lexicon.ts';
import { numbers } from '../vocabulary/words.ts';

/**
 * One verb for several things, each with a value of its own: "rename A to X, B to Y", "cap A at 20, B 30", "limit A to
 * search and B to fetch". Each of them is put into a sentence of its own before anything is read, and what a correction
 * takes back is left out: "cap A at 10, no, 20".
 */

const ours = '(?:(?:the|my|our) )*';
const one = `${ours}SOURCE(?: (?:server|source))?`;
const list = `${one}(?:(?: ,| and| , and) ${one})+`;
const lead =
  '^(?:(?:please|kindly|to|can you|could you|would you|i want to|i want you to|i would like to|we want to|let us|ok|now|then|and|also|just|so|hi|hey|,) )*';
const joint = '(?: ,(?: (?:and|then|but|also))*|(?: (?:and|plus|&|then|but|also))+)';
const takenBack =
  '(?: ,)? (?:(?:oh|ah|or) )?(?:no|sorry|wait|actually|oops|i meant?|make (?:it|that)|rather|or rather|correction|scratch that)(?: (?:i meant?|make (?:it|that)|rather|sorry|wait))?(?: ,)?';
const everyOne =
  '(?:everything|everyone|all|each|every|both)(?: (?:of|the|my|our|them|these|those|mcp|servers?|sources?|one))*';
/** "… and let B have 20", "… but leave B at 20": the same verb goes on. */
const lets = '(?:let|leave|keep|give|allow|put|set|make) ';
const has =
  '(?:(?:(?:should|may|can|must|shall) )?(?:have|has|get|gets|take|takes|stays?|remains?|keeps?|goes)(?: (?:at|on|to|with))?|at|on|to|with)';
const count = `(?:\\d\\S*|an? (?:hundred|thousand|dozen)|${Object.keys(numbers).join('|')})(?: (?:\\d+|and|${Object.keys(numbers).join('|')}))*`;
const tools = '(?:TOOL|QUOTED)(?:(?: ,| and| , and) (?:TOOL|QUOTED))*(?: (?:tools?|only))?';

/** A sort of change: how it begins up to the first source, what stands between a source and its value, the values and those that may follow. */
type Sort = {
  head: string;
  to: string;
  value: string;
  of?: string;
  lone?: true;
  orElse?: string;
  /** The words behind what changes where it comes first, "A should be capped at 10"; `head` is then what to do. */
  should?: string;
};
const anyName = '(?!(?:to|as|on|at|for|and|,|SOURCE) )\\S+';
const most = '(?: (?:only|down|at most))*';
const must = '(?:should|must|shall|will|may|can|(?:needs?|has|have|ought|is) to)(?: (?:now|only|also))*';
const sorts: Sort[] = [
  { head: '<rename>(?: <label>)?(?: of)?', to: '(?:to|into|as)', value: '\\S+' },
  { head: '(?:call|name|label)', to: '', value: anyName },
  {
    head: '(?:change|set|update) (?:the )?(?:name|label|title)s? of',
    to: '(?:to|into|as)',
    value: '\\S+',
    of: '(?:of|for) ',
  },
  {
    head: '(?:<limit>|slow down|set|change|raise|lower|increase|reduce|put)(?: (?:the|calls?|requests?|rate|cap|limit|of|on|for|to|down))*',
    to: '(?:to|at|with|:)',
    value: count,
    of: '(?:of|on|for) ',
    lone: true,
    orElse: tools,
  },
  {
    head: '(?:only )?(?:<limit>)(?: (?:the|tools?|of|on|for))*',
    to: '(?:to|:)',
    value: tools,
    of: '(?:of|on|for) ',
    orElse: count,
  },
  {
    head: '(?:<change>|move|point|set|switch|migrate|redirect)(?: (?:the|its|url|address|endpoint|mcp|over|of|for))*',
    to: '(?:to|at|:|into)',
    value: 'URL',
    of: '(?:of|for) ',
  },
  { head: 'rename', should: 'be <rename-ed>', to: '(?:to|into|as)', value: '\\S+' },
  { head: 'call', should: 'be (?:called|named|labelled|labeled)', to: '', value: anyName },
  {
    head: 'limit',
    should: `be (?:limited|restricted|capped|throttled|narrowed)${most}`,
    to: '(?:to|at)',
    value: `(?:${count}|${tools})`,
    lone: true,
  },
  // Tools that it should have may be meant beside those that it has.
  { head: 'limit', should: `(?:have|get|be set)${most}`, to: '(?:to|at)', value: count, lone: true },
];

/** The text of a phrase between two places of its norm. */
const textOf = (phrase: Phrase, from: number, to: number): string => {
  const inside = phrase.tokens.filter((_, at) => phrase.starts[at]! >= from && phrase.starts[at]! < to);
  return inside.length === 0 ? '' : phrase.text.slice(inside[0]!.start, inside.at(-1)!.end);
};

const inTime =
  /(?<=\d|[a-z])(?: (?:calls?|requests?|times))? (?:(?:per|an?|each|every|in an?) .*\b(?:s|secs?|seconds?|m|mins?|minutes?|h|hours?|days?)|rps|rpm)\b/;
const leadingCount = new RegExp(`^(?:${count})(?![^ ,.])`, 'i');
/** "20 a second for A and 30 for B": in the same time, where none was said. */
const inSameTime = (values: string[]): string[] => {
  const [unit = ''] = inTime.exec(values[0]!) ?? [];
  return values.map((value) =>
    inTime.test(value) ? value : value.replace(leadingCount, (said) => `${said}${unit}`),
  );
};

/** The sentences that one comes to where a verb goes on with other sources; null when it does not. */
const byVerb = (
  phrase: Phrase,
  { head, to, value, of = '', lone, orElse = value, should }: Sort,
): string[] | null => {
  const { norm } = phrase;
  const between = to === '' ? ' ' : ` ${to} `;
  const begins =
    should === undefined
      ? `(?<head>${head}) (?<source>${lone ? `${one}|${everyOne}` : one})${between}`
      : `(?<source>${list}|${one}) (?<head>${must} ${should})(?:${between}|${lone ? ' ' : between})`;
  const first = pattern(`${lead}${begins}(?=${value})`).exec(norm);
  // "Docs should be capped at 10?" only asks.
  if (first === null || (should !== undefined && norm.endsWith('?'))) return null;
  const { head: verbAt, source } = first.indices!.groups!;
  const verb = should === undefined ? textOf(phrase, verbAt![0], verbAt![1]) : head;
  const preposition =
    should === undefined ? norm.slice(source![1], first[0].length).trim() : to === '' ? '' : 'to';
  const sentence = (name: string) => `${verb} ${name} ${preposition}`;
  const next = everywhere(
    pattern(
      `(?:(?<slip>${takenBack})|${joint}) (?:${[of, lone ? lets : ''].filter(Boolean).join('|') || '(?!)'})?(?<source>${one})(?:${lone ? `(?: (?:${to}|${has}))? ` : between}(?=${value})|${between}(?=${orElse}))`,
    ),
  );
  const others = [...norm.matchAll(next)]
    .filter(({ index }) => index >= first[0].length)
    .map((match) => ({
      end: match.index,
      from: match.index + match[0].length,
      isCorrection: match.groups!.slip !== undefined,
      said: sentence(textOf(phrase, ...match.indices!.groups!.source!)),
    }));
  if (others.length === 0 && should === undefined) return null;
  const begin =
    should === undefined ? textOf(phrase, 0, first[0].length) : sentence(textOf(phrase, ...source!));
  const all = [{ said: begin, from: first[0].length }, ...others];
  const given = all.map(({ from }, at) => textOf(phrase, from, others[at]?.end ?? norm.length));
  const values = lone ? inSameTime(given) : given;
  return all.flatMap(({ said }, at) => (others[at]?.isCorrection ? [] : [`${said} ${values[at]!}`]));
};

/** "allow search on A and fetch on B", "20 calls for A and 30 for B": what stands before each source. */
const byValue = (phrase: Phrase, value: string): string[] | null => {
  const { norm } = phrase;
  const given = `(?<value>${value}) (?<on>on|of|for|from|in) (?<source>${one})(?![^ ])`;
  const first = pattern(
    `${lead}(?<head>(?:only )?(?:<limit>|set)(?: (?:only|just|the|to|at))*) ${given}`,
  ).exec(norm);
  if (first === null) return null;
  const at = first[0].length;
  const others = [...norm.slice(at).matchAll(everywhere(pattern(`${joint} ${given}`)))];
  if (others.length === 0 || others[0]!.index !== 0) return null;
  const groups = [
    first.indices!.groups!,
    ...others.map(({ indices }) =>
      Object.fromEntries(
        Object.entries(indices!.groups!).map(([name, range]) => [name, range!.map((place) => place + at)]),
      ),
    ),
  ];
  const [verb, ...said] = [first.indices!.groups!.head!, ...groups.map((group) => group.value!)].map(
    ([from = 0, to = 0]) => textOf(phrase, from, to),
  );
  const last = others.at(-1)!;
  const rest = textOf(phrase, at + last.index + last[0].length, norm.length);
  const sentences = inSameTime(said).map((value, index) => {
    const [from = 0, to = 0] = groups[index]!.source!;
    return `${verb} ${value} on ${textOf(phrase, from, to)}`;
  });
  return [...sentences.slice(0, -1), `${sentences.at(-1)!} ${rest}`.trim()];
};

const names = everywhere(pattern('(?<![^ ])SOURCE(?![^ ])'));
/** One number is a cap for all of them. */
const counts = '\\d+(?:(?: ,| and| , and) \\d+)+(?: ,| respectively| [.!])*$';
/** "rename A and B to X and Y", "limit A and B to search": null where they are not several, or one cap for all of them. */
const byList = (phrase: Phrase, { head, to, value, lone, should }: Sort): string[] | 'unclear' | null => {
  if (to === '' || should !== undefined) return null;
  const { norm } = phrase;
  const said = pattern(
    `${lead}(?<head>${head}) (?<list>${list}) (?<to>${to}) (?=${lone ? counts : value})`,
  ).exec(norm);
  if (said === null) return null;
  const { head: verbAt, list: listAt, to: toAt } = said.indices!.groups!;
  const sources = [...norm.slice(...listAt!).matchAll(names)].map(({ index }) =>
    textOf(phrase, listAt![0] + index, listAt![0] + index + 1),
  );
  const verb = textOf(phrase, 0, verbAt![1]);
  const rest = textOf(phrase, said[0].length, norm.length).replace(/[, ]+respectively$/i, '');
  const values = value === tools ? sources.map(() => rest) : rest.split(/ *, *(?:and )?| +and +/);
  // One name for all of them is none, and which is whose is said by their number alone.
  if (values.length !== sources.length || values.includes('')) return 'unclear';
  return sources.map((source, at) => `${verb} ${source} ${norm.slice(...toAt!)} ${values[at]!}`);
};

/** Where any words may be the value, a name that nobody knows cannot be told from it. */
const bySort = (sentence: Phrase, sort: Sort): string[] | 'unclear' | null => {
  const named = sort.value.endsWith('\\S+') ? sentence : withStrangers(sentence);
  return byVerb(named, sort) ?? byList(named, sort);
};

const values = [
  'URL',
  tools,
  `${count}(?: (?:calls?|requests?|times|per|a|an|each|every|min|minutes?|seconds?))*`,
];
const changes = pattern(
  `${lead}(?:only )?(?:(?:the|its) (?:new )?<address>|<limit>|<change>|<rename>|move|point|set|raise|lower|put|slow down)(?![^ ])`,
);
/** "10, no, 20", "not at 5 but at 50": only what is meant is left of a change. */
const withoutTakenBack = (phrase: Phrase): string => {
  if (!changes.test(phrase.norm)) return phrase.text;
  const wrong = [
    ...values.map((value) => `(?<= )(?<cut>(?:${value})${takenBack} (?:(?:to|at) )?)(?=${value})`),
    '(?<= )(?<cut>not (?<to>to|at) \\S+(?: ,)? but )(?=\\k<to> )',
    ...values.map((value) => `(?<= )(?<cut>(?:not|no longer) (?:${value})(?: ,)? but )(?=${value})`),
    ...['URL', 'TOOL'].map(
      (value) => `(?<=${value})(?<cut>(?: ,)?(?: and)? (?:not|instead of|rather than) ${value})(?![^ ])`,
    ),
  ];
  for (const said of wrong) {
    const [from, to] = pattern(said).exec(phrase.norm)?.indices?.groups?.cut ?? [];
    if (from === undefined || to === undefined) continue;
    const kept = phrase.tokens.map((_, at) => phrase.starts[at]! < from || phrase.starts[at]! >= to);
    const [first, next] = [kept.indexOf(false), kept.lastIndexOf(false) + 1];
    const after = phrase.tokens[next];
    const before = phrase.text.slice(0, phrase.tokens[first]!.start);
    return before + (after === undefined ? '' : phrase.text.slice(after.start));
  }
  return phrase.text;
};

const sentencesOf = (phrase: Phrase): Phrase[] => {
  const sentences: Phrase['tokens'][] = [[]];
  for (const token of phrase.tokens) {
    sentences.at(-1)!.push(token);
    if (token.kind === 'stop' && token.norm !== '?') sentences.push([]);
  }
  return sentences.filter(({ length }) => length > 0).map((tokens) => phraseOf(phrase.text, tokens));
};

/** Two names cannot be traded at once: each of them is taken until the other is free. */
const swap = pattern(
  `${lead}(?:swap|(?:exchange|switch|trade|interchange)(?=.* (?:names?|labels?)(?![^ ])))(?: (?:around|over|the|their|names?|labels?|of|for|between))* ${one} (?:and|with|for) ${one}(?: (?:names?|labels?|around|over|please|'s|[.!]))*$|${lead}${one} and ${one} ${must} (?:swap|exchange|switch|trade) (?:their )?(?:names|labels)`,
);
const capOf = (command: Command): string | undefined =>
  command.command === 'update' && command.rate_cap_per_minute !== undefined ? command.source : undefined;
/** "cap everything at 10 and Rates at 20": what is said of one counts for it, and not what is said of all. */
const lastSaid = (commands: Command[], { sources }: View): Command[] =>
  commands.filter((command, at) => {
    const [source, ...more] = sourcesCalled(capOf(command) ?? '', sources);
    const isCapped = (later: Command) =>
      sourcesCalled(capOf(later) ?? '', sources).some(
        (other) => other.data_source_id === source?.data_source_id,
      );
    return source === undefined || more.length > 0 || !commands.slice(at + 1).some(isCapped);
  });

/** Nobody asks for several things in a longer breath, and a search through one takes its time. */
const longest = 400;

/** The commands of a message, read with a sentence for each source that has a value of its own. */
export const readEach = (
  text: string,
  view: View,
  read: (text: string, view: View) => Command[],
): Command[] => {
  if (text.length > longest || view.secret_input || view.sources.length === 0) return read(text, view);
  const tag = (said: string): Phrase => tagKnown(tokenise(said), view);
  const phrase = tag(withoutTakenBack(tag(text)));
  if (swap.test(phrase.norm)) {
    const found = phrase.tokens.filter(({ kind }) => kind === 'source').map(({ raw }) => raw);
    return [{ command: 'help', topic: 'swap', names: found }];
  }
  let isSpread = phrase.text !== tokenise(text).text;
  const said: string[] = [];
  for (const sentence of sentencesOf(phrase)) {
    const spread =
      [
        ...sorts.map((sort) => bySort(sentence, sort)),
        ...values.map((value) => byValue(withStrangers(sentence), value)),
      ].find((found) => found !== null) ?? null;
    if (spread === 'unclear') return [{ command: 'help', topic: 'update' }];
    isSpread ||= spread !== null;
    said.push(spread?.join('. ').concat('. ') ?? `${textOf(sentence, 0, sentence.norm.length)} `);
  }
  const spread = isSpread ? said.join('').trim() : text;
  // "A and B should be called X and Y" is one request by now, and that is several.
  const isNew = spread !== text;
  const commands = isNew ? readEach(spread, view, read) : lastSaid(read(text, view), view);
  // Only one question can be asked, and the others would go unheard.
  const doubts = commands.filter(({ command }) => command === 'clarify');
  return isSpread && doubts.length > 1 ? [{ command: 'help', topic: 'update' }] : commands;
};
