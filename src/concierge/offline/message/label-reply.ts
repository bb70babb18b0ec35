import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { bareAnswer } from './answers.ts';

/** In small letters these say that there is no label yet; what is capitalised or quoted is one. */
const unsaid =
  /^(?:not\s|(?:[Ii]|[Ww]e)(?:'ll|’ll| will) (?:tell|say|let|decide|think|come)\b|(?:[Ii]|[Ww]e) (?:haven['’]t|have not|did not|didn['’]t|don['’]t|do not|can['’]t|cannot) (?:yet )?(?:decided?|know|thought|think|chosen|say)\b|(?:maybe |perhaps )?(?:tomorrow|later|soon|today|tonight|another time|some other time|next (?:week|time|month))$|(?:still |yet )?(?:to be|tb) (?:decided|determined|defined|discussed|announced|confirmed|agreed|named)\b|(?:tbd|tba|undecided|unsure|pending|unknown|not sure)$|(?:(?:i|we)(?:'ll| will| must| need to| have to| should)? )?ask (?:\p{Lu}|me\b|us\b|him\b|her\b|them\b|my |the |our |some|any))/u;
/** "sorry I meant", "actually": what stands behind it is what was meant. */
const turned =
  /^(?:(?:(?:sorry|actually|oops|ups|no|nope|wait|oh|ah)\b[\s,.!-]*)+(?:(?:i|we) (?:meant?|wanted)(?: to say)? )?|(?:i|we) (?:meant?|wanted to say) )(?=\S)/i;
/** "something like Zeta": that, then. */
const likeThis =
  /^(?:(?:maybe|perhaps|so)[, ]+)?(?:something|anything|a name) (?:like|such as|along the lines of) (?=["“\p{Lu}\d])/iu;

/** "Foo or Bar": one of two. In quotation marks it is a label. */
const either =
  /^(?:(?:maybe|perhaps|either|hmm+|(?:call|name|label) it)[, ]+)*(?<one>[^"“`,]+?),? or (?<other>[^"“`,]+?)[?.!]*$/i;
const labelEither = (said: string): Command | null => {
  const { one, other } = either.exec(said)?.groups ?? {};
  return one === undefined || other === undefined
    ? null
    : { command: 'help', topic: 'either_label', names: [one.trim(), other.trim()] };
};

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^(?:the|my|our) /, '')
    .replace(/[.!]+$|,? please$/g, '')
    .replace(/ (?:one|server|source)$/, '')
    .trim();

/** A reply to "what should it be called?" that is no label as it stands; null when it may be one. */
export const labelReply = (text: string, view: View, ask: Command): Command[] | null => {
  const said = text.trim();
  if (view.awaiting !== 'name') return null;
  if (unsaid.test(said)) return [ask];
  const which = labelEither(said);
  if (which !== null) return [which];
  const like = said.replace(likeThis, '');
  if (like !== said) return [{ command: 'set', name: bareAnswer(like) }];
  const meant = said.replace(turned, '');
  if (meant === said) return null;
  // Another one was to be renamed, and not this one to get its label.
  const isOther = view.sources.some(
    ({ name, data_source_id }) => data_source_id !== view.slots.source && plain(name) === plain(meant),
  );
  if (isOther) return [ask];
  const isTitle = said.split(/\s+/).every((word) => /^[\p{Lu}\d&]/u.test(word)) && !/^I\b/.test(said);
  if (isTitle || /[,.!-]/.test(said.slice(0, -meant.length))) return null;
  return /^["“`\p{Lu}\d]/u.test(meant) ? [{ command: 'set', name: bareAnswer(meant) }] : [ask];
};
