import type { WordSlot } from '../../domain/conversation.ts';
import type { View } from '../interpreter.ts';
import { authOf } from './auth.ts';
import { alike, classes, everywhere, pattern } from './lexicon.ts';
import { type Phrase, phraseOf, rangeOf, rawOf, type Token, tagged } from './phrase.ts';
import type { SaidSlots } from './said-slots.ts';

const it = '(?: (?:it|this|that|them|him|her))?(?: (?:one|new|<server>|thing))*';
/** Words after which a label stands. */
const labelTriggers = [
  pattern(
    '\\b(?:(?:call|<rename>) (?:(?:the|my|<server>) )*(?:SOURCE)(?: <server>)?(?: (?:to|as|into))?|(?:<rename>) \\S+(?: <server>)? (?:to|as|into)|<label> (?:of|from) (?:the |my )?(?:SOURCE|\\S+)(?: <server>)? (?:to|into|as))(?: :)?(?= )',
  ),
  pattern(
    `\\b(?:call|name|label|title|dub|tag)(?: (?:it|this|that|them)| (?:the|this|that|my|our|new) (?:new |mcp )?<server>)(?: (?:one|thing))?(?: (?:as|to|to be))?(?: :)?(?= )`,
  ),
  pattern(
    '\\b(?:display )?<label>(?: (?:of|for) (?:it|this|that|the <server>|(?:the |my )?SOURCE(?: <server>)?))?(?: (?:is|be|should be|shall be|should read|must be|can be|will be|would be|to be|to|as|into|:|=)| (?:should|shall) (?:rather )?be)+(?: :)?(?= )',
  ),
  pattern('\\b(?:named|called|labelled|labeled|titled|entitled|known as|goes by)(?: (?:as|:))?(?= )'),
  pattern(`\\brename(?:${it})?(?: (?:as|to|into))(?= )`),
  pattern(
    '\\b(?:under|as|with|use|using|by|give it|gets?|take|want) (?:the |a |its )?(?:display )?<label>(?: (?:of|:|=|is))?(?= )',
  ),
  pattern(
    '(?<!\\b(?:the|a|its|that|this|your|proposed|other|no|offered|same|suggested|default|header|another|new|what|which|different|any) )\\b(?:name|label|title)(?: :)?(?= )',
  ),
  /(?<=\bNAME ,? ?)(?:(?:no|sorry|wait|actually|rather|i mean)(?: ,)? )+(?:to|as|into)(?= )/d,
];
/** "and the name Globex": only where a name is spelled as one. */
const theName = pattern('\\bthe <label>(?: :)?(?= )');
/** "use Orders as the label". */
const asItsLabel = pattern(
  '\\b(?:use|take|with|put|set|have|want) (?<said>(?!it |this |that |the |NAME)\\S+(?: \\S+){0,4}?) (?:as|for) (?:the |its |a |my )?(?:display )?<label>\\b',
);
/** A reference, not a new label: "the header called X", "in a sandbox named Y". */
const notALabel = pattern(
  '\\b(?:header|<sandbox>|<credential>|<agent>|<tool>|is|are|was|not|which|what) $|^(?:can|could|may|will|is|does|must|should) (?:the|this|that|a|my) $',
);
const asLabel = /\bas(?= )/d;
const article =
  /^(?:a|an|the|my|our|well|soon|is|it|if|usual|before|said|i|you|possible|described|follows|none|anonymous|above|below|default|that|this|to|of|for|please|so|and|unauthenticated|public|one|bearer|auth)$/;
const genericWord = new Set(`${classes.server} data custom`.split(' '));

const endsLabel = (rest: Phrase, at: number, view: View): boolean => {
  const token = rest.tokens[at]!;
  if (/^(?:comma|stop|url|secret|header|sandbox)$/.test(token.kind)) return true;
  const tail = rest.norm.slice(rest.starts[at]);
  if (
    /^(?:please|thanks|instead|then|thank you|tomorrow|unless|only if|from now|for now|if (?:possible|you)|but|not|it (?:is|has|needs|uses|runs|does)|its|that is|which|because|since|so|no (?:auth|login|token|key|credential|authentication))\b/.test(
      tail,
    )
  )
    return true;
  if (
    pattern(
      '^(?:and|with|without|using|via|on|at|from|by) (?:(?:then|please|also|a|an|the|its|my|our|no|it|custom|own) )*(?:URL|SECRET|HEADER|<auth>|<credential>|bearer|header|anonymous|<add>|<remove>|<check>|<show>|put|use|tell|it|api|none|no|without|set|keep|pause)\\b',
    ).test(tail)
  )
    return true;
  if (/^(?:(?:in|into|for|to|on) (?:the |our |my )?)?(?:sandbox|environment|env) \S/.test(tail)) return true;
  if (tail === 'first' && /,|\b(?:do|but)\b/i.test(rest.text.slice(0, rest.tokens[0]!.start))) return true;
  const inSandbox =
    /^(?:in|into|for|to|on|under) (?:the |our |my )?(\S+)(?: (sandbox|environment|env)\b)?/.exec(tail);
  return (
    inSandbox !== null && (inSandbox[2] !== undefined || knownSandbox(inSandbox[1]!, view) !== undefined)
  );
};

const startsLabel = (rest: Phrase): boolean => {
  const first = rest.tokens[0];
  return (
    first !== undefined &&
    (/^(?:word|quoted|tool|source|agent)$/.test(first.kind) || /\p{Extended_Pictographic}/u.test(first.raw))
  );
};

const labelAfter = (phrase: Phrase, from: number, view: View): Phrase | null => {
  const rest = phraseOf(phrase.text, phrase.tokens.slice(from));
  if (!startsLabel(rest)) return null;
  let end = 1;
  if (rest.tokens[0]!.kind !== 'quoted')
    while (end < rest.tokens.length && !endsLabel(rest, end, view)) end += 1;
  return tagged(phrase, [from, from + end], 'name', rawOf(rest, 0, end));
};

/** The label of a clause: after "call it", "label", "name:", "as" … up to the next fact. */
export const takeName = (phrase: Phrase, view: View): Phrase => {
  const turned = asItsLabel.exec(phrase.norm);
  if (turned !== null) {
    const [from, to] = rangeOf(phrase, turned, 'said');
    return tagged(phrase, [from, to], 'name', rawOf(phrase, from, to));
  }
  for (const match of labelTriggers.flatMap((trigger) => [...phrase.norm.matchAll(everywhere(trigger))])) {
    if (notALabel.test(phrase.norm.slice(0, match.index))) continue;
    const [, from] = rangeOf(phrase, match);
    const first = phrase.tokens[from];
    if (
      first === undefined ||
      (first.kind === 'word' &&
        !/^\p{Lu}$/u.test(first.raw) &&
        /^(?:is|are|of|you|that|this|it|for|me|will|would|should|please|ok|and|or|fine|good|are|was|has|have|server|off|quits|none|not|to|does|wrong|can|could|a)$/.test(
          first.norm,
        ))
    )
      continue;
    const filled = labelAfter(phrase, from, view);
    if (filled !== null) return filled;
  }
  const spelled = theName.exec(phrase.norm);
  if (spelled !== null) {
    const [, from] = rangeOf(phrase, spelled);
    if (/^[\p{Lu}\d]/u.test(phrase.tokens[from]?.raw ?? '')) return labelAfter(phrase, from, view) ?? phrase;
  }
  if (!/\b(?:URL|add|it|this)\b/.test(phrase.norm) && !pattern('\\b<add>\\b').test(phrase.norm))
    return phrase;
  for (const as of phrase.norm.matchAll(everywhere(asLabel))) {
    const [, from] = rangeOf(phrase, as);
    const first = phrase.tokens[from];
    if (
      first === undefined ||
      (first.kind === 'word' && (article.test(first.norm) || genericWord.has(first.norm)))
    )
      continue;
    const filled = labelAfter(phrase, from, view);
    if (filled !== null) return filled;
  }
  return phrase;
};

/** A name between the verb and "at URL" is a label: "add Partner feed at https://…"; so is a quoted one. */
export const takeNameBeforeUrl = (phrase: Phrase): Phrase => {
  // `"url": "https://…"` is a line of somebody's configuration.
  const isKey = (at: number): boolean => phrase.tokens[at + 1]?.raw.startsWith(':') === true;
  const quoted = phrase.tokens.findIndex((token, at) => token.kind === 'quoted' && !isKey(at));
  if (quoted !== -1 && /\bURL\b/.test(phrase.norm))
    return tagged(phrase, [quoted, quoted + 1], 'name', phrase.tokens[quoted]!.raw);
  for (const match of phrase.norm.matchAll(everywhere(nameBeforeUrl))) {
    const [from, to] = rangeOf(phrase, match, 'name');
    const said = rawOf(phrase, from, to);
    const isName = phrase.tokens
      .slice(from, to)
      .every((token) => token.kind === 'word' || token.kind === 'source');
    const speaksOfServer = mentionsServer.test(phrase.norm.slice(phrase.starts[from], phrase.starts[to]));
    if (isName && /^[\p{Lu}\d]/u.test(said) && !speaksOfServer)
      return tagged(phrase, [from, to], 'name', said);
  }
  return phrase;
};
const nameBeforeUrl = pattern(
  '\\b<add>(?: (?:up|in|the|my|our|a|new))* (?<name>\\S+(?: \\S+){0,3}?)(?: (?:which|that))?(?: (?:is|lives|runs|sits))?(?: (?:at|on|from|under|via|:|=|\\())? URL',
);
const mentionsServer = pattern(
  '\\b(?:<server>|<agent>|<address>|api|it|this|that|following|custom|bearer|header|another|second|one)\\b',
);

const short = (one: string, other: string): boolean => one.length >= 3 && other.startsWith(one);
/** The sandbox a word speaks of: exact, else the only one that is nearly it or of which it is short ("prod"). */
export const knownSandbox = (said: string, view: View): string | undefined => {
  const word = said.toLowerCase();
  const exact = view.sandboxes.find((name) => name.toLowerCase() === word);
  if (exact !== undefined) return exact;
  const close = view.sandboxes.filter((name) => {
    const lower = name.toLowerCase();
    return (
      alike(lower, word) ||
      short(lower, word) ||
      short(word, lower) ||
      (/^stag/.test(lower + word) && /^stag/.test(word) && /^stag/.test(lower))
    );
  });
  return close.length === 1 ? close[0] : undefined;
};

const placed =
  /\b(?:in|into|to|for|on|onto|inside|within|under|use|using|make (?:it|that)|go(?:es)? (?:with|for|to|in|into)|pick|choose|rather|better|sandbox|environment|env|is|be|want|should be|instead|take|:|=|not|no|actually|at)(?: (?:in|the|our|my|to|be|:|=|is))* $/;
const notASandbox =
  /^(?:my|this|that|the|same|whole|which|other|a|an|own|entire|current|new|your|our|each|every|all|any|is|are|i|in|to|for|do|does|what|different|another|wrong|right|it|and|or|not|of|please|have|there|as|with)$/;

/** The sandbox of a clause: a known one after "in", "for", "make it" … or next to the word; an unknown one next to it. */
export const takeSandbox = (phrase: Phrase, view: View): Phrase => {
  for (const [at, token] of phrase.tokens.entries()) {
    if (!/^(?:word|quoted|source)$/.test(token.kind)) continue;
    const known = knownSandbox(token.raw, view);
    const before = phrase.norm.slice(0, phrase.starts[at]);
    const after = phrase.norm.slice(phrase.starts[at]! + token.norm.length);
    if (/\b(?:not|instead of|rather than|from)(?: in| the)? $/.test(before)) continue;
    const beside = /^ (?:sandbox|environment|env)\b(?! (?:called|named))/.test(after);
    const follows = /\b(?:sandbox|environment|env)(?: (?:called|named|:|=|is|should be|to))* $/.test(before);
    if (
      known !== undefined
        ? !(beside || follows || placed.test(before) || /^ (?:instead|rather|please|then)\b/.test(after))
        : !((beside || follows) && !notASandbox.test(token.norm) && token.kind !== 'source')
    )
      continue;
    if (
      known === undefined &&
      follows &&
      !beside &&
      !/\b(?:in|into|to|use|for|:|=|called|named)\b/.test(before)
    )
      continue;
    if (known === undefined && beside && !/\b(?:in|into|to|for|on|onto|the|our|use|inside|my) $/.test(before))
      continue;
    const raw = token.raw;
    return tagged(phrase, [at, at + (beside ? 2 : 1)], 'sandbox', raw);
  }
  return phrase;
};

const last = (phrase: Phrase, kind: Token['kind']): string | undefined =>
  phrase.tokens.findLast((token) => token.kind === kind)?.raw;
/** The slots a tagged clause fills. */
export const slotsOf = (phrase: Phrase): SaidSlots => {
  const [base_url, name, sandbox] = [last(phrase, 'url'), last(phrase, 'name'), last(phrase, 'sandbox')];
  return {
    ...(base_url === undefined ? {} : { base_url }),
    ...authOf(phrase),
    ...(name === undefined ? {} : { name }),
    ...(sandbox === undefined ? {} : { sandbox }),
  };
};

export const urlOf = (phrase: Phrase): string | undefined => last(phrase, 'url');

export const isEmpty = (slots: SaidSlots): boolean => Object.keys(slots).length === 0;
export const sameAsPresent = (slots: SaidSlots, view: View): boolean =>
  (Object.keys(slots) as WordSlot[]).every(
    (slot) => slots[slot]!.toLowerCase() === view.slots[slot]?.toLowerCase(),
  );
