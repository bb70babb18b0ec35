import type { Command, Request } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { sourcesCalled } from '../sources-called.ts';
import { listedNames, withStrangers } from '../tokens/name-list.ts';
import type { Token } from '../tokens/phrase.ts';
import { isUnknownWord, unknownName } from '../tokens/references.ts';
import { objectsOf } from './left-out.ts';
import type { Said } from './said.ts';

export const withSource = <Made extends object>(command: Made, source: string | undefined): Made =>
  source === undefined ? command : { ...command, source };

/** The token after the words for what is to be done: a name that nobody knows stands from there on. */
const afterVerb = (said: Said, features: string[]): number => {
  const ends = features.flatMap((feature) => said.features.get(feature) ?? []);
  const at = ends.length === 0 ? 0 : said.phrase.starts.findIndex((start) => start >= Math.min(...ends));
  return at === -1 ? said.phrase.tokens.length : at;
};
export const stranger = (said: Said, ...features: string[]): string | undefined =>
  unknownName(said.phrase, afterVerb(said, features)) ?? subject(said);

const says = /^(?:gets?|should|shall|must|may|can|will|is|has|needs?|takes?|becomes?|goes)$/;
/** "Zeta should be paused": a name that nobody has, in front. */
const subject = ({ phrase, features }: Pick<Said, 'phrase' | 'features'>): string | undefined => {
  const at = phrase.tokens.findIndex(({ norm }) => !/^(?:and|also|then|so|ok|,|the|my|our)$/.test(norm));
  const [first, next] = [phrase.tokens[at], phrase.tokens[at + 1]];
  const isName = first !== undefined && /^\p{Lu}/u.test(first.raw) && isUnknownWord(first);
  return isName && !features.has('it') && says.test(next?.norm ?? '') ? unknownName(phrase, at) : undefined;
};

const ofWhat = /^(?:on|of|from|for)$/;
const determiner = /^(?:the|my|our|this|that)$/;
/** "cap zendesk at 10", "only allow search on zendesk": a name that nobody has is no word for the only source there is. */
export const placedStranger = ({ phrase, features }: Said, verb?: string): string | undefined => {
  const { tokens, starts } = phrase;
  const verbEnd = verb === undefined ? undefined : features.get(verb);
  const isNamed = (token: Token, at: number): boolean => {
    const before = tokens.slice(0, at).findLastIndex(({ norm }) => !determiner.test(norm));
    const word = tokens[before]?.norm ?? '';
    const isBound =
      (ofWhat.test(word) && !(word === 'for' && features.has('it'))) ||
      (before !== -1 && starts[before]! + word.length === verbEnd);
    return isBound && isUnknownWord(token) && !/^\d|ly$|ing$/.test(token.norm);
  };
  const at = tokens.findIndex(isNamed);
  return at === -1 ? subject({ phrase, features }) : unknownName(phrase, at);
};

/** "Docs, Foo and Rates should be paused" */
const isInFront =
  /^(?:(?:and|also|then|so|ok|please|the|my|our|both|well|hi|hey|hello|[a-z]+ly|,) )*SOURCE(?: (?:,|and|plus|&|the|my|our|SOURCE))* (?:should|must|shall|need|have|can|may|will|are)\b/;
/** Known and unknown names of a list, in the order said: "revoke acme and Library". */
const namesFrom = ({ phrase: { tokens }, phrase, excluded }: Said, from: number): string[] => {
  const { meant } = objectsOf(phrase);
  const inFront = isInFront.test(withStrangers(phrase).norm) ? listedNames(phrase) : [];
  const joins = (at: number) => /^(?:and|,|plus|&)$/.test(tokens[at]?.norm ?? '');
  const names: string[] = [];
  for (const [at, { kind, raw }] of tokens.entries()) {
    const listed = at >= from && (joins(at + 1) || (joins(at - 1) && names.length > 0));
    if (
      (kind === 'source' && meant.has(at) && !excluded.includes(raw)) ||
      (listed && unknownName(phrase, at) === raw) ||
      inFront.includes(raw)
    )
      names.push(raw);
  }
  return names;
};
/** All means all of this sandbox. */
export const ownSources = ({ sources, sandbox }: View): View['sources'] =>
  sources.filter((source) => (source.sandbox ?? sandbox) === sandbox);
const excepting =
  /\b(?:all|every|each|everything|everyone|both|servers?|sources?)\b.* (?:except|excluding|but|besides|apart from|other than|save for|bar|minus|without|(?:just|only) not)\b/;
const alternatives = /\bSOURCE or (?:the |my |our )?SOURCE\b/;
const onlyTwo = /\b(?:both|the two)\b/;
const remaining = /\b(?:else|others?|the rest|remaining)\b/;

const besidesAll = 'all servers server mine my sandbox SANDBOX stops awhile likes agrees does needs'.split(
  ' ',
);
const reason = /(?<![^ ])(?:for|because|since|while|during) .*$/;
/** "all servers that fail", "everything with a token": some of them, and which is not for us to guess. */
export const isAllOfThem = ({ phrase, telling, features }: Said, verbs: string[]): boolean => {
  const of = new Set([...besidesAll, ...verbs, ...(verbs.includes('resume') ? ['pause-ed', 'put_off'] : [])]);
  const [because] = reason.exec(phrase.norm) ?? [''];
  // "all servers for maintenance"
  const isReason = because !== '' && !/\b(?:AGENT|SOURCE|TOOL)\b/.test(because);
  const strange = telling.filter((classes) => !classes.some((name) => of.has(name)));
  const inReason = isReason ? because.split(' ').length - 1 : 0;
  return !features.has('AGENT') && strange.length <= inReason && !isPart.test(phrase.norm);
};
const isPart = /\b(?:that|which|who|whose|where|with|without|using|having|except)\b/;

/** The same command for each source that is named, for all, or for all but those that are named. */
export const each =
  (command: 'revoke' | 'pause' | 'resume' | 'test', ...verbs: string[]) =>
  (said: Said): Command[] | null => {
    const { sources, excluded, view } = said;
    const own = ownSources(view);
    const meansAll = said.features.has('all') || said.features.has('servers');
    const [one, ...others] = sources;
    if (alternatives.test(said.phrase.norm) && one !== undefined && others.length > 0)
      return [
        { command: 'clarify', readings: sources.slice(0, 3).map((source): Request => ({ command, source })) },
      ];
    // "Sales except EU", "every db but prod db": which are left is for the user to say.
    if (said.excepts && (!meansAll || one !== undefined)) return null;
    if (excluded.length > 0 && one === undefined && !meansAll) return null;
    // "both Docs and Shop, not Wiki" names all that are meant.
    if (meansAll && one === undefined && (excluded.length > 0 || excepting.test(said.phrase.norm))) {
      const others = allBut(said, own);
      return others.length === 0 ? null : others.map(({ name }): Command => ({ command, source: name }));
    }
    // "both", of three: which two is for the user to say.
    if (onlyTwo.test(said.phrase.norm) && sources.length === 0 && own.length !== 2) return null;
    // Which ones it leaves out is said elsewhere.
    if (meansAll && remaining.test(said.phrase.norm)) return null;
    if (meansAll && (sources.length === 0 ? !isAllOfThem(said, verbs) : isPart.test(said.phrase.norm)))
      return null;
    if (said.features.has('all') && sources.length === 0 && own.length > 0)
      return own.map(({ name }): Command => ({ command, source: name }));
    return sources.length === 0
      ? [withSource({ command }, stranger(said, ...verbs))]
      : namesFrom(said, afterVerb(said, verbs)).map((source): Command => ({ command, source }));
  };

/** Nothing at all where a name that is to be left out is nobody's: it may be one of these. */
const allBut = ({ excluded: sources, view }: Said, own: View['sources']): View['sources'] => {
  const found = sources.map((said) => sourcesCalled(said, view.sources));
  if (found.length === 0 || found.some(({ length }) => length === 0)) return [];
  return own.filter(({ name }) => !found.flat().some((kept) => kept.name === name));
};
