import { type Command, isChange, isDeed } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { sourcesCalled } from '../sources-called.ts';
import { isFillerWord } from '../tokens/references.ts';
import { isOurs } from '../vocabulary/lexicon.ts';

type Read = (text: string, view: View) => Command[];

const opening =
  '(?:(?:hi|hey|hello|ok|okay|so|and|but|well|fyi|look|look here|btw|by the way|also|yesterday|today|now)[,\\s]+)*';
const somebody =
  "(?:(?:the|my|our|his|her|their|this|that|one of (?:the|my|our)|an?) (?:[\\w'’-]+ ){0,3}?[\\w'’-]+|(?:he|she|they|someone|somebody|everyone|everybody|people)(?= )|(?<who>[\\p{L}'’-]+(?: [\\p{L}'’-]+)?))";
const saying =
  '(?:(?:just|also|only|always|once|now|has|have|had|already) )*(?:says?|said|saying|reads?|writes?|wrote|written|mentions?|mentioned|states?|stated|suggests?|suggested|recommends?|recommended|advise[sd]?|proposes?|proposed|insists?|insisted|claims?|claimed|tells?(?: me| us)?|told(?: me| us)?|asks?(?: me| us)?|asked(?: me| us)?|orders?(?: me| us)?|ordered(?: me| us)?|wants?(?: me| us)?|wanted(?: me| us)?)';
/** "the ticket says rename A to B", "my colleague said to pause A". */
const report = new RegExp(
  `^${opening}(?:${somebody} ${saying}|according to [^,:]+?(?=,| (?:we|you|i) ))(?: (?:that|to|we should|you should|please|i should|literally))*[,:\\s]+["'“‘\`]?(?<said>\\S.*)$`,
  'isu',
);
/** "Bob: pause A", "From Bob: pause A": a name that is none of ours. */
const speaker =
  /^(?:(?:from|quote|quoting) )?(?<who>\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)?)(?: \([^)]*\))?: ["'“‘`]?(?<said>\S.*)$/su;
/** "I was told to pause A": by whom is not said. */
const wasTold =
  /^(?:\S+[,\s]+){0,2}?(?:i|we)(?:['’](?:m|re|ve)| am| are| was| were| have| got| had)?(?: been| just)* (?:told|asked|ordered|instructed|advised|supposed|meant|expected) to (?<said>\S.*)$/is;
/** "ask Bob to pause A", "have Anna pause A": asked of somebody else. */
const askedOfOthers =
  /^(?:(?:please|can you|could you|would you|ok|so|and)[,\s]+)*(?:(?:ask|tell|get|remind) (?:(?:my|our|the|his|her) [\p{L}'’-]+|(?<who>\p{Lu}[\p{L}'’-]+))(?: team)? to|(?:have|make) (?<doer>\p{Lu}[\p{L}'’-]+)) (?<said>\S.*)$/su;
/** What announces a request of one's own. */
const announces =
  /^(?:todo|task|tasks?|request|reminder|important|urgent|note|nb|ps|step \w+|edit|correction|next|first|second|third|finally|concierge|assistant|bot|admin|me|action|command|now|attention|please note|fyi|quick one|one more|also)$/i;
/** "…, please do it", "so go ahead": asked for, by whoever said it first. */
const ownToo =
  /(?:[,.;!"”’`]+\s*|\s+(?=(?:and|so|but|then|i agree|please|kindly|can you|could you|would you|will you)\b))(?:(?:and|so|but|then|i agree|please|kindly|can you|could you|would you|will you|[,.;!])[,\s]*)*(?:do (?:it|that|so|this)|go ahead|go for it|make it so|take care of (?:it|that|this)|see to (?:it|that)|handle (?:it|that|this)|arrange (?:it|that|this))(?: please| now| then| for (?:him|her|them|me|us))*[.!?\s]*$/i;
const sentences = /(?<=[.!?;\n])\s+(?=\S)/;

const clauses = /[,.;!?]\s+|\s+(?:so|and so)\s+/;

const isSomebody = (who: string, { sources, agents }: View): boolean => {
  const words = who.toLowerCase().split(' ');
  return (
    !announces.test(who) &&
    sourcesCalled(who, sources).length === 0 &&
    !agents.some(({ slug, name }) => [slug, name.toLowerCase()].includes(who.toLowerCase())) &&
    !words.some((word) => isOurs(word) || isFillerWord(word))
  );
};

const longest = 80;
const quoted = (said: string): string =>
  said
    .replace(/["“”‘’`]/g, '')
    .replace(/[.!\s]+$/, '')
    .slice(0, longest);

/** What stands in quotation marks ends with them: the rest of the sentence is about it. */
const inQuotes = (sentence: string, said: string): string => {
  const opened = /["“]$/.test(sentence.slice(0, sentence.length - said.length));
  return opened ? said.split(/["”]/)[0]! : said;
};

/** What somebody or something else said, in a sentence; null where it speaks for itself. */
const saidIn = (sentence: string, view: View): string | null => {
  const by = speaker.exec(sentence)?.groups;
  if (by !== undefined && isSomebody(by.who!, view)) return by.said!;
  const { who: asked, doer = asked, said: order } = askedOfOthers.exec(sentence)?.groups ?? {};
  if (order !== undefined && (doer === undefined || isSomebody(doer, view))) return order;
  const told = wasTold.exec(sentence)?.groups?.said;
  if (told !== undefined) return told;
  if (/^(?:\S+ )*?(?:wants?|asks?) you to\b/i.test(sentence)) return null;
  const { who, said } = report.exec(sentence)?.groups ?? {};
  return said === undefined || (who !== undefined && !isSomebody(who, view))
    ? null
    : inQuotes(sentence, said);
};

/**
 * A request in the mouth of somebody or something else is told, and not made: nothing comes of it but a word on how to
 * make it one's own. Null where a message reports none.
 */
export const readReported = (text: string, view: View, read: Read): Command[] | null => {
  if (view.secret_input || /^(?:credential|doubt)$/.test(view.awaiting ?? '')) return null;
  const all = text.trim().split(sentences);
  const at = all.findIndex((sentence) => saidIn(sentence, view) !== null);
  if (at === -1) return null;
  const own = ownToo.exec(all.slice(at).join(' '));
  const whole = all.slice(at).join(' ');
  const said = saidIn(own === null ? whole : whole.slice(0, own.index), view);
  const asked = said === null ? [] : read(said, view);
  // "Bob told me that A is slow, pause it": what is reported asks for nothing.
  const [first] = said?.split(clauses) ?? [];
  if (!asked.some(isChange) || !read(first ?? '', view).some(isDeed)) return null;
  const before = at === 0 ? [] : read(all.slice(0, at).join(' '), view);
  if (own !== null) return [...before, ...asked];
  const told: Command = { command: 'help', topic: 'reported', names: [quoted(said!)] };
  return [...before.filter(({ command }) => command !== 'unclear'), told];
};
