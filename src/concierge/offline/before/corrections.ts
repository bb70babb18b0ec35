import { distance } from 'fastest-levenshtein';
import type { Command } from '../../commands.ts';
import { rateIn } from '../vocabulary/rates.ts';
import { numbers } from '../vocabulary/words.ts';

type Update = Extract<Command, { command: 'update' }>;
/** The commands of an earlier message that a message is of, and what both come to. */
export type Leaning = {
  said: RegExpExecArray;
  of: (command: Command) => boolean;
  gives: (found: Command[], name: string) => Command[] | null;
};

/** "no, I meant Atlas", "oops, the other one": the request before it was about the wrong one. */
const corrected =
  /^(?:(?:no|nope|oh|ah|oops|ups|argh|ugh|sorry|wait|hold on|hang on|hm+|damn|typo|wrong one|my (?:bad|mistake))\b[,.!:;\s-]*)*(?:not (?:that|this|it)(?: one)?[,.;]? *)?(?:(?<=^|[,.!:;\s-])(?:but )?i (?:meant|mean|wanted|was talking about|was thinking of)(?: to say)? |(?<=^|[,.!:;\s-])it (?:should|was meant to) (?:have been|be) |(?<=^|[,.!:;\s-])it(?: is|['’]?s) (?:called |named )?)?(?<name>[^?!.,]+?)(?:,? (?:not (?:that|this) one|instead|please|of course|after all|then))*[.!]*$/i;
const isCorrection =
  /^(?:no|nope|oops|ups|argh|typo|sorry|wait|hold on|hang on|wrong one|my (?:bad|mistake)|not (?:that|this)|(?:oh|ah|hm+|damn)[,.! ]+(?:no|sorry|i (?:meant|mean)))\b|^i (?:meant|mean) /i;

/** What a message says was meant instead of what was said before. */
export const correctionIn = (said: string): RegExpExecArray | null =>
  isCorrection.test(said) ? corrected.exec(said) : null;

/** "10", "20 a minute": the number that was asked for, behind "limit Docs". */
const number = `(?:\\d[\\d,]*|(?:an? )?(?:${Object.keys(numbers).join('|')})(?:[ -](?:and |${Object.keys(numbers).join('|')}|[ -])+)?)`;
const onlyCap = new RegExp(
  `^(?:(?:no|ok|hm+|well|oops|sorry|i meant?|to|at|up to|(?:make|set) (?:it|that)|rather|max(?:imum)?),? )*(?<name>${number}(?: ?(?:(?:calls?|requests?) ?)?(?:(?:per|a|an|each|/) ?(?:s|sec|second|m|min|minute|h|hour))?)?)(?: (?:instead|rather|i meant?|is (?:enough|plenty|fine|ok)|will do|please|then))*(?:,? not ${number})?[.!]*$`,
  'i',
);
const asksForCap = (command: Command): boolean =>
  command.command === 'update' && command.what === 'rate_cap_per_minute';
/** "make that 45": another one than the one that was set. */
const revisesCap =
  /^(?:\w+,? )*?(?:no|(?:make|set) (?:it|that)|rather|sorry|oops|i meant?)\b|\b(?:instead|enough|plenty|rather|i meant?|not)\b/i;
const isOfCap = (said: string) => (command: Command) =>
  asksForCap(command) ||
  (revisesCap.test(said) && command.command === 'update' && command.rate_cap_per_minute !== undefined);

/** "find_ticket as well", behind "limit Cases to create_ticket". */
const onlyTools =
  /^(?=.*\b(?:and|also|add|plus|too|as well|to it)\b)(?:(?:and|ok|also|add|plus),? )*(?<name>\w+_\w+(?:(?:, | and |, and )\w+_\w+)*)(?: (?:to it|too|as well|also|please|then))*(?:, please)?[.!]*$/i;
const isOfTools = (command: Command): boolean =>
  command.command === 'update' &&
  (command.allowed_tools ?? command.allow_tools ?? command.withhold_tools) != null;
/** Which source, and where. */
const placeOf = ({ source, sandbox }: Update): Pick<Update, 'source' | 'sandbox'> => ({
  ...(source !== undefined && { source }),
  ...(sandbox !== undefined && { sandbox }),
});
/** "limit Wiki and Rates to 10", "20 instead": of all that had the same. */
const sameCap = (found: Command[]): number => {
  const caps = found.map((one) => (one as Update).rate_cap_per_minute);
  return caps.every((cap) => cap === caps.at(-1)) ? found.length : 1;
};
const moreTools = (found: Command[], said: string): Command[] => {
  const { withhold_tools, ...last } = found.at(-1) as Update;
  const tools = said.split(/, and | and |, /);
  const more = withhold_tools === undefined ? { allow_tools: tools } : { withhold_tools: tools };
  return [{ command: 'update', ...placeOf(last), ...more }];
};

const capOf = (found: Command[], said: string): Command[] | null => {
  const cap = rateIn(said.toLowerCase().replace(/(?<=\d),(?=\d{3}\b)/g, ''));
  return cap === null || !Number.isInteger(cap)
    ? null
    : found.slice(-sameCap(found)).map((last) => ({
        command: 'update',
        ...placeOf(last as Update),
        rate_cap_per_minute: cap,
      }));
};

/** A number or tools and nothing else, for the cap or the list of the change before it. */
export const valueIn = (said: string): Leaning | null => {
  const cap = onlyCap.exec(said);
  if (cap !== null) return { said: cap, of: isOfCap(said), gives: capOf };
  const tools = onlyTools.exec(said);
  return tools === null ? null : { said: tools, of: isOfTools, gives: moreTools };
};

const mistyped = /\b(?:typo|mistyped|misspelled|misspelt|i meant?|should (?:be|have been|read))\b/i;
const mostWords = 4;
export const isNearly = (name: string, other: string): boolean =>
  distance(name.toLowerCase(), other.toLowerCase()) <= 2;
/** "argh typo, Reading Room", behind a rename: the label as it should be, or nearly as it was. `read`: what it says by itself. */
export const respelt = (
  last: Command,
  name: string,
  { said, read }: { said: string; read: readonly Command[] },
): Command | null => {
  if (last.command !== 'update' || last.name === undefined) return null;
  const isName = /^(?!I\b)[\p{Lu}\d"“]/u.test(name) && name.split(/\s+/).length <= mostWords;
  // "no, Handbook", right behind "rename it to Handbuch"
  const isDenied = /^no(?:pe)?\b/i.test(said) && name.split(/\s+/).every((word) => /^[\p{Lu}\d]/u.test(word));
  return isName &&
    (isDenied || mistyped.test(said) || isNearly(name, last.name)) &&
    read.every(({ command }) => command === 'unclear')
    ? { command: 'update', source: last.name, name: name.replace(/^["“]|["”]$/g, '') }
    : null;
};
