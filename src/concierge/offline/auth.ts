import { pattern } from './lexicon.ts';
import { type Phrase, rangeOf } from './phrase.ts';
import type { SaidSlots } from './said-slots.ts';

const secured =
  '(?:<auth>|<credential>|security|protection|header|log in|sign in|logging in|access control|api key)';
const noAuth = [
  pattern(
    `\\b(?:no|without|zero|neither|not any|(?:has|have|needs?|requires?) not|free of|lacks?|skip the|non)(?: (?:kind of|any|need for|need of|extra|special|such|form of|sort of|a|an|the|bearer|api|access|real|further|additional))* ${secured}\\b(?! (?:yet|handy|now))`,
  ),
  pattern(
    `\\b(?:not|never)(?: (?:need|needs|require|requires|use|uses|want|wants|ask|asks|have|has|expect|expects|do|take|check|demand|care|any|a|an|for|about|even|really|to|use))+(?: (?:any|a|an|kind|sort|of|for|about|the|bearer|api|access))* (?:${secured})\\b(?! (?:yet|handy|now))`,
  ),
  pattern(
    `\\b(?:needs|requires|takes|uses|wants|has|with|have|need) (?:no|zero)(?: \\S+)? ?(?:${secured})?$`,
  ),
  pattern(
    `\\b${secured}(?: (?:there|here|on it|for it))? (?:(?:is|are|was|:|=|should be|needed|has been|to|->) )*(?:not|none|off|disabled|unnecessary|unneeded|nothing|nil|switched off|turned off)\\b`,
  ),
  pattern(`\\b(?:<auth>) (?:is |are )?(?:not )?(?:a thing|missing|absent)`),
  /\b(?:anonymous(?:ly)?|unauthenticated|unprotected|unsecured|passwordless|not (?:protected|secured|guarded|locked|authenticated)|open access|openly accessible|wide open|open to (?:all|anyone|everyone|everybody)|free access|public access|publicly accessible|nothing to (?:authenticate|log|sign)|anyone can (?:access|use|call|connect|reach)|everybody can|everyone can)\b/d,
  /\b(?:none|nothing|not) (?:needed|required|necessary|is needed|is required)\b|\b(?:it|that|this|there|server) (?:has|uses|needs|takes|requires|wants) (?:none|nothing|no)\b|\bno need(?: for (?:it|one|any|that))?$/d,
  /\b(?:it|server|that|this|one|endpoint|which|box) is (?:(?:totally|completely|fully|just|an?|all) )*(?:open|public)(?: (?:one|server))?$/d,
];
/** A word alone between commas: "…, public, …". */
const openAlone = /^(?:open|public|none)$/;
const negatedHeader = /\bnot (?:an? |the |via |in |with |by )*(?:custom |own )?headers?\b/;
const negatedBearer = /\b(?:not|no|instead of|rather than|without)(?: an?| the)? bearer\b/;
const bearer = pattern(
  '\\b(?:bearer|jwts?|token (?:auth|based)|<auth> (?:token|by token|with (?:a )?token|via (?:a )?token)|(?:access|oauth|oauth2|api|auth|personal access|static|service|session|security|secret) tokens?|pat|(?:uses?|needs?|requires?|wants?|takes?|expects?|with|has|by|via|behind|asks? for|using|through|want|have|need) (?:an? |the |some |its )?(?:(?!(?:another|other|new|different|fresh)\\b)\\S+ )?tokens?)\\b',
);
const customHeader = pattern(
  '\\b(?:custom|own|special|proprietary|different|separate|dedicated|specific|another|extra|self made|certain|particular|non standard|x) (?:http |auth |request )?headers?\\b|\\bheaders? (?:token|auth|based|key|name and value)|\\b<credential>(?: \\S+){0,4} (?:in|via|through|inside|from|with|over|by|as) (?:an? |the |its |own )*(?:http |custom |request |own )?headers?\\b|\\bapi keys?\\b|\\bheaders?$',
);
const headerWord = pattern(
  '\\bheaders?(?: (?:name|called|named|is|should be|must be|be|should|would|:|=|to|it is|it wants|it reads|it expects|as|field|with the name|by the name(?: of)?|by))* (?<header>\\S+)|(?:in|via|through|from|the|with|a|an|use) (?<before>\\S+) header\\b',
);
const ordinary = pattern(
  '^(?:custom|own|special|http|auth|request|the|a|an|that|this|is|it|its|name|named|and|with|value|for|not|wrong|of|in|no|my|proprietary|different|separate|needed|required|x|my|right|to|instead|please|but|should|same|another|other|actually|token|key|auth|based|has|needs|called|bearer|which|where|what|one|SECRET|NAME|URL|dedicated|certain|particular|extra|http|[^\\w]+)$',
);

const typedHeader = (phrase: Phrase): string | undefined =>
  phrase.tokens.findLast((token) => token.kind === 'header')?.raw;
/** A header whose name looks like any word: "the apikey header". */
const headerNamed = (phrase: Phrase): string | undefined => {
  const match = headerWord.exec(phrase.norm);
  for (const group of ['header', 'before'] as const) {
    if (match?.groups?.[group] === undefined) continue;
    const [at] = rangeOf(phrase, match, group);
    const token = phrase.tokens[at];
    if (token === undefined || !/^(?:word|quoted|tool)$/.test(token.kind) || ordinary.test(token.norm))
      continue;
    if (/^authorization$/i.test(token.raw) || /^[A-Za-z][\w-]*$/.test(token.raw)) return token.raw;
  }
  return undefined;
};

/** The auth scheme of a clause and the header's name, in whichever way it is said. */
export const authOf = (phrase: Phrase): SaidSlots => {
  const norm = phrase.norm.replace(negatedHeader, '').trim();
  if (openAlone.test(norm)) return { auth_kind: 'none' };
  const free = noAuth.some((no) => no.test(norm.replace(negatedBearer, '')));
  const header = typedHeader(phrase) ?? (free ? undefined : headerNamed(phrase));
  const saysAuthorization = /\bauthorization\b/.test(norm) && /\bheaders?\b|:/.test(norm);
  if (
    bearer.test(norm) &&
    !negatedBearer.test(norm) &&
    (header === undefined || /^authorization$/i.test(header)) &&
    !free
  )
    return { auth_kind: 'bearer' };
  if (header !== undefined && !/^authorization$/i.test(header))
    return { auth_kind: 'header_token', auth_header: header };
  if (free) return { auth_kind: 'none' };
  if (negatedBearer.test(norm) && !customHeader.test(norm))
    return /\bno bearer\b/.test(norm) ? { auth_kind: 'none' } : {};
  if (saysAuthorization)
    return /\b(?:custom|raw|plain|own)\b/.test(norm) || /\bwithout\b/.test(norm)
      ? { auth_kind: 'header_token', auth_header: 'Authorization' }
      : { auth_kind: 'bearer' };
  if (customHeader.test(norm)) return { auth_kind: 'header_token' };
  return {};
};
