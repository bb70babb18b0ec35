import { type Command, isChange } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import type { Phrase } from '../tokens/phrase.ts';

/** What is known here of what a clause comes to. */
type Heard = { commands?: Command[]; mentions?: string[]; pronoun?: boolean; plain?: boolean };

/** Told of all that is for later: a thing is done when it is asked for. */
export const doneNow: Command = { command: 'help', topic: 'later' };

/** "at 5 pm", "on Monday", "after lunch", "in an hour": nothing here keeps a calendar. */
export const someTime =
  "(?:at (?:\\d{1,2}(?: ?: ?\\d\\d)? ?(?:am|pm|h|o ?'? ?clock)|\\d{1,2} ?: ?\\d\\d|noon|midnight|lunch|lunchtime)|after (?:lunch|work|dinner|breakfast|hours|midnight|noon|the (?:meeting|call|demo|release|deploy\\w*|migration|weekend|holidays?)|\\d)|(?<!(?:until|till|through|since|over) )(?:on |next |this )(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?s?|(?<!(?:calls?|requests?|times) )in (?:an|half an|\\d+|a few|two|three|some) (?:hours?|minutes?|mins?|days?|weeks?))\\b";

/** "pause Docs at 5 pm", "remind me to revoke it": of all this it is said that nothing is done later. */
const later = new RegExp(`\\b(?:${someTime}|tomorrow\\b|remind (?:me|us)\\b)`);
export const isForLater = ({ norm }: Phrase, items: Heard[], { flow }: View, hangs: RegExp): boolean =>
  flow === null &&
  (later.test(norm) || (hangs.test(norm) && !norm.endsWith('?'))) &&
  items.some(({ mentions, pronoun }) => mentions?.length || pronoun);

/** "if Docs fails, …", "once it is down, …": what comes behind hangs on it, and nobody watches for it. */
const supposes =
  /^(?:(?:and|but|ok|so|then|please|,) )*(?:if|when|whenever|once|as soon as|in case|unless|until|should)\b(?! (?:possible|you|we can|not\b|it is (?:possible|ok|fine|not too)|that is|everything is|again|more))/;
/** "in an hour, …", "tonight, …": the time stands in front. */
const onlyATime = new RegExp(
  `^(?:(?:and|but|ok|so|then|please|,) )*(?:${someTime}|tonight|tomorrow(?: \\S+)?|later(?: today)?|next (?:week|month|year)|from \\S+ on)$`,
);
/** What hangs on a supposition is not done, and the supposition itself asks nothing. */
export const withoutSupposed = <Of extends Heard>(clauses: Phrase[], items: Of[]): (Of | Heard)[] => {
  const from = clauses.findIndex(
    ({ norm }) => (supposes.test(norm) && !norm.endsWith('?')) || onlyATime.test(norm),
  );
  const hangs = ({ commands = [] }: Heard, at: number): boolean => at > from && commands.some(isChange);
  if (from === -1 || !items.some(hangs)) return items;
  return items.map((item, at) => {
    if (at === from) return {};
    return hangs(item, at) ? { commands: [doneNow], plain: true } : item;
  });
};

/** "notify me when Docs fails", "test it every hour": nothing here watches, or acts by itself. */
const watches =
  /^(?:(?:please|can you|could you|and|ok) )*(?:notify|alert|warn|ping|email|page) (?:me|us)\b|\bevery (?:hour|day|week|weekend|month|\w+day|morning|evening|night|\d+ ?(?:s|sec|min|h|hour|day)\w*)\b|\b(?:hourly|nightly)\b/i;
const ofARate = /\b(?:calls?|requests?|times|limit|cap)\b/i;
export const isForALookout = (text: string): boolean => watches.test(text) && !ofARate.test(text);
