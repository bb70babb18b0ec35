import type { TranscriptEntry } from '../../../domain/conversation.ts';
import type { View } from '../../interpreter.ts';
import { tokenise } from '../tokens/phrase.ts';
import { tagKnown } from '../tokens/references.ts';
import { ordinals } from '../vocabulary/words.ts';

const acts =
  /\b(?:pause|resume|revoke|remove|delete|drop|test|check|disable|enable|limit|cap|restrict|rename|rotate|turn|switch|bring|take|put)\b/i;
const onlyTwo = /\b(?:both(?: of (?:them|those|these))?|(?:those|these|the) two)\b/i;
const several = /\b(?:(?:all of )?(?:them|those|these)(?: (?:servers|sources|ones|all|both))?)\b/i;
const single = /\b(?:it|that one|this one)\b/i;
const positions = ordinals.split(' ');
const nth = new RegExp(
  `\\bthe (?<nth>${positions.join('|')}|last)(?: (?:one|server|source)\\b|(?=[.!?]*$))`,
  'i',
);
/** "back to what it was": no source is meant. */
const asItWas = /\b(?:what|how|where|the way|as) it (?:was|is)\b/i;
const theOther = /\bthe other(?: one| source| server)\b/i;
/** "how is the other one doing?" */
const asksOfOther =
  /^(?:(?:and|so|ok|but|,) )*(?:how|is|what|where|does)\b.*\bthe other (?:one|source|server)\b/i;
const asks = /\?\s*$|^(?:what|how|why|does|is|should|would|can)\b/i;

/** A name that two sandboxes have says nothing of which of them was meant. */
const isOneOnly = (said: string, { sources }: View): boolean =>
  sources.filter(({ name }) => name.toLowerCase() === said.toLowerCase()).length < 2;

/** The sources that a text names, each once. */
export const namedIn = (text: string, view: View): string[] => {
  const { tokens } = tagKnown(tokenise(text), view);
  return [...new Set(tokens.filter(({ kind }) => kind === 'source').map(({ raw }) => raw))];
};

/** The sources that lines of a reply are about, in its order: "- Docs: active", "Docs is paused". */
export const listedIn = (text: string, { sources }: View): string[] => {
  const names = sources.map(({ name }) => name).sort((one, other) => other.length - one.length);
  const subjects = text.split('\n').flatMap((line) => {
    const said = line.replace(/^(?:- |\d+\. )/, '');
    return (
      names.find(
        (name) =>
          said === name || (/^(?::| is | takes )/.test(said.slice(name.length)) && said.startsWith(name)),
      ) ?? []
    );
  });
  return [...new Set(subjects)];
};

/** The source that was spoken of last, if it is one alone; what is asked or wanted of "it" in between names none. */
const lastNamed = (said: string[], view: View): string[] => {
  const at = said.findLastIndex((text) => namedIn(text, view).length > 0);
  return at >= 0 && said.slice(at + 1).every((text) => asks.test(text) || single.test(text))
    ? namedIn(said[at]!, view)
    : [];
};

const back = new RegExp(
  `${onlyTwo.source}|${several.source}|\\ball (?:two|three|four)\\b|${nth.source}`,
  'gi',
);
/** "pause Docs and Wiki and cap both at 10": those that the same message named before. */
const withThoseBefore = (text: string, view: View): string => {
  for (const { 0: said, index, groups } of text.matchAll(back)) {
    const named = namedIn(text.slice(0, index), view);
    if (named.length < 2 || (onlyTwo.test(said) && named.length !== 2)) continue;
    // "Docs and Wiki, both": said of the names that it stands behind.
    const before = text.slice(0, index).replace(/[,\s]+$/, '');
    if (before.toLowerCase().endsWith(named.at(-1)!.toLowerCase()))
      return `${before}${text.slice(index + said.length)}`;
    const place = groups?.nth?.toLowerCase();
    const one = place === 'last' ? named.at(-1) : place && named[positions.indexOf(place)];
    const those = place === undefined ? named.join(' and ') : one;
    if (those === undefined || those === '') continue;
    return `${text.slice(0, index)}${those}${text.slice(index + said.length)}`;
  }
  return text;
};

/** A list of another sandbox than the conversation's says which. */
const listedThere = /^\d+ sources? in `(?<sandbox>[^`]+)`:$/m;

/** Behind a name that nobody has, "it" is not what was named before it. */
const unknown = /^I do not know |^.+ was revoked /m;
const furthestBack = 3;

/** "change the url of Foo to URL and cap it at 7": it is what the same message is about, whether anybody knows that or not. */
const isOfItself = (text: string): boolean => {
  const before = text.slice(0, single.exec(text)?.index ?? 0);
  const clauses = before.split(/\b(?:and|then|but)\b|[,;.!?]\s/i).slice(0, -1);
  return clauses.some(
    (clause) => acts.test(clause) || /\b(?:change|show|set|call|move|point)\b/i.test(clause),
  );
};

/**
 * A request that points at what was said or listed just before, with the names put in: "resume both", "pause them",
 * "revoke the second one". The same message where nobody can tell which are meant, or where a question is open.
 */
export const withThoseNamed = (text: string, view: View, recent: readonly TranscriptEntry[]): string => {
  const isMeant = acts.test(text) || /^why\b/i.test(text.trim()) || asksOfOther.test(text.trim());
  if (view.flow !== null || view.awaiting !== null || !isMeant || asItWas.test(text)) return text;
  if (namedIn(text, view).length > 0) return withThoseBefore(text, view);
  const said = recent.filter(({ role }) => role === 'user').map((entry) => entry.text);
  const shown = recent.findLast(({ role }) => role !== 'user')?.text ?? '';
  const there = listedThere.exec(shown)?.groups?.sandbox ?? view.sandbox;
  const at = (name: string): string => (there === view.sandbox ? name : `${name} in ${there}`);
  const listed = listedIn(shown, view).map(at);
  const named = namedIn(said.at(-1) ?? '', view);
  const place = nth.exec(text);
  if (place !== null) {
    const which = place.groups!.nth!.toLowerCase();
    const those = listed.length > 1 ? listed : named;
    const name = which === 'last' ? those.at(-1) : those[positions.indexOf(which)];
    return those.length > 1 && name !== undefined ? text.replace(place[0], name) : text;
  }
  if (theOther.test(text)) {
    const [last, ...more] = lastNamed(said.slice(-furthestBack), view);
    const others = view.sources.filter(({ name }) => name.toLowerCase() !== last?.toLowerCase());
    const isOfTwo =
      last !== undefined && more.length === 0 && view.sources.length === 2 && others.length === 1;
    return isOfTwo ? text.replace(theOther, others[0]!.name) : text;
  }
  const those = named.length > 1 ? named : listed;
  if (there === view.sandbox && !those.every((name) => isOneOnly(name, view))) return text;
  if (onlyTwo.test(text)) return those.length === 2 ? text.replace(onlyTwo, those.join(' and ')) : text;
  if (several.test(text)) return those.length > 0 ? text.replace(several, those.join(' and ')) : text;
  const [only, ...others] =
    single.test(text) && !unknown.test(shown) && !isOfItself(text)
      ? lastNamed(said.slice(-furthestBack), view)
      : [];
  return only === undefined || others.length > 0 || !isOneOnly(only, view)
    ? text
    : text.replace(single, only);
};
