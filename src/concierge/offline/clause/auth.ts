import type { View } from '../../interpreter.ts';
import type { SaidSlots } from '../slots.ts';
import type { Phrase } from '../tokens/phrase.ts';
import { isFiller, isUnknownWord } from '../tokens/references.ts';
import { everywhere, pattern } from '../vocabulary/lexicon.ts';

/** What a word says about the way a server recognises callers. `any`: a scheme is spoken of, whichever. */
type Sort = 'bearer' | 'header' | 'open' | 'any';
type Mention = { sort: Sort; sure: boolean; word: string; before: string; after: string };

const light =
  '(?:(?:<needs>|any|a|an|the|kind|sort|form|type|of|for|about|even|really|to|do|does|be|in|it|extra|special|such|own|further|additional|other|bearer|api|access|real|<auth>|<credential>|<header>|or|,) )';
const denied = pattern(
  `(?:^| )(?:no(?: longer)?|not|never|without|nothing|none|neither|zero|free|lacks?|skip|drop|leave out|non|instead of|rather than|nobody (?:needs|has) to|(?:nobody|no one) (?:needs|has|requires|uses)) ${light}*$`,
);
/** "not bearer" says what it is not; "no bearer" says that there is none. */
const setAside = pattern(
  '(?:^| )(?:not|instead of|rather than) (?:(?:an?|the|via|in|with|by|custom|own|is|really) )*$',
);
const deniedAfter = pattern(
  '^ (?:(?:tokens?|there|here|on it|for it|at all|is|are|was|:|=|to|should be|needed|has been|will be) )*<needless>(?![^ ])(?! (?:(?:an?|the|custom|api|access) )*(?:<bearer>|<header>|tokens?|keys?)(?![^ ]))',
);
const stillToCome = /^ (?:yet|handy|now|at hand)/;
/** "my token is not ready" tells how it is; "token: not", "token not needed" that there is none. */
const notAsItIs =
  /^ (?:is|are|was|were|looks?|works?|does) not (?!(?:needed|required|necessary|a thing|used|on|there)\b)\S/;
const neededBefore = pattern(
  '(?:^| )<needs> (?:(?!(?:new|another|other|different|fresh|right|wrong|same|<change>|<rotate>|paste|enter|give|send|see|show) )\\S+ ){0,3}$',
);
const neededAfter = pattern(
  '^ (?:(?:i|it|that|which|is|the server) )*(?:need|needed|needs|required|requires|want|wants|expected|auth|based)(?![^ ])',
);
const spokenOfAsThing = /(?:new|another|other|different|fresh|right|wrong|same|my|your|old|bad) $/;

/** "the token of Billing" says nothing of the server that is being registered. */
const ofAnother = /^ (?:of|for|from) (?:(?:the|my|our) )*SOURCE\b/;

const sorts: [Sort, boolean, string][] = [
  ['bearer', true, '<bearer>'],
  [
    'header',
    true,
    'HEADER|(?:custom|own|special|separate|dedicated|particular|certain) (?:one|<header>)|<header>',
  ],
  ['open', true, '<open>'],
  ['any', true, '<auth>|log in|sign in|logging in|signing in|protection|access control|authenticate'],
  ['header', false, 'api keys?|keys?|shared secret|custom'],
  ['bearer', false, 'tokens?'],
  ['any', false, '<credential>'],
];

const mentionsIn = (norm: string): Mention[] =>
  sorts.flatMap(([sort, sure, words]) =>
    [...norm.matchAll(everywhere(pattern(`(?<![^ ])(?:${words})(?![^ ])`)))].map((match) => ({
      sort,
      sure,
      word: match[0],
      before: norm.slice(0, match.index),
      after: norm.slice(match.index + match[0].length),
    })),
  );

const isDenied = ({ before, after }: Mention): boolean =>
  (denied.test(before) || (deniedAfter.test(after) && !notAsItIs.test(after))) && !stillToCome.test(after);

/** "open" and "public" alone may be part of anything. */
const isPlainlyOpen = ({ word, before, after }: Mention): boolean =>
  !/^(?:open|public)$/.test(word) ||
  (/(?:^|[,(:] |\b(?:is|URL|all|wide|totally|completely|fully|just|an?|server) )$/.test(before) &&
    /^(?: (?:one|server|to|access|,|\.|\)|only|without|no|mcp|endpoint|service|for)|$)/.test(after));

const particular = /^(?:special|separate|dedicated|particular|certain|specific|proprietary)$/;
const headerName = pattern(
  '<header>(?: (?:name|called|named|is|should be|must be|be|should|would|:|=|to|it is|wants|reads|expects|as|field|with|the|by|it|of|calls))* (?<after>\\S+)|(?:in|via|through|from|the|with|a|an|use) (?<before>\\S+) <header>',
);
/** A header whose name looks like any word: "the header Foo". */
const headerNamed = (phrase: Phrase): string | undefined => {
  const spoken = /\bx(?: [a-z]+){0,2}? (?:key|token|auth|secret)\b/.exec(phrase.norm)?.[0];
  if (spoken !== undefined)
    return spoken
      .split(' ')
      .map((word) => word[0]!.toUpperCase() + word.slice(1))
      .join('-');
  const typed = phrase.tokens.findLast(({ kind }) => kind === 'header')?.raw;
  if (typed !== undefined) return typed;
  const match = headerName.exec(phrase.norm);
  for (const group of ['after', 'before'] as const) {
    const at = match?.indices?.groups?.[group]?.[0];
    const token = at === undefined ? undefined : phrase.tokens[phrase.starts.indexOf(at)];
    if (token === undefined || isFiller(token) || particular.test(token.norm)) continue;
    if (
      /^(?:word|quoted|tool)$/.test(token.kind) &&
      (isUnknownWord(token) || token.kind !== 'word') &&
      /^[A-Za-z][\w-]*$/.test(token.raw)
    )
      return token.raw;
  }
  return undefined;
};

/** The auth scheme that a clause states, and the header's name, in whichever order it is said. */
export const authOf = (phrase: Phrase, view: Pick<View, 'awaiting' | 'slots'>): SaidSlots => {
  const { norm } = phrase;
  const asked = view.awaiting === 'auth_kind';
  // Whoever mends the value of a header may call it a token: that is no other scheme.
  const mends = view.awaiting === 'repair' && view.slots.auth_kind === 'header_token';
  const mentions = mentionsIn(norm).filter(({ sure }) => sure || !mends);
  const stated = mentions.filter(
    (mention) =>
      !isDenied(mention) &&
      !ofAnother.test(mention.after) &&
      !spokenOfAsThing.test(mention.before) &&
      (mention.sure || asked || neededBefore.test(mention.before) || neededAfter.test(mention.after)),
  );
  const free =
    /\bURL none$/.test(norm) ||
    stated.some((mention) => mention.sort === 'open' && (asked || isPlainlyOpen(mention))) ||
    mentions.some(
      (mention) =>
        mention.sort !== 'open' &&
        isDenied(mention) &&
        !(mention.sort !== 'any' && setAside.test(mention.before)),
    );
  const says = (sort: Sort, sure = false) =>
    stated.some((mention) => mention.sort === sort && (mention.sure || !sure));
  const header = says('header', true) ? headerNamed(phrase) : undefined;
  const authorization = /\bauthorization\b/.test(norm) && says('header', true);
  if (says('bearer', true) && (header === undefined || /^authorization$/i.test(header)))
    return { auth_kind: 'bearer' };
  if (header !== undefined && !/^authorization$/i.test(header))
    return { auth_kind: 'header_token', auth_header: header };
  if (authorization)
    return /\b(?:custom|raw|plain|own|without)\b/.test(norm)
      ? { auth_kind: 'header_token', auth_header: 'Authorization' }
      : { auth_kind: 'bearer' };
  if (says('header', true)) return { auth_kind: 'header_token' };
  if (free) return { auth_kind: 'none' };
  if (says('bearer')) return { auth_kind: 'bearer' };
  return says('header') ? { auth_kind: 'header_token' } : {};
};
